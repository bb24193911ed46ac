/** What the app knows of the city: asked again every 30 seconds while somebody looks, kept when the network goes. */
import { useEffect } from 'preact/hooks';
import { effect, signal } from '@preact/signals';
import { call, read, readAll } from './api.js';
import { lang } from './i18n.js';

const EVERY_MS = 30_000;

/**
 * @typedef {{data: any, version: string | null, kept: boolean, problem: import('./api.js').Problem | null, askedAt: number}} Known
 * @type {Map<string, {state: import('@preact/signals').Signal<Known>, asking: Promise<void> | null, signed: boolean, ask: () => Promise<import('./api.js').Answer>}>}
 */
const city = new Map();

/** False while the phone has no network or the city does not answer. */
export const isOnline = signal(navigator.onLine);
addEventListener('online', () => (isOnline.value = true));
addEventListener('offline', () => (isOnline.value = false));

/** What is known has changed: whoever looks at it asks again at once. */
const grownOld = () => city.forEach((one) => (one.state.value = { ...one.state.peek(), askedAt: 0 }));

/** Another language: the city's sentences must come again. */
effect(() => {
  void lang.value;
  grownOld();
});

/** A tap at a gate in one window of this browser is money that moved in the others. */
const windows = new BroadcastChannel('city');
/** How often something moved in another window. */
export const moves = signal(0);
windows.onmessage = () => {
  moves.value += 1;
  grownOld();
};
export const tellWindows = () => windows.postMessage('moved');

/**
 * The latest answer of a public path, refreshed while the screen that asked is shown.
 * @param {string | null} path under /api; null asks nothing
 * @param {{signed?: boolean, all?: boolean, everyMs?: number}} [options] `signed` asks as the person, `all` follows every page
 * @returns {Known & {refresh: () => Promise<void>}}
 */
export function useLive(path, { signed = false, all = false, everyMs = EVERY_MS } = {}) {
  const one = entry(path ?? '', signed, all);
  const language = lang.value;
  useEffect(() => {
    if (!path) return undefined;
    const lookAgain = () => {
      if (document.visibilityState === 'visible' && Date.now() - one.state.peek().askedAt >= everyMs - 500) refresh(one);
    };
    lookAgain();
    const timer = setInterval(lookAgain, 1000);
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, [path, language]);
  return { ...one.state.value, refresh: () => refresh(one) };
}

/** What is already known of a path, without asking. @param {string} path */
export const known = (path) => city.get(path)?.state.value.data ?? null;

/** What only the person signed in may see goes with them. */
export function forgetSigned() {
  for (const [path, one] of city) if (one.signed) city.delete(path);
}

function entry(path, signed, all) {
  if (!city.has(path)) {
    const state = signal({ data: null, version: null, kept: false, problem: null, askedAt: 0 });
    const once = signed ? (page) => call('GET', page) : read;
    city.set(path, { state, asking: null, signed, ask: () => (all ? readAll(path, once) : once(path)) });
  }
  return city.get(path);
}

function refresh(one) {
  one.asking ??= one.ask().then(
    ({ data, version, kept }) => {
      isOnline.value = !kept;
      one.state.value = { data, version, kept, problem: null, askedAt: Date.now() };
    },
    (problem) => {
      if (problem.status === 0) isOnline.value = false;
      one.state.value = { ...one.state.peek(), kept: true, problem, askedAt: Date.now() };
    },
  ).finally(() => (one.asking = null));
  return one.asking;
}
