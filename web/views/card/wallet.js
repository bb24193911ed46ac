/** The wallet: what can be spent, how it grows, and every cent that moved with the reason why. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { isSignedIn } from '../../core/session.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { AutoTopUp } from './auto_top_up.js';
import { Statement } from './statement.js';

export default function Wallet({ query }) {
  return html`<${Own} wide title=${t('wallet.title')} back=${['/tarjeta', t('card.title')]}><${Accounts} query=${query} /><//>`;
}

function Accounts({ query }) {
  const { data, problem, refresh } = useLive(isSignedIn.value ? '/wallet/accounts' : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  const account = data.items.find(({ account_id: id }) => id === query.get('cuenta')) ?? data.items[0];
  if (!account) return html`<p class="empty">${t('wallet.none')} <a href="/tarjeta/solicitar">${t('apply.title')}</a></p>`;
  return html`
    ${data.items.length > 1 && html`<nav class="chips" aria-label=${t('wallet.accounts')}>${data.items.map((one) => html`
      <button class="chip is-text" aria-pressed=${one === account} onClick=${() => setQuery({ cuenta: one.account_id })}>${t(`class.${one.account_class}`)} · ${euros(one.available_cents)}</button>`)}</nav>`}
    <${One} account=${account} refresh=${refresh} key=${account.account_id} />`;
}

function One({ account, refresh }) {
  const [isOpen, setOpen] = useState(false);
  const isLow = account.available_cents < (account.low_balance_cents ?? 300);
  return html`
    <section class="balance" aria-label=${t('wallet.balance')}>
      <p><small>${t('wallet.available')}</small><b>${euros(account.available_cents)}</b></p>
      ${account.pending_cents > 0 && html`<p class="balance-held"><${Icon} name="clock" size=${18} />${t('wallet.held', { amount: euros(account.pending_cents) })}</p>`}
      ${account.status === 'open' && html`<a class="button is-sun" href=${`/monedero/recargar?cuenta=${account.account_id}`}><${Icon} name="plus" size=${20} />${t('top_up.title')}</a>`}
    </section>
    ${account.status !== 'open' && html`<${Notice} tone="warning" title=${t(`wallet.${account.status}`)}>${t('wallet.frozen_text')}<//>`}
    ${account.status === 'open' && isLow && html`<${Notice} tone="warning" icon="wallet" title=${t('wallet.low')}>${t('wallet.low_text')}<//>`}
    ${account.auto_top_up !== undefined && html`<section class="panel is-line">
      <div><h2>${t('auto.title')}</h2><p>${account.auto_top_up ? t('auto.on', { below: euros(account.auto_top_up.below_cents), amount: euros(account.auto_top_up.amount_cents) }) : t('auto.off')}</p></div>
      <${Button} kind="quiet is-small" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>${t(isOpen ? 'close' : 'auto.change')}<//>
      ${isOpen && html`<${AutoTopUp} account=${account} done=${() => refresh().then(() => setOpen(false))} />`}
    </section>`}
    <${Statement} account=${account} />`;
}
