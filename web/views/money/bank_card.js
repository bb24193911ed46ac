/** The bank card that was remembered with a top-up: as much of it as its holder knows it by, and a way to forget it. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { Dialog } from '../../ui/dialog.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/parts.js';

/** @param {{path: string, card: any, done: () => Promise<void>}} props */
export function BankCard({ path, card, done }) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState(null);
  const forget = () => {
    setAsking(false);
    return call('DELETE', `${path}/bank-card`).then(done).catch(setProblem);
  };
  return html`
    <section class="panel"><h2>${t('bank_card.title')}</h2>
      <p class="iban"><${Icon} name="card" size=${28} /><span><b>${card.brand === 'card' ? '' : card.brand} •••• ${card.last4}</b>${card.expires_on && html`<small>${t('bank_card.until', { day: longDay(card.expires_on), year: card.expires_on.slice(0, 4) })}</small>`}</span></p>
      ${card.is_paused && html`<${Notice} tone="warning" title=${t(`bank_card.${card.paused_because}`)}>${t('bank_card.again')}<//>`}
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      <div><${Button} kind="quiet is-small" onClick=${() => setAsking(true)}>${t('bank_card.forget')}<//></div>
      ${isAsking && html`<${Dialog} title=${t('bank_card.forget_title')} yes=${t('bank_card.forget')} onYes=${forget} onNo=${() => setAsking(false)}>${t('bank_card.forget_text')}<//>`}
    </section>`;
}
