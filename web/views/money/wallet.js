/** The wallet: what can be spent, how it grows, and every cent that moved with the reason why. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { euros } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Notice } from '../../ui/parts.js';
import { WithAccount } from './account.js';
import { Statement } from './statement.js';

const LOW_CENTS = 300;

export default function Wallet({ query }) {
  const of = query.get('de');
  return html`
    <${Own} wide title=${t('wallet.title')} back=${of ? [`/familia/tarjeta?de=${encodeURIComponent(of)}`, t('wallet.theirs')] : ['/tarjeta', t('card.title')]}>
      <${WithAccount} wanted=${query.get('cuenta')} of=${of}>${(account, accounts) => html`
        ${accounts.length > 1 && html`<nav class="chips" aria-label=${t('wallet.accounts')}>${accounts.map((one) => html`
          <button class="chip is-text" aria-pressed=${one === account} onClick=${() => setQuery({ cuenta: one.account_id })}>${t(`class.${one.account_class}`)} · ${euros(one.available_cents)}</button>`)}</nav>`}
        <${One} account=${account} of=${of} hasOthers=${accounts.length > 1} key=${account.account_id} />`}<//>
    <//>`;
}

function One({ account, of, hasOthers }) {
  const isOpen = account.status === 'open';
  const ways = of ? [] : [['/monedero/abonos', 'ticket', t('wallet.passes')], ['/monedero/banco', 'office', t('bank.short')], ...(hasOthers ? [['/monedero/traspaso', 'turn', t('transfer.short')]] : []), ['/viajes', 'bus', t('journeys.title')]];
  return html`
    <section class="balance" aria-label=${t('wallet.balance')}>
      <p><small>${t('wallet.available')}</small><b>${euros(account.available_cents)}</b></p>
      ${account.pending_cents > 0 && html`<p class="balance-held"><${Icon} name="clock" size=${18} />${t('wallet.held', { amount: euros(account.pending_cents) })}</p>`}
      ${isOpen && html`<a class="button is-sun" href=${`/monedero/recargar?cuenta=${account.account_id}${of ? `&de=${encodeURIComponent(of)}` : ''}`}><${Icon} name="plus" size=${20} />${t('top_up.title')}</a>`}
    </section>
    ${!isOpen && html`<${Notice} tone="warning" title=${t(`wallet.${account.status}`)}>${t('wallet.frozen_text')}<//>`}
    ${isOpen && account.available_cents < LOW_CENTS && html`<${Notice} tone="warning" icon="wallet" title=${t('wallet.low')}>${t('wallet.low_text')}<//>`}
    ${ways.length > 0 && html`<ul class="tiles">${ways.map(([href, icon, name]) => html`<li><a href=${`${href}?cuenta=${account.account_id}`}><${Icon} name=${icon} />${name}</a></li>`)}</ul>`}
    <${Statement} account=${account} />`;
}
