/** A new certificate and its private key, which nobody will ever be able to show again. */
import { useEffect, useMemo } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/parts.js';

/** @param {{equipped: {device: any, certificate_pem: string, private_key: string | null}}} props */
export function Secret({ equipped: { device, certificate_pem: certificate, private_key: key } }) {
  return html`
    <section class="panel">
      <${Notice} tone="warning" title=${t('secret.once')} live>${t('secret.why')}<//>
      <h2>${t('secret.for', { id: device.device_id })}</h2>
      <div class="actions"><${Download} name=${`${device.device_id}.crt.pem`} text=${certificate}>${t('secret.certificate')}<//>${key && html`<${Download} name=${`${device.device_id}.key.pem`} text=${key}>${t('secret.key')}<//>`}</div>
      ${key && html`<details><summary>${t('secret.show')}</summary><pre class="secret" tabindex="0">${key}</pre></details>`}
      <h3>${t('secret.topics')}</h3>
      <ul>${device.topics.map((topic) => html`<li><code>${topic}</code></li>`)}</ul>
      <p><a class="button is-quiet" href=${`/consola/dispositivos/${encodeURIComponent(device.device_id)}`}>${t('secret.saved')}</a></p>
    </section>`;
}

function Download({ name, text, children }) {
  const address = useMemo(() => URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' })), [text]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return html`<a class="button" href=${address} download=${name.replace(/[^\w.-]/g, '_')}><${Icon} name="download" size=${20} />${children}</a>`;
}
