/** What every screen of the console shares: its own navigation, and a polite door for who may not enter. */
import { useEffect } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useTitle } from '../../core/router.js';
import { has, isSignedIn, isWaiting } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Notice, Skeleton } from '../../ui/parts.js';

/** By whose work it is: those who mind the places, the card office, who looks after the shops. */
const GROUPS = [
  ['city', [['overview', '/consola', 'gauge'], ['venues', '/consola/lugares', 'pin'], ['counters', '/consola/contadores', 'sensor'], ['count', '/consola/recuento', 'tally'], ['devices', '/consola/dispositivos', 'device'], ['alerts', '/consola/avisos', 'bell']]],
  ['card', [['cards', '/consola/tarjetas', 'card'], ['people', '/consola/personas', 'person'], ['adjustments', '/consola/ajustes', 'eyes'], ['fares', '/consola/tarifas', 'bus'], ['payees', '/consola/pagos', 'euro'], ['books', '/consola/cuadre', 'tally']]],
  ['trade', [['shops', '/consola/comercios', 'shop'], ['campaigns', '/consola/campanas', 'ticket']]],
];

/** @param {{page: string, title: string, aside?: any, back?: [string, string], children: any}} props `aside` stands beside the heading */
export function Frame({ page, title, aside, back, children }) {
  useTitle(title);
  useEffect(() => document.querySelector('.console > nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' }), [isWaiting.value]);
  if (isWaiting.value) return html`<div class="console"><div class="work"><h1>${title}</h1><${Skeleton} lines=${4} /></div></div>`;
  if (!has('staff')) return html`<${Door} title=${title} />`;
  return html`
    <div class="console">
      <nav aria-label=${t('nav.console_long')}>
        ${GROUPS.map(([group, pages]) => html`<span class="group">${t(`console_group.${group}`)}</span>${pages.map(([name, href, icon]) => html`<a href=${href} aria-current=${name === page ? 'page' : undefined}><${Icon} name=${icon} size=${20} />${t(`console.${name}`)}</a>`)}`)}
      </nav>
      <div class="work">
        ${back && html`<a class="back" href=${back[0]}><${Icon} name="left" size=${18} />${back[1]}</a>`}
        <div class="work-head"><h1>${title}</h1>${aside}</div>
        ${children}
      </div>
    </div>`;
}

const Door = ({ title }) => html`
  <div class="page is-narrow">
    <h1>${title}</h1>
    ${isSignedIn.value
      ? html`<${Notice} tone="warning" title=${t('console.forbidden')}>${t('console.forbidden_text')}<//>`
      : html`<${Notice}>${t('console.sign_in')}<//><p><a class="button" href=${`/entrar?seguir=${encodeURIComponent(location.pathname)}`}>${t('sign_in.title')}</a></p>`}
  </div>`;
