/** The app's frame: header, tabs, the screen that the address asks for, and a word when there is no network. */
import { render } from 'preact';
import { html } from './core/html.js';
import { lang, learn, preferred, speak, switchLanguage, t } from './core/i18n.js';
import { isOnline } from './core/live.js';
import { shown, start } from './core/router.js';
import { has, isKnown } from './core/session.js';
import { dress } from './core/dress.js';
import { Icon } from './ui/icon.js';

/** A screen with the words and the clothes of its chapters. */
const chapter = (...names) => (load) => async () => (await Promise.all([load(), ...names.map(learn), ...names.map(dress)]))[0];
const desk = chapter('console');
const card = chapter('card');
const mine = chapter('card', 'mine');
const shops = chapter('card', 'shops');
const office = chapter('card', 'console');
const counter = chapter('card', 'counter');
const trade = chapter('card', 'console', 'counter');

const ROUTES = [
  ['/', 'home', () => import('./views/home.js')],
  ['/lugares', 'places', () => import('./views/venues.js')],
  ['/lugares/:id', 'places', () => import('./views/venue.js')],
  ['/entrar', 'account', () => import('./views/sign_in.js')],
  ['/registro', 'account', () => import('./views/sign_up.js')],
  ['/registro/codigo', 'account', () => import('./views/confirm.js')],
  ['/clave', 'account', () => import('./views/password.js')],
  ['/cuenta', 'account', card(() => import('./views/account.js'))],
  ['/tarjeta', 'card', card(() => import('./views/card/my_card.js'))],
  ['/tarjeta/solicitar', 'card', card(() => import('./views/card/apply.js'))],
  ['/monedero', 'card', card(() => import('./views/money/wallet.js'))],
  ['/monedero/recargar', 'card', card(() => import('./views/money/top_up.js'))],
  ['/monedero/recarga/:id', 'card', card(() => import('./views/money/top_up_back.js'))],
  ['/monedero/banco', 'card', card(() => import('./views/money/bank.js'))],
  ['/monedero/traspaso', 'card', card(() => import('./views/money/transfer.js'))],
  ['/monedero/prueba/:account/:entry', 'card', card(() => import('./views/money/proof.js'))],
  ['/ventajas', 'card', shops(() => import('./views/shops/campaigns.js'))],
  ['/viajes', 'card', card(() => import('./views/card/journeys.js'))],
  ['/tarjeta/derechos', 'card', card(() => import('./views/card/rights.js'))],
  ['/familia', 'card', card(() => import('./views/card/family.js'))],
  ['/mis-datos', 'account', mine(() => import('./views/mine/my_data.js'))],
  ['/consola', 'console', desk(() => import('./views/console/overview.js'))],
  ['/consola/lugares', 'console', desk(() => import('./views/console/venues.js'))],
  ['/consola/lugares/nuevo', 'console', desk(() => import('./views/console/new_venue.js'))],
  ['/consola/lugares/:id', 'console', desk(() => import('./views/console/venue.js'))],
  ['/consola/contadores', 'console', desk(() => import('./views/console/counters.js'))],
  ['/consola/recuento', 'console', desk(() => import('./views/console/count.js'))],
  ['/consola/dispositivos', 'console', desk(() => import('./views/console/devices.js'))],
  ['/consola/dispositivos/alta', 'console', desk(() => import('./views/console/new_device.js'))],
  ['/consola/dispositivos/importar', 'console', desk(() => import('./views/console/import.js'))],
  ['/consola/dispositivos/:id', 'console', desk(() => import('./views/console/device.js'))],
  ['/consola/tarjetas', 'console', office(() => import('./views/console/applications.js'))],
  ['/consola/tarjetas/:id', 'console', office(() => import('./views/console/card.js'))],
  ['/consola/personas', 'console', office(() => import('./views/console/people.js'))],
  ['/consola/personas/:id', 'console', office(() => import('./views/console/person.js'))],
  ['/puerta', 'gate', counter(() => import('./views/counter/gate.js'))],
  ['/comercio', 'shop', counter(() => import('./views/counter/till.js'))],
  ['/comercio/devolver', 'shop', counter(() => import('./views/counter/refund.js'))],
  ['/comercio/liquidaciones', 'shop', counter(() => import('./views/counter/weeks.js'))],
  ['/consola/ajustes', 'console', office(() => import('./views/console/adjustments.js'))],
  ['/consola/tarifas', 'console', office(() => import('./views/console/fares.js'))],
  ['/consola/pagos', 'console', office(() => import('./views/console/payees.js'))],
  ['/consola/cuadre', 'console', office(() => import('./views/console/books.js'))],
  ['/consola/comercios', 'console', trade(() => import('./views/console/shops.js'))],
  ['/consola/comercios/:id', 'console', trade(() => import('./views/console/shop.js'))],
  ['/consola/campanas', 'console', trade(() => import('./views/console/campaigns.js'))],
  ['/consola/campanas/:id', 'console', trade(() => import('./views/console/campaign.js'))],
  ['/consola/avisos', 'console', desk(() => import('./views/console/alerts.js'))],
  ['*', 'none', () => import('./views/not_found.js')],
];

