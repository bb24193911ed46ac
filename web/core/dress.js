/** Styles that only some screens need, fetched when somebody opens the first of them. */

/** @type {Record<string, Promise<unknown>>} */
const worn = {};
const KNOWN = ['card', 'console', 'counter'];

/** @param {string} chapter a sheet of css/chapters/; others have none of their own */
export const dress = (chapter) => KNOWN.includes(chapter) && (worn[chapter] ??= new Promise((done) => {
  const href = new URL(`../css/chapters/${chapter}.css`, import.meta.url).href;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: done }));
}));
