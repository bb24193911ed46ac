/** What hangs on the walls: every device, its certificate's state and whether it is there. */
import { html } from '../../core/html.js';
import { ago, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Devices() {
  const add = html`<span class="actions"><a class="button is-quiet" href="/consola/dispositivos/importar">${t('import.title')}</a><a class="button" href="/consola/dispositivos/alta">${t('device.new')}</a></span>`;
  return html`<${Frame} page="devices" title=${t('console.devices')} aside=${add}><${List} /><//>`;
}

function List() {
  const { data, problem, refresh } = useLive(has('staff') ? '/devices/devices?limit=100' : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${8} />`;
  const rows = data.items.map((device) => [
    html`<a href=${`/consola/dispositivos/${encodeURIComponent(device.device_id)}`}><code>${device.device_id}</code></a>`,
    t(`device_kind.${device.kind}`),
    html`<${Presence} device=${device} />`,
    device.note || '–',
  ]);
  if (!rows.length) return html`<${Nothing} empty=${t('devices.none')} />`;
  return html`<section class="panel"><${Table} hidden caption=${t('console.devices')} heads=${[t('field.device'), t('venues.kind'), t('field.state'), t('field.note')]} rows=${rows} />
    ${data.next && html`<p class="hint">${t('devices.more', { n: rows.length })}</p>`}</section>`;
}

/** Revoked, here, away or never seen. @param {{device: any}} props */
export function Presence({ device: { state, presence } }) {
  if (state === 'revoked') return html`<span class="finding"><${Icon} name="full" size=${18} />${t('presence.revoked')}</span>`;
  const isHere = presence.state === 'online';
  return html`<span class=${isHere ? 'fine' : 'finding'}><${Icon} name=${isHere ? 'sensor' : 'offline'} size=${18} />${t(`presence.${presence.state}`)} ${presence.since && html`<small>${ago(presence.since)}</small>`}</span>`;
}
