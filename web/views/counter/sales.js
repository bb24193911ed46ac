/** The last sales of this till, so that a return finds its number: numbers and prices, nobody's name. */

const MOST = 40;
const place = (shopId) => `sales:${shopId}`;

/** @param {string} shopId @returns {Array<{id: string, at: string, paid_cents: number}>} the newest first */
export const recent = (shopId) => JSON.parse(localStorage.getItem(place(shopId)) ?? '[]');

/** @param {string} shopId @param {{purchase_id: string, at: string, paid_cents: number}} sale */
export function remember(shopId, { purchase_id: id, at, paid_cents: paid }) {
  const others = recent(shopId).filter((one) => one.id !== id);
  localStorage.setItem(place(shopId), JSON.stringify([{ id, at, paid_cents: paid }, ...others].slice(0, MOST)));
}
