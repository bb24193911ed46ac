/** What operators and shops received, what they were paid and what is carried on, settlement by settlement. */
import { html } from '../../core/html.js';
import { number, shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { has } from '../../core/session.js';
import { idOf } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

const OPERATORS = ['operator:tus', 'operator:parking', 'operator:bikes', 'operator:pool'];

export default function Payees({ query }) {
  return html`<${Frame} page="payees" title=${t('console.payees')}><${Choose} payee=${query.get('a') ?? OPERATORS[0]} /><//>`;
}

function Choose({ payee }) {
  const shops = useLive(has('staff') ? '/loyalty/shops?state=open' : null, { signed: true }).data?.items ?? [];
  const options = [...OPERATORS.map((one) => [one, t(`payee.${one.slice(9)}`)]), ...shops.map((shop) => [`merchant:${shop.shop_id}`, shop.name])];
  const id = idOf({ id: 'payee' }, 'of');
  return html`
    <section class="panel"><div class="field is-wide"><label for=${id}>${t('payees.who')}</label><select id=${id} value=${payee} onChange=${(event) => setQuery({ a: event.currentTarget.value })}>${options.map(([value, name]) => html`<option value=${value}>${name}</option>`)}</select></div><${Whom} payee=${payee} key=${payee} /></section>
    <${Settlements} payee=${payee} key=${payee} />`;
}

/** The account the city pays into; without one nothing is lost, it is carried on. */
function Whom({ payee }) {
  const { data, problem } = useLive(has('staff') ? `/wallet/payees/${payee}` : null, { signed: true, everyMs: 300_000 });
  if (problem?.status === 404) return html`<${Notice} tone="warning" title=${t('payees.nobody')}>${t('payees.nobody_text')}<//>`;
  return data && html`<dl class="facts"><div><dt>${data.name}</dt><dd>… ${data.iban_end}</dd></div></dl>`;
}

function Settlements({ payee }) {
  const { data, problem, refresh } = useLive(has('staff') ? `/wallet/settlements?payee=${encodeURIComponent(payee)}` : null, { signed: true, everyMs: 300_000 });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${4} />`;
  if (!data.items.length) return html`<p class="empty">${t('payees.none')}</p>`;
  const rows = data.items.map((one) => [
    number(one.number), shortDay(one.day), html`<ul class="plain">${one.lines.map((line) => html`<li key=${line.source}>${line.source}: ${euros(line.amount_cents)}</li>`)}</ul>`,
    euros(one.brought_cents), euros(one.paid_cents), euros(one.carried_cents), one.reference ? html`<code>${one.reference}</code>` : '–',
  ]);
  return html`<section class="panel"><div class="scroll" tabindex="0" role="group" aria-label=${t('payees.settlements')}><${Table} hidden caption=${t('payees.settlements')} heads=${[t('payees.number'), t('payees.day'), t('payees.new'), t('payees.brought'), t('payees.paid'), t('payees.carried'), t('payees.reference')]} numeric=${[3, 4, 5]} rows=${rows} /></div></section>`;
}
