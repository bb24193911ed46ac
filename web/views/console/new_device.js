/** A device joins: it gets a name and a certificate, and its key is shown once. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Frame } from './frame.js';
import { Secret } from './secret.js';

const KINDS = ['counter', 'bridge', 'kiosk', 'reader', 'beacon_gateway'];

export default function NewDevice() {
  const [equipped, setEquipped] = useState(null);
  const form = useForm({ device_id: '', kind: 'counter', note: '' }, async (values) => {
    const { data } = await call('POST', '/devices/devices', { body: values });
    setEquipped(data);
  });
  const labels = { device_id: t('field.device_id'), kind: t('venues.kind'), note: t('field.note') };
  return html`
    <${Frame} page="devices" title=${t('device.new')} back=${['/consola/dispositivos', t('console.devices')]}>
      ${equipped ? html`<${Secret} equipped=${equipped} />` : html`
        <section class="panel">
          <${Form} form=${form} labels=${labels} button=${t('device.register')}>
            <${Field} form=${form} name="device_id" label=${labels.device_id} hint=${t('device.id_hint')} autocapitalize="none" autocomplete="off" />
            <${Field} form=${form} name="kind" label=${labels.kind} options=${KINDS.map((kind) => [kind, t(`device_kind.${kind}`)])} />
            <${Field} form=${form} name="note" label=${labels.note} hint=${t('device.note_hint')} />
          <//>
        </section>`}
    <//>`;
}
