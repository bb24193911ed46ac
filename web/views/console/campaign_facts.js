/** A campaign in plain words: what it gives, to whom, where, when and up to how much. */
import { html } from '../../core/html.js';
import { number, t, weekday } from '../../core/i18n.js';
import { euros } from '../../core/money.js';
import { budgetOf, days, rewardOf } from './campaigns.js';

/** @param {{one: any}} props */
export function CampaignFacts({ one: { rules, limits, stacking, reward, ...one } }) {
  const listed = (values, called) => values.map(called).join(', ') || t('campaigns.all');
  const facts = [
    [t('campaigns.gives'), rewardOf(reward)],
    [t('campaigns.budget'), budgetOf({ ...one, reward })],
    [t('campaign.shop_percent'), `${number(reward.shop_percent)} %`],
    [t('campaigns.when'), days(one)],
    [t('campaign.categories'), listed(rules.categories, (name) => t(`category.${name}`))],
    [t('campaign.classes'), listed(rules.classes, (name) => t(`class.${name}`))],
    [t('campaign.weekdays'), listed(rules.weekdays, (day) => weekday(day - 1))],
    rules.from_hour && [t('campaigns.hours'), `${rules.from_hour.slice(0, 5)} – ${rules.to_hour.slice(0, 5)}`],
    rules.minimum_cents && [t('campaign.minimum_cents'), euros(rules.minimum_cents)],
    rules.first_purchase && [t('campaign.first_purchase'), t('campaigns.yes')],
    rules.shops.length > 0 && [t('campaigns.only_shops'), number(rules.shops.length)],
    ...Object.entries(limits).filter(([, most]) => most).map(([name, most]) => [t(`campaign.${name}`), number(most)]),
    reward.kind === 'voucher' && [t('campaign.hold_hours'), number(one.hold_hours)],
    stacking.group && [t('campaign.group'), stacking.group],
    stacking.stands_alone && [t('campaign.stands_alone'), t('campaigns.yes')],
  ].filter(Boolean);
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