const Logo = () => html`
  <svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true"><rect width="34" height="34" rx="9" fill="#f5c84c" /><g fill="#12405a"><rect x="6" y="13" width="4.6" height="7" rx="1" /><rect x="12" y="8" width="4.6" height="12" rx="1" /><rect x="18" y="11" width="4.6" height="9" rx="1" /><rect x="24" y="15" width="4.6" height="5" rx="1" /></g><path d="M5 25c2-1.6 4-1.6 6 0s4 1.6 6 0 4-1.6 6 0 4 1.6 6 0" fill="none" stroke="#12405a" stroke-width="2.4" stroke-linecap="round" /></svg>`;

function Header({ section }) {
  const tabs = [['home', '/', 'home'], ['places', '/lugares', 'pin'], ['card', '/tarjeta', 'card']];
  if (has('staff')) tabs.push(['console', '/consola', 'gauge']);
  else if (has('merchant')) tabs.push(['shop', '/comercio', 'market']);
  else if (has('operator')) tabs.push(['gate', '/puerta', 'closed']);
  tabs.push(isKnown() ? ['account', '/cuenta', 'person'] : ['account', '/entrar', 'person']);
  return html`
    <header class="bar">
      <a class="brand" href="/"><${Logo} /><strong>Cercano</strong><span>Santander</span></a>
      <nav class="tabs" aria-label=${t('nav.main')}>
        ${tabs.map(([name, href, icon]) => html`<a href=${href} aria-current=${section === name ? 'page' : undefined}><span><${Icon} name=${icon} /></span>${t(name === 'account' && href === '/entrar' ? 'nav.sign_in' : `nav.${name}`)}</a>`)}
      </nav>
      <button class="tool" lang=${lang.value === 'es' ? 'en' : 'es'} onClick=${switchLanguage}>${t('nav.language')}</button>
    </header>`;
}

function App() {
  const { View, params, query, section, path } = shown.value;
  const toMain = (event) => {
    event.preventDefault();
    document.querySelector('main').focus();
  };
  return html`
    <a class="skip" href="#main" onClick=${toMain}>${t('nav.skip')}</a>
    <${Header} section=${section} />
    ${!isOnline.value && html`<p class="offline" role="status"><${Icon} name="offline" size=${20} />${t('offline')}</p>`}
    <main id="main" tabindex="-1"><${View} key=${path} params=${params} query=${query} /></main>`;
}

/** The one place that Trusted Types lets name a script: our own service worker. */
function keepOffline() {
  const policy = globalThis.trustedTypes?.createPolicy('cercano', { createScriptURL: (url) => (url === '/sw.js' ? url : '') });
  return navigator.serviceWorker?.register(policy?.createScriptURL('/sw.js') ?? '/sw.js');
}

await speak(preferred());
await start(ROUTES, () => import('./views/away.js'));
const place = document.getElementById('app');
place.replaceChildren();
render(html`<${App} />`, place);
addEventListener('load', keepOffline);
if (document.readyState === 'complete') keepOffline();
