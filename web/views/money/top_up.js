/** Money onto the card: an amount here, the bank's own page for the rest. No card number ever passes through us. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { centsOf, euros } from '../../core/money.js';
import { Choice } from '../../ui/choice.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Own } from '../../ui/own.js';
import { WithAccount } from './account.js';

const AMOUNTS = [500, 1000, 2000, 5000];

export default function TopUp({ query }) {
  return html`<${Own} title=${t('top_up.title')} back=${['/monedero', t('wallet.title')]}><${WithAccount} wanted=${query.get('cuenta')} of=${query.get('de')}>${(account) => html`<${Amount} account=${account} isOwn=${!query.has('de')} key=${account.account_id} />`}<//><//>`;
}

function Amount({ account, isOwn }) {
  const [order, setOrder] = useState(null);
  const form = useForm({ amount_cents: '2000', other: '', remember_card: false }, async ({ amount_cents: chosen, other, remember_card: remember }, key) => {
    const cents = chosen === 'other' ? centsOf(other) : Number(chosen);
    const { data } = await call('POST', `/wallet/accounts/${account.account_id}/top-ups`, { body: remember ? { amount_cents: cents, remember_card: true } : { amount_cents: cents }, key }).catch((problem) => {
      if (chosen === 'other' && problem.fields?.amount_cents) problem.fields = { other: problem.fields.amount_cents };
      throw problem;
    });
    setOrder(data);
  });
  const isOther = form.values.amount_cents === 'other';
  const labels = { amount_cents: t('top_up.amount'), other: t('top_up.other_amount') };
  return html`
    <section class="panel">
      <${Form} form=${form} labels=${labels} button=${t('top_up.pay')} aside=${isOwn && html`<a class="link" href=${`/monedero/banco?cuenta=${account.account_id}`}>${t('top_up.from_bank')}</a>`}>
        <${Choice} wide form=${form} name="amount_cents" legend=${labels.amount_cents} hint=${t('top_up.have', { amount: euros(account.available_cents) })}
          options=${[...AMOUNTS.map((cents) => [String(cents), euros(cents).replace(/[.,]00/, '')]), ['other', t('top_up.other')]]} />
        ${isOther && html`<${Field} form=${form} name="other" label=${labels.other} hint=${t('top_up.hint')} inputmode="decimal" width="short" autocomplete="off" />`}
        ${isOwn && html`<${Field} form=${form} name="remember_card" type="checkbox" label=${t('top_up.remember')} />`}
        <p class="hint">${t('top_up.how')}</p>
      <//>
      ${order && html`<${ToBank} order=${order} />`}
    </section>`;
}

/** A form of the bank's own making, sent as soon as it is there. */
function ToBank({ order: { form } }) {
  const sent = useRef(null);
  useEffect(() => sent.current.submit(), []);
  return html`
    <form method="post" action=${form.action} ref=${sent}>
      ${Object.entries(form.fields).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
      <p role="status">${t('top_up.leaving')}</p><button class="button" type="submit">${t('top_up.go')}</button>
    </form>`;
}
