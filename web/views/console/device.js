/** One device: what it may say, its certificates; give it a new one, or cut it off. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { stamp, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has } from '../../core/session.js';
import { Dialog } from '../../ui/dialog.js';
import { Button } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Presence } from './devices.js';
import { Frame } from './frame.js';
import { Secret } from './secret.js';

export default function Device({ params: { id } }) {
  const device = decodeURIComponent(id);
  return html`<${Frame} page="devices" title=${device} back=${['/consola/dispositivos', t('console.devices')]}><${One} id=${device} /><//>`;
}

function One({ id }) {
  const path = `/devices/devices/${encodeURIComponent(id)}`;
  const { data, problem, refresh } = useLive(has('staff') ? path : null, { signed: true });
  const [question, setQuestion] = useState(/** @type {null | 'rotate' | 'revoke'} */ (null));
  const [refusal, setRefusal] = useState(null);
  const [equipped, setEquipped] = useState(null);
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" />`;
  const carryOut = async () => {
    setQuestion(null);
    try {
      const { data: answer } = await call('POST', `${path}/${question}`, question === 'rotate' ? { body: {} } : {});
      setEquipped(question === 'rotate' ? answer : null);
      setRefusal(null);
    } catch (refused) {
      setRefusal(refused);
    }
    await refresh();
  };
  const isRevoked = data.state === 'revoked';
  return html`
    ${refusal && html`<${Notice} tone="warning" title=${refusal.message} live />`}
    ${equipped && html`<${Secret} equipped=${equipped} />`}
    <section class="panel">
      <p><${Presence} device=${data} /></p>
      <dl class="facts">
        <div><dt>${t('venues.kind')}</dt><dd>${t(`device_kind.${data.kind}`)}</dd></div>
        ${data.note && html`<div><dt>${t('field.note')}</dt><dd>${data.note}</dd></div>`}
        <div><dt>${t('field.registered')}</dt><dd>${stamp(data.registered_at)}</dd></div>
        ${isRevoked && html`<div><dt>${t('field.revoked')}</dt><dd>${stamp(data.revoked_at)}</dd></div>`}
      </dl>
      ${data.certificates.length > 0 && html`<${Table} caption=${t('device.certificates')} heads=${[t('field.certificate'), t('field.state'), t('field.since')]} rows=${data.certificates.map((one) => [html`<code>${one.certificate_id.slice(0, 12)}…</code>`, t(`certificate.${one.state}`), stamp(one.since)])} />`}
      ${!isRevoked && html`<div class="actions"><${Button} kind="quiet" onClick=${() => setQuestion('rotate')}>${t('device.rotate')}<//><${Button} kind="danger" onClick=${() => setQuestion('revoke')}>${t('device.revoke')}<//></div>`}
    </section>
    ${question && html`<${Dialog} title=${t(`device.${question}_title`, { id })} yes=${t(`device.${question}`)} onNo=${() => setQuestion(null)} onYes=${carryOut}>${t(`device.${question}_text`)}<//>`}`;
}
