/** Between a fare table and a form: each price in euros and each time in minutes under the name the API gives it. Pure. */
import { named, t } from '../../core/i18n.js';
import { centsOf } from '../../core/money.js';

const TIMES = ['transfer_s', 'unit_s', 'free_s'];
const plain = (cents) => (cents / 100).toFixed(2).replace('.', ',');

/** @param {any} table @returns {Record<string, string>} field name -> as a person writes it */
export function written(table) {
  const fields = {};
  table.products.forEach((product, i) => {
    const at = `products.${i}`;
    for (const [name, cents] of Object.entries(product.prices)) fields[`${at}.prices.${name}`] = plain(cents);
    for (const [period, caps] of Object.entries(product.caps ?? {})) for (const [name, cents] of Object.entries(caps)) fields[`${at}.caps.${period}.${name}`] = plain(cents);
    for (const name of TIMES) if (product[name]) fields[`${at}.${name}`] = String(product[name] / 60);
    if (product.maximum_cents) fields[`${at}.maximum_cents`] = plain(product.maximum_cents);
  });
  table.passes.forEach((pass, i) => {
    for (const [name, cents] of Object.entries(pass.prices)) fields[`passes.${i}.prices.${name}`] = plain(cents);
    fields[`passes.${i}.refund_days`] = String(pass.refund_days ?? 14);
  });
  fields.credit_cents = plain(table.credit_cents ?? 0);
  return fields;
}

/** What is no number goes as it was written: the city says what is wrong with it. */
const value = (name, text) => {
  const number = Number(String(text).replace(',', '.'));
  if (name.endsWith('_days')) return String(text).trim() && Number.isInteger(number) ? number : text;
  if (name.endsWith('_s')) return String(text).trim() && Number.isFinite(number) ? Math.round(number * 60) : text;
  return centsOf(text) ?? text;
};

/** The body of POST /access/fares. @param {any} table where it began @param {Record<string, string>} values */
export function documentOf(table, values) {
  const { products, passes } = structuredClone(table);
  const body = { table_id: values.table_id.trim(), valid_from: values.valid_from, decided: values.decided, products, passes, credit_cents: 0 };
  for (const name of Object.keys(written(table))) {
    const path = name.split('.');
    const last = path.pop();
    path.reduce((part, step) => part[step], body)[last] = value(name, values[name]);
  }
  return body;
}

/** "Autobús · Joven", "Autobús · máximo al día, Joven", "Aparcamiento · minutos de cada tramo". @param {any} table @param {string} name of a field */
export function labelOf(table, name) {
  const [list, i, ...rest] = name.split('.');
  if (list === 'credit_cents') return t('fares.credit');
  const whose = named(table[list][Number(i)]);
  if (rest[0] === 'prices') return `${whose} · ${t(`fare_class.${rest[1]}`)}`;
  if (rest[0] === 'caps') return `${whose} · ${t(`fares.most_${rest[1]}`)}, ${t(`fare_class.${rest[2]}`)}`;
  return `${whose} · ${t(`fares.is_${rest[0]}`)}`;
}
