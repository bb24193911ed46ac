/** What the city paid to those for whom the caller acts: each settlement, its lines, and every payment behind a line. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { useEndless } from '../../core/endless.js';
import { longDay, number, stamp, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros, moved } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { has } from '../../core/session.js';
import { Button } from '../../ui/form.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';

export default function Mine({ query }) {
  return html`<${Own} wide title=${t('mine_paid.title')} lead=${t('mine_paid.lead')}><${Whose} wanted=${query.get('de')} /><//>`;
}

/** A kiosk only takes money in: nothing is settled with it. */
function Whose({ wanted }) {
  const { data, problem, refresh } = useLive(has('operator') || has('merchant') ? '/wallet/my-payees' : null, { signed: true, everyMs: 600_000 });
  if (!has('operator') && !has('merchant')) return html`<${Notice} tone="warning" title=${t('mine_paid.nobody')}>${t('mine_paid.nobody_text')}<//>`;
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${3} />`;
  const paid = data.items.filter(({ payee }) => !payee.startsWith('kiosk:'));
  if (!paid.length) return html`<${Notice} tone="warning" title=${t('mine_paid.nobody')}>${t('mine_paid.nobody_text')}<//>`;
  const one = paid.find(({ payee }) => payee === wanted) ?? paid[0];
  return html`
    ${paid.length > 1 && html`<nav class="chips" aria-label=${t('mine_paid.whose')}>${paid.map(({ payee }) => html`<button class="chip is-text" key=${payee} aria-pressed=${payee === one.payee} onClick=${() => setQuery({ de: payee })}>${payee}</button>`)}</nav>`}
    <${Settlements} payee=${one.payee} key=${one.payee} />`;
}

function Settlements({ payee }) {
  const { items, next, problem, isAsking, more, again } = useEndless(`/wallet/settlements?payee=${encodeURIComponent(payee)}&limit=12`);
  if (!items) return problem ? html`<${Nothing} problem=${problem} retry=${again} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  if (!items.length) return html`<p class="empty">${t('mine_paid.none')}</p>`;
  return html`
    ${items.map((one) => html`<${Settlement} key=${one.number} payee=${payee} one=${one} />`)}
    ${next && html`<p><${Button} kind="quiet" onClick=${more} aria-disabled=${isAsking}>${t('statement.more')}<//></p>`}`;
}

function Settlement({ payee, one }) {
  const [source, setSource] = useState(null);
  const lines = [[t('mine_paid.number'), number(one.number)], one.brought_cents && [t('mine_paid.brought'), euros(one.brought_cents)], one.carried_cents && [t('mine_paid.carried'), euros(one.carried_cents)], one.reference && [t('mine_paid.reference'), html`<code>${one.reference}</code>`]].filter(Boolean);
  return html`
    <section class="panel"><div class="week-head"><h2>${longDay(one.day)}</h2><p><small>${t('mine_paid.paid')}</small><b>${euros(one.paid_cents)}</b></p></div>
      ${one.is_held && html`<${Notice} tone="warning" icon="clock" title=${t('mine_paid.held')}>${t('mine_paid.held_text')}<//>`}
      <ul class="plain">${one.lines.map((line) => html`<li key=${line.source}><button type="button" class="link" aria-expanded=${source === line.source} onClick=${() => setSource(source === line.source ? null : line.source)}>${line.source}: ${euros(line.amount_cents)}</button></li>`)}</ul>
      ${source && html`<${Payments} payee=${payee} day=${one.day} source=${source} key=${source} />`}
      ${lines.length > 0 && html`<dl class="facts">${lines.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
    </section>`;
}

function Payments({ payee, day, source }) {
  const { items, next, problem, isAsking, more, again } = useEndless(`/wallet/settlements/${day}/payments?payee=${encodeURIComponent(payee)}&source=${source}&limit=20`);
  if (!items) return problem ? html`<${Nothing} problem=${problem} retry=${again} />` : html`<${Skeleton} lines=${3} />`;
  if (!items.length) return html`<p class="empty">${t('mine_paid.no_payments')}</p>`;
  const rows = items.map((entry) => [stamp(entry.at), moved(entry.amount_cents), entry.reference ?? '–', html`<code>${entry.entry_id.slice(-8)}</code>`]);
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${t('mine_paid.payments', { source })}><${Table} caption=${t('mine_paid.payments', { source })} heads=${[t('mine_paid.when'), t('mine_paid.amount'), t('mine_paid.reference'), t('mine_paid.entry')]} numeric=${[1]} rows=${rows} /></div>
    ${next && html`<p><${Button} kind="quiet is-small" onClick=${more} aria-disabled=${isAsking}>${t('statement.more')}<//></p>`}`;
}
