/** Money from one of one's own cards to another: at once, and back again if one wants. */
import { useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { entryId } from '../../core/ids.js';
import { centsOf, euros } from '../../core/money.js';
import { Choice } from '../../ui/choice.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { WithAccount } from './account.js';
import { Monthly } from './monthly.js';

export default function Transfer({ query }) {
  return html`
    <${Own} title=${t('transfer.title')} lead=${t('transfer.lead')} back=${['/monedero', t('wallet.title')]}>
      <${WithAccount} wanted=${query.get('cuenta')}>${(account, accounts, refresh) => html`<${Ask} account=${account} others=${accounts.filter((one) => one !== account)} done=${refresh} key=${account.account_id} />`}<//>
    <//>`;
}

const called = (account) => `${t(`class.${account.account_class}`)} · ${euros(account.available_cents)}`;

function Ask({ account, others, done }) {
  const [receipt, setReceipt] = useState(/** @type {any} */ (null));
  const ids = useRef(/** @type {Record<string, string>} */ ({}));
  const form = useForm({ to_account_id: others[0]?.account_id ?? '', amount_cents: '' }, async (values, key) => {
    const id = (ids.current[key] ??= entryId());
    const { data } = await call('POST', `/wallet/accounts/${account.account_id}/transfers`, { body: { entry_id: id, to_account_id: values.to_account_id, amount_cents: centsOf(values.amount_cents) }, key });
    setReceipt(data);
    await done();
  });
  if (receipt) {
    return html`
      <section class="outcome is-good" role="status"><${Icon} name="quiet" size=${40} /><h2>${t('transfer.done')}</h2><b>${euros(-receipt.entry.amount_cents)}</b><p>${t('transfer.left', { amount: euros(receipt.available_cents) })}</p></section>
      <p class="actions"><a class="button" href="/monedero">${t('top_up.to_wallet')}</a></p>`;
  }
  if (!others.length) return html`<p class="empty">${t('transfer.only_one')}</p>`;
  const labels = { to_account_id: t('transfer.to'), amount_cents: t('transfer.amount') };
  return html`
    <section class="panel"><p>${t('transfer.from')} <b>${called(account)}</b></p>
      <${Form} form=${form} labels=${labels} button=${t('transfer.button')}>
        <${Choice} form=${form} name="to_account_id" legend=${labels.to_account_id} options=${others.map((one) => [one.account_id, called(one)])} />
        <${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('auto.euros')} inputmode="decimal" width="short" autocomplete="off" />
      <//>
    </section>
    <${Monthly} account=${account} others=${others} />`;
}
