/** The reader's language: words, numbers, dates. One JSON a language; Intl does the rest. */
import { signal } from '@preact/signals';
import { now } from './clock.js';

const LANGUAGES = ['es', 'en'];
const ZONE = 'Europe/Madrid';

/** @type {Record<string, string | {one: string, other: string}>} */
let words = {};
/** @type {Record<string, Intl.DateTimeFormat>} */
let formats = {};

/** The language on the screen. */
export const lang = signal('es');

/** The reader's choice, else the browser's wish, else Spanish. */
export function preferred() {
  const asked = new URLSearchParams(location.search).get('lang');
  const wishes = [asked, localStorage.getItem('lang'), ...navigator.languages.map((code) => code.slice(0, 2))];
  return wishes.find((code) => LANGUAGES.includes(code ?? '')) ?? 'es';
}

/** The chapters of words in use: everybody's, and those of the areas that somebody opened. */
const chapters = [''];

/** Speak a language from now on. @param {string} code */
export async function speak(code) {
  const parts = await Promise.all(chapters.map((chapter) => fetched(chapter, code)));
  words = Object.assign({}, ...parts);
  formats = {};
  document.documentElement.lang = code;
  lang.value = code;
}

/** Words that only some screens need. @param {string} chapter a folder of i18n/ */
export async function learn(chapter) {
  if (chapters.includes(`${chapter}/`)) return;
  chapters.push(`${chapter}/`);
  Object.assign(words, await fetched(`${chapter}/`, lang.value));
}

const fetched = (chapter, code) => fetch(new URL(`../i18n/${chapter}${code}.json`, import.meta.url)).then((response) => response.json());

/** The other language, remembered. */
export function switchLanguage() {
  const other = LANGUAGES.find((code) => code !== lang.value);
  localStorage.setItem('lang', other);
  return speak(other);
}

/**
 * A sentence, its {slots} filled; `n` chooses between one and many.
 * @param {string} key @param {Record<string, string | number>} [slots]
 */
export function t(key, slots = {}) {
  const entry = words[key] ?? key;
  const chosen = typeof entry === 'string' ? entry : entry[rule(slots.n)] ?? entry.other;
  void lang.value;
  return chosen.replace(/\{(\w+)\}/g, (_, name) => (typeof slots[name] === 'number' ? number(slots[name]) : slots[name]));
}

const rule = (n) => new Intl.PluralRules(lang.value).select(Number(n));

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(lang.value, { useGrouping: 'always', maximumFractionDigits: 1 }).format(value);

/** 0.09 -> "9 %". @param {number} share */
export const percent = (share) => new Intl.NumberFormat(lang.value, { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** 340 -> "340 m", 1240 -> "1,2 km". @param {number} metres */
export const distance = (metres) => (metres < 1000 ? `${number(Math.round(metres / 10) * 10)} m` : `${number(metres / 1000)} km`);

/** The name of a thing that has one in each language. @param {{names?: Record<string, string>, name: string | Record<string, string>}} thing */
export const named = (thing) => thing.names?.[lang.value] ?? (typeof thing.name === 'string' ? thing.name : thing.name[lang.value]);

/** @param {string | number} at @param {string} key @param {Intl.DateTimeFormatOptions} options */
function formatted(at, key, options) {
  formats[key] ??= new Intl.DateTimeFormat(lang.value === 'en' ? 'en-GB' : 'es', { timeZone: ZONE, ...options });
  return formats[key].format(new Date(at));
}

/** "16:05", in Santander. */
export const clock = (at) => formatted(at, 'clock', { hour: '2-digit', minute: '2-digit' });
/** "lunes, 23 de noviembre". */
export const longDay = (at) => formatted(at, 'longDay', { weekday: 'long', day: 'numeric', month: 'long' });
/** "23 nov 2026". */
export const shortDay = (at) => formatted(at, 'shortDay', { day: 'numeric', month: 'short', year: 'numeric' });
/** "23 nov, 16:05". */
export const stamp = (at) => formatted(at, 'stamp', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
/** "2026-11" -> "noviembre de 2026". */
export const monthName = (month) => formatted(`${month}-15T12:00:00Z`, 'month', { month: 'long', year: 'numeric' });
/** Hour of the day in Santander, 0 to 23. */
export const hourOf = (at) => Number(new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', hourCycle: 'h23' }).format(new Date(at)));
/** "2026-11-23", in Santander. */
export const isoDay = (at) => new Intl.DateTimeFormat('sv', { timeZone: ZONE }).format(new Date(at));

/** Weekday name; 0 is Monday. @param {number} day @param {'long' | 'short' | 'narrow'} [width] */
export const weekday = (day, width = 'long') =>
  new Intl.DateTimeFormat(lang.value, { weekday: width, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + day)));

/** "hace 12 segundos", by the city's clock. @param {string | number} at */
export function ago(at) {
  const seconds = Math.max(0, Math.round((now.value - new Date(at).getTime()) / 1000));
  if (seconds < 60) return t('ago.seconds', { n: seconds });
  if (seconds < 3600) return t('ago.minutes', { n: Math.round(seconds / 60) });
  return seconds < 72000 && isoDay(at) === isoDay(now.value) ? t('ago.today', { time: clock(at) }) : t('ago.date', { date: stamp(at) });
}
