/** The app's frame: header, tabs, the screen that the address asks for, and a word when there is no network. */
import { render } from 'preact';
import { html } from './core/html.js';
import { lang, learn, preferred, speak, switchLanguage, t } from './core/i18n.js';
import { isOnline } from './core/live.js';
import { shown, start } from './core/router.js';
import { has, isKnown } from './core/session.js';
import { dress } from './core/dress.js';
import { Icon } from './ui/icon.js';

const home = { routes: [['/', 'home', () => import('./views/home.js')]] };
const nowhere = { routes: [['*', 'none', () => import('./views/not_found.js')]] };

/** How an address begins -> the part of the app that knows the rest: it comes when somebody goes there. */
const account = () => import('./areas/account.js');
const places = () => import('./areas/places.js');
const card = () => import('./areas/card.js');
const trips = () => import('./areas/trips.js');
const requests = () => import('./areas/requests.js');
const wallet = () => import('./areas/wallet.js');
const treasury = () => import('./areas/treasury.js');
const office = () => import('./areas/office.js');
const trade = () => import('./areas/trade.js');
const AREAS = {
  lugares: places,
  entrar: account, registro: account, clave: account, cuenta: account,
  tarjeta: card, 'tarjeta/derechos': trips, 'tarjeta/solicitudes': requests, viajes: trips, familia: trips, 'familia/tarjeta': requests,
  monedero: wallet, 'monedero/abonos': () => import('./areas/passes.js'),
  ventajas: () => import('./areas/shops.js'),
  'mis-datos': () => import('./areas/mine.js'),
  liquidaciones: () => import('./areas/payee.js'),
  puerta: () => import('./areas/gate.js'),
  comercio: () => import('./areas/till.js'),
  consola: () => import('./areas/console.js'),
  'consola/dispositivos': () => import('./areas/devices.js'),
  'consola/tarjetas': office, 'consola/personas': office,
  'consola/ajustes': treasury, 'consola/tarifas': treasury, 'consola/pagos': treasury, 'consola/cuadre': treasury,
  'consola/comercios': trade, 'consola/campanas': trade,
};

/** The routes of an address's area, with its words and its clothes on the way. @param {string} path */
async function area(path) {
  const [first, second] = path.split('/').slice(1);
  if (!first) return home;
  const { words = [], styles = [], routes } = await (AREAS[`${first}/${second}`] ?? AREAS[first] ?? (() => nowhere))();
  return { routes: [...routes, ...nowhere.routes], ready: () => Promise.all([...words.map(learn), ...styles.map(dress)]) };
}

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
await start(area, () => import('./views/away.js'));
const place = document.getElementById('app');
place.replaceChildren();
render(html`<${App} />`, place);
addEventListener('load', keepOffline);
if (document.readyState === 'complete') keepOffline();
