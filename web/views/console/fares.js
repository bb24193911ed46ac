/** What everything costs today, as the council decided it; what is decided for later, and what was in force before. */
import { html } from '../../core/html.js';
import { now } from '../../core/clock.js';
import { isoDay, named, shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Fares({ query }) {
  return html`<${Frame} page="fares" title=${t('console.fares')} aside=${html`<a class="button is-quiet" href="/consola/tarifas/nueva">${t('fares.new')}</a>`}>
    ${query.has('decidida') && html`<${Notice} tone="good" title=${t('fares.kept')} live />`}<${Tables} /><//>`;
}

function Tables() {
  const { data, problem, refresh } = useLive('/access/fares', { everyMs: 300_000 });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  const today = isoDay(now.value);
  const inForce = data.items.find(({ valid_from: first }) => first <= today);
  const others = data.items.filter((table) => table !== inForce);
  return html`
    ${inForce ? html`<${InForce} table=${inForce} />` : html`<p class="empty">${t('fares.none')}</p>`}
    ${others.length > 0 && html`<section class="panel"><${Table} caption=${t('fares.others')} heads=${[t('fares.table'), t('fares.from'), t('fares.to'), t('fares.decided')]} rows=${others.map((table) => [table.table_id, dayOf(table.valid_from), dayOf(table.valid_to), table.decided])} /></section>`}`;
}

const dayOf = (day) => (day ? shortDay(day) : '–');
const classOf = (name) => t(`fare_class.${name}`);
const prices = (said) => Object.entries(said).map(([name, cents]) => [classOf(name), cents ? euros(cents) : t('fares.free')]);

const lasts = ({ months, days, journeys }) => [months ? t('fares.months', { n: months }) : t('fares.days', { n: days ?? 0 }), journeys > 0 && t('fares.journeys', { n: journeys })].filter(Boolean).join(', ');

const InForce = ({ table }) => html`
  <${Notice} icon="ticket" title=${t('fares.now', { table: table.table_id, day: dayOf(table.valid_from) })}>${table.decided}<//>
  <div class="pair">${table.products.map((product) => html`<${Product} product=${product} key=${product.service} />`)}</div>
  ${table.passes.length > 0 && html`<section class="panel"><h2>${t('fares.passes')}</h2><dl class="facts">${table.passes.map((pass) => html`<div key=${pass.code}><dt>${named(pass)} (${lasts(pass)})</dt><dd>${prices(pass.prices).map(([name, amount]) => html`<span class="fare">${name}: ${amount}</span>`)}</dd></div>`)}</dl></section>`}`;

function Product({ product }) {
  const more = [
    product.unit_s > 0 && t('fares.each', { n: product.unit_s / 60 }), product.free_s > 0 && t('fares.free_first', { n: product.free_s / 60 }), product.transfer_s > 0 && t('fares.transfer', { n: product.transfer_s / 60 }),
    product.maximum_cents > 0 && t('fares.most', { amount: euros(product.maximum_cents) }), ...Object.entries(product.caps ?? {}).map(([period, caps]) => t(`fares.cap_${period}`, { amount: euros(caps.standard) })),
    ...(product.free ?? []).map((hours) => t('fares.free_hours', { name: named(hours), first: shortDay(hours.first), last: shortDay(hours.last), starts: hours.starts.slice(0, 5), ends: hours.ends.slice(0, 5) })),
  ].filter(Boolean);
  return html`
    <section class="panel"><h2>${named(product)}</h2>
      <dl class="facts">${prices(product.prices).map(([name, amount]) => html`<div key=${name}><dt>${name}</dt><dd>${amount}</dd></div>`)}</dl>
      ${more.length > 0 && html`<ul class="plain">${more.map((line) => html`<li key=${line}>${line}</li>`)}</ul>`}
    </section>`;
}
