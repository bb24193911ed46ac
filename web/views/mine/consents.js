/** What somebody agreed to, taken back as easily as it was given. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

export function Consents() {
  const { data, problem, refresh } = useLive('/citizen/me/consents', { signed: true });
  const [refused, setRefused] = useState(null);
  const say = (one) => call('PUT', `/citizen/me/consents/${one.purpose}`, { body: one.given ? { given: false } : { given: true, text_version: one.text_version } })
    .then(() => setRefused(null), setRefused).then(refresh);
  return html`
    <section class="panel"><h2>${t('consents.title')}</h2>
      ${refused && html`<${Notice} tone="warning" title=${refused.message} live />`}
      ${!data && (problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} />`)}
      ${data?.items.map((one) => html`
        <div class="consent" key=${one.purpose}>
          <button type="button" role="switch" class="switch" aria-checked=${one.given} aria-labelledby=${`c-${one.purpose}`} aria-describedby=${`c-${one.purpose}-text`} onClick=${() => say(one)}><span></span></button>
          <div><b id=${`c-${one.purpose}`}>${one.title}</b><p id=${`c-${one.purpose}-text`}>${one.text}</p>
            <small>${one.said_at ? t(one.given ? 'consents.given' : 'consents.taken', { day: longDay(one.said_at) }) : t('consents.unsaid')}</small></div>
        </div>`)}
    </section>`;
}
