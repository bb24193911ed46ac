/** Which shops a campaign holds in, and the nearest first: worked out on the phone, which tells nobody where it is. Pure. */
import { metresBetween } from '../city.js';

/**
 * @param {any[]} campaigns @param {any[]} places @param {{lat: number, lon: number} | null} here
 * @returns {Array<{campaign: any, shops: any[]}>} those with the nearest shop first; each shop with `metres`, null when nobody said where they are
 */
export function byNearness(campaigns, places, here) {
  const shops = places.map((place) => ({ ...place, metres: here && metresBetween(here, place) })).sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0));
  const found = campaigns.map((campaign) => ({ campaign, shops: shops.filter((shop) => takesPart(campaign.rules, shop)) }));
  const from = ({ shops: [nearest] }) => (nearest ? nearest.metres ?? 0 : Infinity);
  return found.sort((a, b) => from(a) - from(b) || 0);
}

/** An empty list of a rule means all. */
const takesPart = ({ shops, categories }, shop) => (!shops.length || shops.includes(shop.shop_id)) && (!categories.length || categories.includes(shop.category));
