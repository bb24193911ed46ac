/** A shop's own books: what each day came to, every sale of a day, and a sheet for who keeps the accounts. Nobody's name is in it. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { fetched } from '../../core/api.js';
import { now } from '../../core/clock.js';
import { useEndless } from '../../core/endless.js';
import { save } from '../../core/files.js';
import { clock, isoDay, longDay, number, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Shop } from './shop.js';

const WEEK_MS = 6 * 86_400_000;

export default function SalesPage({ query }) {
  return html`<${Shop} page="sales" query=${query} title=${t('sales.title')} lead=${t('sales.lead')} draw=${(shop) => html`<${Books} shopId=${shop.shop_id} key=${shop.shop_id} />`} />`;
}

function Books({ shopId }) {
  const [days, setDays] = useState({ first: isoDay(now.value - WEEK_MS), last: isoDay(now.value) });
  const path = `/loyalty/shops/${shopId}`;
  const between = `first=${days.first}&last=${days.last}`;
  const { data, problem, refresh } = useLive(`${path}/days?${between}`, { signed: true, everyMs: 60_000 });
  return html`
    <${Range} days=${days} choose=${setDays} refused=${problem?.status === 422 ? problem : null} />
    ${!data && (problem ? problem.status !== 422 && html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${3} />`)}
    ${data?.items.length === 0 && html`<p class="empty">${t('sales.none')}</p>`}
    ${data?.items.map((day) => html`<${Day} path=${path} day=${day} key=${day.day} />`)}
    ${data?.items.length > 0 && html`<${Sheet} path=${path} between=${between} name=${`${days.first}_${days.last}.csv`} />`}`;
}

/** The city judges the days; what it says of them stands at the field. */
function Range({ days, choose, refused }) {
  const form = useForm(days, async (values) => choose({ first: values.first, last: values.last }));
  const shown = refused && !form.problem ? { ...form, problem: refused } : form;
  return html`
    <section class="panel"><${Form} form=${shown} labels=${{ first: t('sales.first'), last: t('sales.last') }} button=${t('sales.show')}>
      <div class="fields"><${Field} form=${shown} name="first" type="date" label=${t('sales.first')} /><${Field} form=${shown} name="last" type="date" label=${t('sales.last')} hint=${t('sales.most')} /></div>
    <//></section>`;
}

function Day({ path, day }) {
  const [isOpen, setOpen] = useState(false);
  const facts = [
    [t('sales.sold'), euros(day.sold_cents)], [t('sales.paid'), euros(day.paid_cents)], [t('sales.city'), euros(day.city_cents)], day.shop_cents > 0 && [t('sales.shop'), euros(day.shop_cents)],
    day.redemptions > 0 && [t('sales.redemptions'), number(day.redemptions)], day.refunds > 0 && [t('sales.refunds'), number(day.refunds)],
  ].filter(Boolean);
  return html`
    <section class="panel"><div class="week-head"><h2>${longDay(`${day.day}T12:00:00Z`)}</h2><p><small>${t('sales.count', { n: day.sales })}</small><b>${euros(day.paid_cents)}</b></p></div>
      <dl class="facts">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <div><${Button} kind="quiet is-small" aria-expanded=${isOpen} aria-label=${t('sales.each_of', { day: longDay(`${day.day}T12:00:00Z`) })} onClick=${() => setOpen(!isOpen)}>${t('sales.each')}<//></div>
      ${isOpen && html`<${Sales} path=${path} day=${day.day} />`}
    </section>`;
}

function Sales({ path, day }) {
  const { items, next, problem, isAsking, more, again } = useEndless(`${path}/sales?day=${day}&limit=20`);
  if (!items) return problem ? html`<${Nothing} problem=${problem} retry=${again} />` : html`<${Skeleton} lines=${3} />`;
  return html`
    <ul class="rows">${items.map((sale) => html`
      <li class="move" key=${sale.purchase_id}><span class="move-what"><b>${clock(sale.at)} · ${sale.purchase_id.slice(-6).toUpperCase()}</b>
          ${sale.benefits.map((one) => html`<small key=${one.campaign_id}>${one.sentence}</small>`)}${sale.refunds.length > 0 && html`<small class="finding">${t('sales.returned', { n: sale.refunds.length })}</small>`}</span>
        <span class="move-cents"><b>${euros(sale.paid_cents)}</b>${sale.amount_cents !== sale.paid_cents && html`<small>${t('sales.of', { amount: euros(sale.amount_cents) })}</small>`}</span></li>`)}</ul>
    ${next && html`<p><${Button} kind="quiet is-small" onClick=${more} aria-disabled=${isAsking}>${t('statement.more')}<//></p>`}`;
}

function Sheet({ path, between, name }) {
  const [problem, setProblem] = useState(null);
  const take = () => fetched(`${path}/sales.csv?${between}`).then((blob) => save(blob, name), setProblem);
  return html`<div><${Button} kind="quiet" icon="download" onClick=${take}>${t('sales.csv')}<//></div>${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}`;
}
