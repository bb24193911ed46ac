/** Styles that only some screens need, fetched when somebody opens the first of them. */

/** Later sheets win, in whatever order the screens were opened. */
const ORDER = ['pieces', 'chart', 'places', 'desk', 'card', 'console', 'counter'];
/** @type {Record<string, Promise<unknown>>} */
const worn = {};

/** @param {string} chapter a sheet of css/chapters/ */
export const dress = (chapter) => (worn[chapter] ??= new Promise((done) => {
  const href = new URL(`../css/chapters/${chapter}.css`, import.meta.url).href;
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: done });
  sheet.dataset.order = String(ORDER.indexOf(chapter));
  const after = [...document.head.querySelectorAll('link[data-order]')].find((other) => Number(other.dataset.order) > ORDER.indexOf(chapter));
  document.head.insertBefore(sheet, after ?? null);
}));
