/** A campaign's numbers as one would say them in the shop. */
import { lang, percent, t, weekday } from '../../core/i18n.js';
import { euros } from '../../core/money.js';

const both = (words) => new Intl.ListFormat(lang.value).format(words);

/** What it gives, in a few words. @param {any} reward */
export const rewardOf = (reward) => t(`gift.${reward.kind}`, {
  percent: percent(reward.percent / 100), amount: euros(reward.amount_cents), price: euros(reward.price_cents), face: euros(reward.face_cents), n: reward.points_per_euro,
});

/** When and for whom, each condition a line; none when it is for everybody, always. @param {any} rules @returns {string[]} */
export const rulesOf = (rules) => [
  rules.minimum_cents > 0 && t('offer_rule.minimum', { amount: euros(rules.minimum_cents) }),
  rules.weekdays.length > 0 && t('offer_rule.weekdays', { days: both(rules.weekdays.map((day) => weekday(day - 1))) }),
  rules.from_hour && t('offer_rule.hours', { from: rules.from_hour.slice(0, 5), to: rules.to_hour.slice(0, 5) }),
  rules.first_purchase && t('offer_rule.first'),
  rules.categories.length > 0 && t('offer_rule.categories', { what: both(rules.categories.map((one) => t(`category.${one}`).toLowerCase())) }),
  rules.classes.length > 0 && t('offer_rule.classes', { who: both(rules.classes.map((one) => t(`class.${one}`).toLowerCase())) }),
].filter(Boolean);
