/** What a draft would have cost on purchases already made: before a euro is promised. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { number, stamp, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Notice, Table } from '../../ui/parts.js';

/** @param {{path: string, budget: any}} props */
export function DryRun({ path, budget }) {
  const [outcome, setOutcome] = useState(null);
  const form = useForm({ days: '90' }, async ({ days }) => {
    const { data } = await call('POST', `${path}/dry-runs`, { body: { days: Number(days) || days } });
    setOutcome(data);
  });
  const labels = { days: t('dry_run.days') };
  return html`
    <section class="panel"><h2>${t('dry_run.title')}</h2><p>${t('dry_run.text')}</p>
      <${Form} form=${form} labels=${labels} button=${t('dry_run.try')}><${Field} form=${form} name="days" label=${labels.days} inputmode="numeric" /><//>
      <div role="status">${outcome && html`<${Outcome} of=${outcome} isPoints=${budget.reward.kind === 'points'} />`}</div>
    </section>`;
}

function Outcome({ of: one, isPoints }) {
  const shops = useLive('/loyalty/shops', { signed: true }).data?.items ?? [];
  const nameOf = (id) => shops.find(({ shop_id: shop }) => shop === id)?.name ?? id;
  const sums = [[t('dry_run.rewarded'), `${number(one.rewarded)} / ${number(one.purchases)}`], [t('dry_run.people'), number(one.people)], [t('dry_run.city'), euros(one.city_cents)], [t('dry_run.shop'), euros(one.shop_cents)],
    one.points > 0 && [t('dry_run.points'), number(one.points)], one.vouchers > 0 && [t('dry_run.vouchers'), number(one.vouchers)]].filter(Boolean);
  const shopRows = Object.entries(one.by_shop).sort(([, a], [, b]) => b - a).map(([id, cents]) => [nameOf(id), isPoints ? number(cents) : euros(cents)]);
  const whyRows = Object.entries(one.passed_over).sort(([, a], [, b]) => b - a).map(([code, times]) => [t(`passed_over.${code}`), number(times)]);
  return html`
    <dl class="big dry-run">${sums.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <${Notice} tone=${one.spent_at ? 'warning' : 'good'} title=${one.spent_at ? t('dry_run.spent', { at: stamp(one.spent_at) }) : t('dry_run.enough')} />
    <div class="pair">${shopRows.length > 0 && html`<${Table} caption=${t('dry_run.by_shop')} heads=${[t('shops.name'), t(isPoints ? 'dry_run.points' : 'dry_run.cents')]} numeric=${[1]} rows=${shopRows} />`}
      ${whyRows.length > 0 && html`<${Table} caption=${t('dry_run.passed_over')} heads=${[t('dry_run.why'), t('dry_run.purchases')]} numeric=${[1]} rows=${whyRows} />`}</div>`;
}
