/** Euros as people write them. Cents everywhere else. */
import { lang } from './i18n.js';

const written = (cents, more) => new Intl.NumberFormat(lang.value === 'en' ? 'en-GB' : 'es', { style: 'currency', currency: 'EUR', useGrouping: 'always', ...more }).format(cents / 100);

/** 1435 -> "14,35 €". @param {number} cents */
export const euros = (cents) => written(cents).replace('-', '−');

/** What came in with its plus, what went out with its minus: "+20,00 €", "−0,66 €". @param {number} cents */
export const moved = (cents) => written(cents, { signDisplay: 'exceptZero' }).replace('-', '−');

/** "20", "20,5" or "20.50 €" -> 2000, 2050, 2050; null when it is no amount. @param {string} text */
export function centsOf(text) {
  const found = /^(\d{1,6})(?:[.,](\d{1,2}))?\s*€?$/.exec(String(text).trim());
  return found && Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
}
