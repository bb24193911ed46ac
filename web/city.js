/** What matters in the city now, worked out from the list of its venues. Pure: no screen, no network. */

/** From most room to none, then those nobody can say. */
const ORDER = ['quiet', 'normal', 'busy', 'full', 'unknown', 'closed'];
export const STATES = ORDER;
const SOON_MS = 60 * 60_000;
const EARTH_M = 6_371_000;

const share = (venue) => venue.now.share ?? 0;
const rank = (venue) => ORDER.indexOf(venue.now.state);

/** @type {Record<string, (a: any, b: any) => number>} */
export const SORTS = {
  room: (a, b) => rank(a) - rank(b) || share(a) - share(b),
  full: (a, b) => share(b) * (b.now.state === 'closed' ? 0 : 1) - share(a) * (a.now.state === 'closed' ? 0 : 1),
};

/** Metres between two points on the Earth. */
export function metresBetween(a, b) {
  const rad = Math.PI / 180;
  const across = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  return EARTH_M * Math.hypot(across, (b.lat - a.lat) * rad);
}

/** How many venues are in each state. @param {any[]} venues @returns {Record<string, number>} */
export const tally = (venues) => Object.fromEntries(ORDER.map((state) => [state, venues.filter(({ now }) => now.state === state).length]));

/** The city in one word: calm, lively, packed, asleep, or blind when most counters say nothing. @param {any[]} venues */
export function mood(venues) {
  const count = tally(venues);
  const counted = count.quiet + count.normal + count.busy + count.full;
  if (counted === 0) return count.unknown ? 'blind' : 'asleep';
  if (count.unknown > counted) return 'blind';
  if ((count.busy + count.full) / counted > 0.5) return 'packed';
  return (count.quiet + count.normal) / counted >= 0.75 ? 'calm' : 'lively';
}

/**
 * What a person would want to hear first.
 * @param {any[]} venues @param {number} at ms @param {{lat: number, lon: number} | null} here
 */
export function whatMatters(venues, at, here) {
  const from = (venue) => (here ? metresBetween(here, venue.location) : 0);
  const closesIn = (venue) => Date.parse(venue.opening.closes_at ?? '') - at;
  const open = venues.filter(({ now }) => !['closed', 'unknown'].includes(now.state));
  const closing = open.filter((venue) => closesIn(venue) > 0 && closesIn(venue) <= SOON_MS).sort((a, b) => closesIn(a) - closesIn(b));
  const staying = open.filter((venue) => !closing.includes(venue));
  return {
    good: staying.filter(({ now }) => now.state === 'quiet' || now.state === 'normal').sort((a, b) => from(a) - from(b) || SORTS.room(a, b)).slice(0, 4),
    full: open.filter(({ now }) => now.state === 'full' || now.state === 'busy').sort(SORTS.full).slice(0, 4),
    closing: closing.slice(0, 3),
    blind: venues.filter(({ now }) => now.state === 'unknown'),
  };
}

/** Letters only, without accents: what somebody types on a phone. @param {string} text */
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The venues that a filter leaves.
 * @param {any[]} venues
 * @param {{kind?: string | null, state?: string | null, words?: string}} filter
 */
export const sifted = (venues, { kind, state, words = '' }) => venues.filter((venue) =>
  (!kind || venue.kind === kind) && (!state || venue.now.state === state)
  && plain(`${Object.values(venue.names ?? { name: venue.name }).join(' ')} ${venue.address}`).includes(plain(words.trim())));
