/** A long list, a page at a time: what is there is kept while more is fetched, and starts anew when asked. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from './api.js';
import { lang } from './i18n.js';
import { moves } from './live.js';

/** @typedef {{items: any[] | null, next: string | null, problem: any, isAsking: boolean}} Pages */

/** @param {string | null} path with a query; null asks nothing @returns {Pages & {more: () => Promise<void>, again: () => Promise<void>}} */
export function useEndless(path) {
  const blank = { items: null, next: null, problem: null, isAsking: false };
  const [pages, setPages] = useState(/** @type {Pages} */ (blank));
  const turn = useRef(0);
  const ask = async (kept, cursor, meanwhile = kept) => {
    const mine = (turn.current += 1);
    setPages({ ...meanwhile, isAsking: true, problem: null });
    try {
      const { data } = await call('GET', cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path);
      if (mine === turn.current) setPages({ items: [...(kept.items ?? []), ...data.items], next: data.next ?? null, problem: null, isAsking: false });
    } catch (problem) {
      if (mine === turn.current) setPages({ ...meanwhile, problem, isAsking: false });
    }
  };
  useEffect(() => void (path && ask(blank, null)), [path, lang.value]);
  useEffect(() => void (pages.items && ask(blank, null, pages)), [moves.value]);
  return { ...pages, more: () => ask(pages, pages.next), again: () => ask(blank, null) };
}
