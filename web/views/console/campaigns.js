/** The city's campaigns: drafts that wait for somebody else's yes, those that run, and those that are over. */
import { html } from '../../core/html.js';
import { named, number, shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { has } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

const ORDER = ['draft', 'launching', 'live', 'ended'];

export default function Campaigns() {
  const draft = html`<a class="button" href="/consola/campanas/nueva"><${Icon} name="plus" size=${20} />${t('campaigns.new')}</a>`;
  return html`<${Frame} page="campaigns" title=${t('console.campaigns')} aside=${draft}><${List} /><//>`;
}

/** Cents, vouchers or points, by what is given. @param {any} campaign */
export const budgetOf = ({ reward: { kind }, budget }) => (kind === 'voucher' ? t('campaigns.vouchers', { n: budget }) : kind === 'points' ? t('campaigns.points', { n: budget }) : euros(budget));

/** From its first day to its last, which is the one before it ends. @param {any} campaign */
export const days = ({ starts_at: starts, ends_at: ends }) => `${shortDay(starts)} – ${shortDay(Date.parse(ends) - 1)}`;

/** "10 %, hasta 5,00 €". @param {any} reward */
export function rewardOf({ kind, percent, amount_cents: cents, price_cents: price, face_cents: face, points_per_euro: points }) {
  if (kind === 'percent') return t(cents ? 'reward.percent_most' : 'reward.percent', { percent: number(percent), most: euros(cents) });
  if (kind === 'fixed') return t('reward.fixed', { amount: euros(cents) });
  return kind === 'voucher' ? t('reward.voucher', { price: euros(price), face: euros(face) }) : t('reward.points', { n: points });
}

function List() {
  const { data, problem, refresh } = useLive(has('staff') ? '/loyalty/campaigns/all' : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${5} />`;
  if (!data.items.length) return html`<p class="empty">${t('campaigns.none')}</p>`;
  const rows = data.items.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)).map((one) => [
    html`<a href=${`/consola/campanas/${one.campaign_id}`}>${named({ name: one.title })}</a>`, html`<span class="badge" data-state=${one.state}>${t(`campaign_state.${one.state}`)}</span>`,
    rewardOf(one.reward), budgetOf(one), days(one),
  ]);
  return html`<section class="panel"><${Table} hidden caption=${t('console.campaigns')} heads=${[t('campaigns.title'), t('field.state'), t('campaigns.gives'), t('campaigns.budget'), t('campaigns.when')]} rows=${rows} /></section>`;
}
