/** A sale line by line: its price, what each campaign took off it and why, and what is left to pay. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Icon } from '../../ui/icon.js';

/** Campaign id -> its title. */
export function useTitles() {
  const { data } = useLive('/loyalty/campaigns', { everyMs: 60_000 });
  const titles = Object.fromEntries((data?.items ?? []).map(({ campaign_id: id, title }) => [id, title]));
  return (id) => titles[id] ?? t('sale.campaign');
}

/** @param {{of: any, drop?: (campaignId: string) => void}} props `drop` leaves a campaign for another day */
export function Benefits({ of: sale, drop }) {
  const titleOf = useTitles();
  return html`
    <dl class="sale">
      <div><dt>${t('sale.amount')}</dt><dd>${euros(sale.amount_cents)}</dd></div>
      ${sale.benefits.map((one) => html`
        <div class="is-benefit" key=${one.campaign_id}><dt><${Icon} name="ticket" size=${20} /><span><b>${titleOf(one.campaign_id)}</b><small>${one.sentence}</small>
          ${drop && html`<button type="button" class="link" onClick=${() => drop(one.campaign_id)}>${t('sale.drop')}<span class="unseen">: ${titleOf(one.campaign_id)}</span></button>`}</span></dt>
          <dd>${one.cents ? euros(-one.cents) : t('sale.points', { n: one.points })}</dd></div>`)}
      ${sale.points_spent > 0 && html`<div class="is-benefit"><dt><${Icon} name="euro" size=${20} /><span><b>${t('sale.points_spent', { n: sale.points_spent })}</b></span></dt><dd>${euros(-sale.points_spent)}</dd></div>`}
      <div class="is-total"><dt>${t('sale.paid')}</dt><dd>${euros(sale.paid_cents)}</dd></div>
    </dl>`;
}
