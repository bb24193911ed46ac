/** What the card gives in small shops: points, vouchers of one's own, campaigns of now, and how far the nearest shop is. */
import { html } from '../../core/html.js';
import { now } from '../../core/clock.js';
import { asking, here, locate } from '../../core/here.js';
import { distance, longDay, number, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { useTitle } from '../../core/router.js';
import { isSignedIn } from '../../core/session.js';
import { byNearness } from '../../card/campaigns.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { rewardOf, rulesOf } from './words.js';
import { Mine, Reserve } from './vouchers.js';

export default function Shops() {
  useTitle(t('offers.title'));
  const campaigns = useLive('/loyalty/campaigns');
  const places = useLive('/loyalty/places', { everyMs: 600_000 });
  const vouchers = useLive(isSignedIn.value ? '/loyalty/vouchers' : null, { signed: true });
  const found = campaigns.data && places.data && byNearness(campaigns.data.items, places.data.items, here.value);
  const problem = campaigns.problem ?? places.problem;
  return html`
    <div class="page is-medium">
      <a class="back" href="/tarjeta"><${Icon} name="left" size=${18} />${t('card.title')}</a>
      <h1>${t('offers.title')}</h1><p>${t('offers.lead')}</p>
      ${isSignedIn.value && html`<${Points} /><${Mine} vouchers=${vouchers.data?.items ?? []} campaigns=${campaigns.data?.items ?? []} done=${vouchers.refresh} />`}
      <div class="section-head"><h2>${t('offers.now')}</h2><${Button} kind="quiet is-small" icon="near" aria-pressed=${here.value !== null} onClick=${locate}>${t('near.me')}<//></div>
      <p role="status" class=${asking.value ? '' : 'unseen'}>${asking.value === 'refused' ? t('near.refused') : asking.value ? t('loading') : here.value ? t('offers.sorted') : ''}</p>
      ${!found && (problem ? html`<${Nothing} problem=${problem} retry=${() => Promise.all([campaigns.refresh(), places.refresh()])} />` : html`<${Skeleton} tall="panel" lines=${2} />`)}
      ${found?.length === 0 && html`<p class="empty">${t('offers.none')}</p>`}
      ${found?.map(({ campaign, shops }) => html`<${Campaign} key=${campaign.campaign_id} campaign=${campaign} shops=${shops} held=${vouchers.data?.items} done=${vouchers.refresh} />`)}
    </div>`;
}

function Points() {
  const { data } = useLive('/loyalty/points', { signed: true });
  if (!data || (data.balance === 0 && data.owed === 0)) return null;
  const [first] = data.lots;
  return html`
    <section class="purse" aria-label=${t('points.title')}>
      <span><small>${t('points.title')}</small><b>${number(data.balance)}</b></span>
      <span class="points-worth"><b>${euros(data.worth_cents)}</b>${first && html`<small>${t('points.lapse', { n: first.points, day: longDay(first.last_day) })}</small>`}${data.owed > 0 && html`<small>${t('points.owed', { n: data.owed })}</small>`}</span>
    </section>`;
}

function Campaign({ campaign, shops, held, done }) {
  const isSoon = Date.parse(campaign.starts_at) > now.value;
  const [nearest] = shops;
  return html`
    <section class="panel campaign" aria-labelledby=${campaign.campaign_id}>
      <p class="campaign-gift">${rewardOf(campaign.reward)}</p>
      <h3 id=${campaign.campaign_id}>${campaign.title}</h3>
      <ul class="campaign-rules">${rulesOf(campaign.rules).map((rule) => html`<li>${rule}</li>`)}
        <li>${isSoon ? t('offers.from', { day: longDay(campaign.starts_at) }) : t('offers.until', { day: longDay(campaign.ends_at) })}</li></ul>
      ${nearest ? html`<details><summary><${Icon} name="pin" size=${18} />${nearest.metres === null ? t('offers.some', { n: shops.length }) : t('offers.nearest', { n: shops.length, far: distance(nearest.metres) })}</summary>
        <ul class="rows">${shops.map((shop) => html`<${Shop} key=${shop.shop_id} shop=${shop} />`)}</ul></details>` : html`<p class="hint">${t('offers.nowhere')}</p>`}
      ${campaign.reward.kind === 'voucher' && !isSoon && html`<${Reserve} campaign=${campaign} held=${held} done=${done} />`}
    </section>`;
}

const Shop = ({ shop }) => html`
  <li class="move"><span class="mark"><${Icon} name="shop" size=${20} /></span>
    <span class="move-what"><b>${shop.name}</b><small>${t(`category.${shop.category}`)} · ${shop.address} · ${shop.opens.slice(0, 5)}–${shop.closes.slice(0, 5)}</small></span>
    ${shop.metres !== null && html`<span class="move-cents"><b>${distance(shop.metres)}</b></span>`}</li>`;
