/** What the city pays a shop: each closed week, campaign by campaign, down to the transfer. */
import { html } from '../../core/html.js';
import { number, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { useTitles } from './benefits.js';
import { Shop } from './shop.js';

export default function WeeksPage({ query }) {
  return html`<${Shop} page="weeks" query=${query} title=${t('weeks.title')} lead=${t('weeks.lead')} draw=${(shop) => html`<${Weeks} shopId=${shop.shop_id} key=${shop.shop_id} />`} />`;
}

/** @param {{shopId: string}} props */
export function Weeks({ shopId }) {
  const { data, problem, refresh } = useLive(`/loyalty/shops/${shopId}/settlements`, { signed: true, everyMs: 600_000 });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  if (!data.items.length) return html`<p class="empty">${t('weeks.none')}</p>`;
  return data.items.map((week) => html`<${Week} week=${week} key=${week.week} />`);
}

/** "2026-W47". */
const weekOf = (week) => t('weeks.week', { week: String(Number(week.slice(-2))), year: week.slice(0, 4) });

function Week({ week }) {
  const titleOf = useTitles();
  const lines = [
    [t('weeks.sales'), number(week.sales)], week.refunds > 0 && [t('weeks.refunds'), number(week.refunds)], [t('weeks.sold'), euros(week.sold_cents)],
    [t('weeks.shop'), euros(week.shop_cents)], week.points_cents > 0 && [t('weeks.points'), euros(week.points_cents)],
  ].filter(Boolean);
  return html`
    <section class="panel"><div class="week-head"><h2>${weekOf(week.week)}</h2><p><small>${t(week.due_cents < 0 ? 'weeks.owes' : 'weeks.due')}</small><b>${euros(Math.abs(week.due_cents))}</b></p></div>
      <dl class="facts">${lines.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${week.campaigns.length > 0 && html`<h3>${t('weeks.by_campaign')}</h3><dl class="facts">${week.campaigns.map((one) => html`<div key=${one.campaign_id}><dt>${titleOf(one.campaign_id)}</dt><dd>${euros(one.city_cents)}</dd></div>`)}</dl>`}
      <p class="hint">${t('weeks.account', { end: week.iban_end })}</p>
    </section>`;
}
