/** A screen that this phone never kept, asked for without a network. */
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { useTitle } from '../core/router.js';

export default function Away() {
  useTitle(t('away.title'));
  return html`<div class="page is-narrow"><h1>${t('away.title')}</h1><p>${t('problem.offline')}</p><p><button class="button" onClick=${() => location.reload()}>${t('retry')}</button></p></div>`;
}
