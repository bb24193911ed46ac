/**
 * A venue's document while somebody works on it: read with its version, changed only over that version.
 * When somebody else was faster (412), theirs is fetched and what both changed is told, never silently overwritten.
 */
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../core/api.js';

/** @typedef {{venue: any, version: string, problem: any, conflict: any | null, change: Change, settle: () => void}} Document @typedef {(method: string, path: string, body?: unknown) => Promise<void>} Change */

/** @param {string} id @returns {Document} `conflict` is the document as it was before somebody else changed it */
export function useDocument(id) {
  const [state, setState] = useState({ venue: null, version: '', problem: null, conflict: null });
  const path = `/crowd/venues/${id}`;
  const load = async (conflict = null) => {
    const { data, version } = await call('GET', `${path}/document`);
    setState({ venue: data, version, problem: null, conflict });
  };
  useEffect(() => {
    load().catch((problem) => setState((before) => ({ ...before, problem })));
  }, [id]);

  const change = async (method, where, body) => {
    try {
      await call(method, `${path}${where}`, { body, version: state.version });
    } catch (problem) {
      if (problem.status === 412) await load(state.venue);
      throw problem;
    }
    await load();
  };
  return { ...state, change, settle: () => setState((before) => ({ ...before, conflict: null })) };
}

/**
 * What two people changed of the same thing, by field.
 * @param {Record<string, any>} base before both @param {Record<string, any>} theirs @param {Record<string, any>} mine
 * @returns {{merged: Record<string, any>, clashes: string[], taken: string[]}} `merged` keeps mine where both changed
 */
export function merge(base, theirs, mine) {
  const same = (a, b) => String(a) === String(b);
  const changed = Object.keys(theirs).filter((name) => !same(base[name], theirs[name]));
  const clashes = changed.filter((name) => !same(base[name], mine[name]) && !same(mine[name], theirs[name]));
  const taken = changed.filter((name) => same(base[name], mine[name]));
  return { merged: { ...mine, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) }, clashes, taken };
}
