/** The fields of a campaign, and the way between them and the API's document. */
import { html } from '../../core/html.js';
import { now } from '../../core/clock.js';
import { isoDay, t, weekday } from '../../core/i18n.js';
import { centsOf } from '../../core/money.js';
import { Field } from '../../ui/form.js';
import { Ticks } from './ticks.js';

const KINDS = ['percent', 'fixed', 'voucher', 'points'];
export const CATEGORIES = ['food', 'fashion', 'home', 'books', 'health', 'hospitality', 'services', 'other'];
const CLASSES = ['resident', 'child', 'youth', 'senior', 'disability', 'large_family', 'unemployed', 'tourist'];
const DAYS = ['1', '2', '3', '4', '5', '6', '7'];
const COUNTED = ['per_person', 'per_person_day', 'per_shop', 'per_shop_day'];

export const BLANK = () => ({
  'title.es': '', 'title.en': '', starts_at: isoDay(now.value), ends_at: '', 'reward.kind': 'percent', 'reward.percent': '10', 'reward.amount_cents': '', 'reward.price_cents': '', 'reward.face_cents': '',
  'reward.points_per_euro': '', 'reward.shop_percent': '0', budget: '', 'rules.minimum_cents': '', 'rules.from_hour': '', 'rules.to_hour': '', 'rules.first_purchase': false, 'rules.categories': [], 'rules.weekdays': [], 'rules.classes': [],
  'stacking.group': '', 'stacking.stands_alone': false, 'stacking.priority': '100', 'limits.per_person': '', 'limits.per_person_day': '', 'limits.per_shop': '', 'limits.per_shop_day': '', hold_hours: '168', shops: [],
});

const euro = (cents) => (cents ? (cents / 100).toFixed(2) : '');
const count = (value) => (value ? String(value) : '');

/** @param {any} one a document of the API */
export const flat = (one) => ({
  ...BLANK(), 'title.es': one.title.es, 'title.en': one.title.en, starts_at: isoDay(one.starts_at), ends_at: isoDay(Date.parse(one.ends_at) - 1), 'reward.kind': one.reward.kind, 'reward.percent': count(one.reward.percent), 'reward.amount_cents': euro(one.reward.amount_cents),
  'reward.price_cents': euro(one.reward.price_cents), 'reward.face_cents': euro(one.reward.face_cents), 'reward.points_per_euro': count(one.reward.points_per_euro), 'reward.shop_percent': String(one.reward.shop_percent),
  budget: ['percent', 'fixed'].includes(one.reward.kind) ? euro(one.budget) : String(one.budget), 'rules.minimum_cents': euro(one.rules.minimum_cents), 'rules.from_hour': one.rules.from_hour?.slice(0, 5) ?? '', 'rules.to_hour': one.rules.to_hour?.slice(0, 5) ?? '',
  'rules.first_purchase': one.rules.first_purchase, 'rules.categories': [...one.rules.categories], 'rules.weekdays': one.rules.weekdays.map(String), 'rules.classes': [...one.rules.classes], 'stacking.group': one.stacking.group, 'stacking.stands_alone': one.stacking.stands_alone,
  'stacking.priority': String(one.stacking.priority), ...Object.fromEntries(COUNTED.map((name) => [`limits.${name}`, count(one.limits[name])])), hold_hours: String(one.hold_hours), shops: one.rules.shops,
});

/** Text where a number should be goes as it is: the server says what is wrong with it. */
const whole = (text) => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim() === '' ? 0 : text);
const money = (text) => (text.trim() === '' ? 0 : centsOf(text) ?? text);
/** What each kind of reward is said with; the rest stays away, or the campaign would contradict itself. */
const SAID = { percent: ['percent', 'amount_cents'], fixed: ['amount_cents'], voucher: ['price_cents', 'face_cents'], points: ['points_per_euro'] };

/** @param {Record<string, any>} values @returns what the API takes */
export function written(values) {
  const kind = values['reward.kind'];
  const reward = Object.fromEntries(SAID[kind].map((name) => [name, (name.endsWith('cents') ? money : whole)(values[`reward.${name}`])]));
  return {
    title: { es: values['title.es'], en: values['title.en'] },
    starts_at: midnight(values.starts_at, 0), ends_at: midnight(values.ends_at, 1),
    reward: { kind, ...reward, shop_percent: whole(values['reward.shop_percent']) },
    budget: ['percent', 'fixed'].includes(kind) ? money(values.budget) : whole(values.budget),
    rules: {
      shops: values.shops, categories: values['rules.categories'], weekdays: values['rules.weekdays'].map(Number).sort(), classes: values['rules.classes'], minimum_cents: money(values['rules.minimum_cents']),
      first_purchase: values['rules.first_purchase'], from_hour: values['rules.from_hour'] || null, to_hour: values['rules.to_hour'] || null,
    },
    stacking: { group: values['stacking.group'].trim(), stands_alone: values['stacking.stands_alone'], priority: whole(values['stacking.priority']) },
    limits: Object.fromEntries(COUNTED.map((name) => [name, whole(values[`limits.${name}`])])),
    hold_hours: whole(values.hold_hours),
  };
}

