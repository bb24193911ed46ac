/** Real addresses: each screen has its own, the back button works, and the heading takes the focus. */
import { useEffect } from 'preact/hooks';
import { signal } from '@preact/signals';

/** What is shown: the screen, what its address said, and which part of the app it belongs to. */
export const shown = signal(/** @type {null | {View: Function, params: Record<string, string>, query: URLSearchParams, section: string, path: string}} */ (null));

/** Which part of the app an address belongs to. @type {(path: string) => Promise<{routes: Array<[string, string, () => Promise<any>]>, ready?: () => Promise<unknown>}>} */
let areaOf;
let isFirst = true;
/** The screen in place of one that cannot be fetched now. */
let away = () => Promise.reject(new Error('away'));

/**
 * Start following addresses.
 * @param {typeof areaOf} find the routes of an address's area (path with :params ("*" = any other), section, module), and what they wait for
 * @param {() => Promise<any>} otherwise the screen for when the network does not bring one
 */
export function start(find, otherwise) {
  away = otherwise;
  areaOf = find;
  history.scrollRestoration = 'manual';
  addEventListener('popstate', (event) => show(event.state?.scroll ?? 0));
  document.addEventListener('click', follow);
  return show(0);
}

const matcher = (path) => (path === '*' ? /./ : new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`));

/** Go to an address of the app. @param {string} to @param {{replace?: boolean}} [options] */
export function go(to, { replace = false } = {}) {
  history.replaceState({ scroll: scrollY }, '');
  history[replace ? 'replaceState' : 'pushState']({ scroll: 0 }, '', to);
  return show(0);
}

/** Change what the address says after `?` without leaving the screen. @param {Record<string, string | null>} changes */
export function setQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
  history.replaceState(history.state, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
  shown.value = { ...shown.peek(), query };
}

function follow(event) {
  const link = event.target.closest?.('a[href]');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.defaultPrevented;
  if (!link || !isPlain || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (link.pathname.startsWith('/api/') || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** The screen of an address, its words and its clothes, all of them at once. */
async function screen(path) {
  const { routes, ready } = await areaOf(path);
  const [pattern, section, load] = routes.find(([one]) => matcher(one).test(path));
  const [{ default: View }] = await Promise.all([load(), ready?.()]);
  return { View, params: { ...matcher(pattern).exec(path)?.groups }, section };
}

async function show(scroll) {
  const path = location.pathname;
  const found = await screen(path).catch(async () => ({ View: (await away()).default, params: {}, section: 'none' }));
  if (path !== location.pathname) return;
  const change = () => {
    shown.value = { ...found, query: new URLSearchParams(location.search), path };
  };
  if (isFirst) {
    isFirst = false;
    change();
    return;
  }
  await gently(change);
  scrollTo(0, scroll);
  const heading = document.querySelector('main h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** With a soft change of picture where the browser can and the person does not mind. */
async function gently(change) {
  const settled = () => new Promise((done) => setTimeout(done));
  if (!document.startViewTransition || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    change();
    return settled();
  }
  return document.startViewTransition(() => {
    change();
    return settled();
  }).updateCallbackDone;
}

/** Name the page in the browser's tab. @param {string} title */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? `${title} · Cercano` : 'Cercano · Santander';
  }, [title]);
}
