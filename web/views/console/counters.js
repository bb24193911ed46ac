/** The health of every counter, those in trouble first. */
import { html } from '../../core/html.js';
import { ago, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Counters() {
  return html`<${Frame} page="counters" title=${t('console.counters')}><${List} /><//>`;
}

function List() {
  const { data, problem, refresh } = useLive(has('staff') ? '/crowd/counters?limit=100' : null, { signed: true, all: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${8} />`;
  if (!data.items.length) return html`<${Nothing} empty=${t('counters.none')} />`;
  const rows = data.items.map((counter) => [
    html`<span><a href=${`/consola/lugares/${counter.venue_id}`}>${counter.venue_name}</a> <small>${counter.door_name}</small></span>`,
    counter.device_id ? html`<span><code>${counter.device_id}</code>${counter.line > 1 && ` · ${counter.line}`}</span>` : '–',
    counter.last_seen ? ago(counter.last_seen) : t('counters.never'),
    counter.battery_pct === null ? '–' : `${counter.battery_pct} %`,
    html`<${Health} counter=${counter} />`,
  ]);
  return html`<section class="panel"><${Table} hidden caption=${t('console.counters')} heads=${[t('field.door'), t('field.counter'), t('field.last_seen'), t('field.battery'), t('field.state')]} rows=${rows} numeric=${[3]} /></section>`;
}

/** Everything that is wrong with a counter, or that it is fine. A door without one is something wrong too. */
function Health({ counter: { device_id: device, findings } }) {
  const wrong = device ? findings.map(({ text }) => text) : [t('door.no_counter')];
  return wrong.length
    ? html`<span>${wrong.map((text) => html`<span class="finding"><${Icon} name="warning" size=${18} />${text}</span>`)}</span>`
    : html`<span class="fine"><${Icon} name="quiet" size=${18} />${t('counters.fine')}</span>`;
}
