/** One shop as staff see it: what it is, and what its closed weeks came to. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has } from '../../core/session.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { Weeks } from '../counter/weeks.js';
import { Frame } from './frame.js';

export default function ShopPage({ params: { id } }) {
  return html`<${Frame} page="shops" title=${t('shops.one')} back=${['/consola/comercios', t('console.shops')]}><${One} id=${decodeURIComponent(id)} /><//>`;
}

function One({ id }) {
  const { data: shop, problem, refresh } = useLive(has('staff') ? `/loyalty/shops/${encodeURIComponent(id)}` : null, { signed: true });
  if (!shop) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" />`;
  const facts = [['shops.category', t(`category.${shop.category}`)], ['field.address', shop.address], ['shops.hours', `${shop.opens.slice(0, 5)} – ${shop.closes.slice(0, 5)}`], ['shops.iban', `… ${shop.iban_end}`], ['field.state', t(`shop_state.${shop.state}`)]];
  return html`
    <section class="panel"><h2>${shop.name}</h2><dl class="facts">${facts.map(([key, value]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}</dl></section>
    <h2>${t('shops.weeks')}</h2><${Weeks} shopId=${shop.shop_id} />`;
}
