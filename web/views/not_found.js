/** An address that leads nowhere. */
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { useTitle } from '../core/router.js';

export default function NotFound() {
  useTitle(t('not_found.title'));
  return html`<div class="page is-narrow"><h1>${t('not_found.title')}</h1><p>${t('not_found.text')}</p><p><a class="button" href="/lugares">${t('venues.title')}</a></p></div>`;
}
