/** The door to what is a person's own: who is not signed in is asked to, and who has no network is told so. */
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { isOnline } from '../core/live.js';
import { isSignedIn, isWaiting, renew } from '../core/session.js';
import { useTitle } from '../core/router.js';
import { Icon } from './icon.js';
import { Notice, Skeleton } from './parts.js';

/** @param {{title: string, lead?: string, back?: [string, string], wide?: boolean, children: any}} props `back` is an address and its name */
export function Own({ title, lead, back, wide, children }) {
  useTitle(title);
  return html`
    <div class=${`page ${wide ? 'is-medium' : 'is-narrow'}`}>
      ${back && html`<a class="back" href=${back[0]}><${Icon} name="left" size=${18} />${back[1]}</a>`}
      <h1>${title}</h1>
      ${lead && html`<p>${lead}</p>`}
      ${isSignedIn.value ? children : isWaiting.value ? html`<${Skeleton} tall="panel" />` : html`<${Door} />`}
    </div>`;
}

/** Signed in on an earlier visit, but the city cannot be asked now: that is not "sign in again". */
export function Door() {
  const wasHere = localStorage.getItem('signed-in') !== null;
  if (wasHere) return html`<${Notice} tone="warning" icon="offline" title=${t('own.offline')}>${t('own.offline_text')} ${isOnline.value && html`<button class="link" onClick=${renew}>${t('retry')}</button>`}<//>`;
  return html`<${Notice}>${t('own.sign_in')}<//><p><a class="button" href=${`/entrar?seguir=${encodeURIComponent(location.pathname + location.search)}`}>${t('sign_in.title')}</a></p>`;
}
