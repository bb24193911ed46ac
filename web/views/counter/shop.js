/** What every screen of a shop shares: which shop it is, the ways between its screens, and the way in for who has none. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { setQuery } from '../../core/router.js';
import { has } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Join } from './join.js';
import { Staffed } from './staffed.js';

const PAGES = [['till', '/comercio', 'scan'], ['refund', '/comercio/devolver', 'turn'], ['sales', '/comercio/ventas', 'list'], ['weeks', '/comercio/liquidaciones', 'euro']];

/** @param {{page: string, query: URLSearchParams, title: string, lead?: string, draw: (shop: any) => any}} props `draw` is the screen of a shop that takes part */
export function Shop({ page, query, title, lead, draw }) {
  return html`<${Staffed} role="merchant" title=${title} lead=${lead}><${Mine} page=${page} query=${query} draw=${draw} /><//>`;
}

function Mine({ page, query, draw }) {
  const { data, problem, refresh } = useLive(has('merchant') ? '/loyalty/shops' : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" />`;
  const shop = data.items.find(({ shop_id: id }) => id === query.get('comercio')) ?? data.items.find(({ state }) => state === 'open') ?? data.items.at(-1);
  const where = query.get('comercio') ? `?comercio=${query.get('comercio')}` : '';
  return html`
    ${data.items.length > 1 && html`<nav class="chips" aria-label=${t('shop.mine')}>${data.items.map((one) => html`<button class="chip is-text" aria-pressed=${one === shop} onClick=${() => setQuery({ comercio: one.shop_id })}>${one.name}</button>`)}</nav>`}
    ${shop?.state === 'open' && html`
      <p class="shop-name"><${Icon} name="shop" size=${20} />${shop.name}</p>
      <nav class="stalls" aria-label=${t('shop.nav')}>${PAGES.map(([name, href, icon]) => html`<a href=${href + where} aria-current=${name === page ? 'page' : undefined}><${Icon} name=${icon} size=${20} />${t(`shop.${name}`)}</a>`)}</nav>
      ${draw(shop)}`}
    ${shop && shop.state !== 'open' && html`<${Notice} tone=${shop.state === 'rejected' ? 'warning' : 'info'} icon=${shop.state === 'rejected' ? 'warning' : 'clock'} title=${t(`shop_state.${shop.state}.title`, { name: shop.name })}>${t(`shop_state.${shop.state}.text`)}<//>`}
    ${shop?.state !== 'open' && shop?.state !== 'applied' && html`<${Join} done=${refresh} />`}`;
}