/** The first instant of a day in Santander, or of the day after it: a campaign holds through its last day. @param {string} day @param {number} after */
function midnight(day, after) {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  at.setUTCDate(at.getUTCDate() + after);
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', hour: '2-digit', hourCycle: 'h23' }).format(at));
  return new Date(at.getTime() - hour * 3600_000).toISOString().replace('.000', '');
}

export const labels = () => Object.fromEntries(Object.keys(BLANK()).filter((name) => name !== 'shops').map((name) => [name, t(`campaign.${name.replace('title.', 'title_').split('.').at(-1)}`)]));

/** @param {{form: any}} props */
export function CampaignFields({ form }) {
  const label = labels();
  const kind = form.values['reward.kind'];
  const field = (name, more = {}) => html`<${Field} form=${form} name=${name} label=${label[name]} autocomplete="off" ...${more} />`;
  const cents = { inputmode: 'decimal' };
  const digits = { inputmode: 'numeric' };
  return html`
    <div class="fields">${field('title.es', { lang: 'es' })}${field('title.en', { lang: 'en' })}</div>
    <div class="fields">${field('starts_at', { type: 'date' })}${field('ends_at', { type: 'date' })}</div>
    <fieldset><legend>${t('campaign.reward')}</legend>
      ${field('reward.kind', { options: KINDS.map((one) => [one, t(`reward_kind.${one}`)]) })}
      <div class="fields">
        ${kind === 'percent' && field('reward.percent', digits)}${kind === 'percent' && html`<${Field} form=${form} name="reward.amount_cents" label=${t('campaign.most_cents')} hint=${t('campaign.empty_none')} inputmode="decimal" autocomplete="off" />`}
        ${kind === 'fixed' && field('reward.amount_cents', cents)}${kind === 'voucher' && [field('reward.price_cents', cents), field('reward.face_cents', cents)]}${kind === 'points' && field('reward.points_per_euro', digits)}</div>
      <div class="fields">${field('budget', { hint: t(`campaign.budget_${kind}`), ...digits })}${field('reward.shop_percent', { hint: t('campaign.shop_percent_hint'), ...digits })}</div>
      ${kind === 'voucher' && field('hold_hours', { width: 'short', ...digits })}
    </fieldset>
    <fieldset><legend>${t('campaign.rules')}</legend>
      ${field('rules.minimum_cents', { width: 'short', hint: t('campaign.empty_none'), ...cents })}
      <${Ticks} form=${form} name="rules.categories" legend=${label['rules.categories']} hint=${t('campaign.all_if_none')} options=${CATEGORIES.map((one) => [one, t(`category.${one}`)])} />
      <${Ticks} form=${form} name="rules.classes" legend=${label['rules.classes']} hint=${t('campaign.all_if_none')} options=${CLASSES.map((one) => [one, t(`class.${one}`)])} />
      <${Ticks} form=${form} name="rules.weekdays" legend=${label['rules.weekdays']} hint=${t('campaign.all_if_none')} options=${DAYS.map((one) => [one, weekday(Number(one) - 1)])} />
      <div class="fields">${field('rules.from_hour', { type: 'time' })}${field('rules.to_hour', { type: 'time' })}</div>
      ${field('rules.first_purchase', { type: 'checkbox' })}
    </fieldset>
    <fieldset><legend>${t('campaign.limits')}</legend><p class="hint">${t('campaign.empty_none')}</p><div class="fields">${COUNTED.map((name) => field(`limits.${name}`, digits))}</div></fieldset>
    <fieldset><legend>${t('campaign.stacking')}</legend><div class="fields">${field('stacking.group', { hint: t('campaign.group_hint'), autocapitalize: 'none' })}${field('stacking.priority', { hint: t('campaign.priority_hint'), ...digits })}</div>${field('stacking.stands_alone', { type: 'checkbox' })}</fieldset>`;
}
