/** What operators and shops received, what they were paid and what is carried on, settlement by settlement. */
import { html } from '../../core/html.js';
import { ago, number, shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { has } from '../../core/session.js';
import { idOf } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';
import { Payee } from './payee.js';

const OPERATORS = ['operator:tus', 'operator:parking', 'operator:bikes', 'operator:pool'];

export default function Payees({ query }) {
  return html`<${Frame} page="payees" title=${t('console.payees')}><${Choose} payee=${query.get('a') ?? OPERATORS[0]} /><//>`;
}

function Choose({ payee }) {
  const shops = useLive(has('staff') ? '/loyalty/shops?state=open' : null, { signed: true }).data?.items ?? [];
  const written = useLive(has('staff') ? '/wallet/payees' : null, { signed: true });
  const all = written.data?.items ?? [];
  const listed = [...OPERATORS.map((one) => [one, t(`payee.${one.slice(9)}`)]), ...shops.map((shop) => [`merchant:${shop.shop_id}`, shop.name])];
  const options = [...listed, ...all.filter((one) => !listed.some(([value]) => value === one.payee)).map((one) => [one.payee, one.name ?? one.payee])];
  const id = idOf({ id: 'payee' }, 'of');
  return html`
    <${Waiting} all=${all} />
    <section class="panel"><div class="field is-wide"><label for=${id}>${t('payees.who')}</label><select id=${id} value=${payee} onChange=${(event) => setQuery({ a: event.currentTarget.value })}>${options.map(([value, name]) => html`<option value=${value}>${name}</option>`)}</select></div></section>
    <${Payee} payee=${payee} key=${`of ${payee}`} done=${written.refresh} />
    ${!payee.startsWith('kiosk:') && html`<${Settlements} payee=${payee} key=${payee} />`}`;
}

/** What somebody proposed and nobody else has looked at yet. */
function Waiting({ all }) {
  const waiting = all.filter(({ proposal }) => proposal);
  if (!waiting.length) return null;
  return html`<${Notice} tone="warning" icon="eyes" title=${t('payees.waiting', { n: waiting.length })}>
    <ul class="plain">${waiting.map((one) => html`<li key=${one.payee}><a href=${`/consola/pagos?a=${encodeURIComponent(one.payee)}`} onClick=${(event) => [event.preventDefault(), setQuery({ a: one.payee })]}>${one.proposal.name}</a> · ${ago(one.proposal.proposed_at)}</li>`)}</ul><//>`;
}

function Settlements({ payee }) {
  const { data, problem, refresh } = useLive(has('staff') ? `/wallet/settlements?limit=30&payee=${encodeURIComponent(payee)}` : null, { signed: true, everyMs: 300_000 });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${4} />`;
  if (!data.items.length) return html`<p class="empty">${t('payees.none')}</p>`;
  const rows = data.items.map((one) => [
    number(one.number), shortDay(one.day), html`<ul class="plain">${one.lines.map((line) => html`<li key=${line.source}>${line.source}: ${euros(line.amount_cents)}</li>`)}</ul>`,
    euros(one.brought_cents), euros(one.paid_cents), euros(one.carried_cents), one.is_held ? html`<span class="finding">${t('payees.is_held')}</span>` : one.reference ? html`<code>${one.reference}</code>` : '–',
  ]);
  return html`<section class="panel"><div class="scroll" tabindex="0" role="group" aria-label=${t('payees.settlements')}><${Table} hidden caption=${t('payees.settlements')} heads=${[t('payees.number'), t('payees.day'), t('payees.new'), t('payees.brought'), t('payees.paid'), t('payees.carried'), t('payees.reference')]} numeric=${[3, 4, 5]} rows=${rows} /></div></section>`;
}
