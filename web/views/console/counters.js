/** The health of every counter, those in trouble first. */
import { html } from '../../core/html.js';
import { ago, named, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Counters() {
  return html`<${Frame} page="counters" title=${t('console.counters')}><${List} /><//>`;
}

function List() {
  const { data, problem, refresh } = useLive(has('staff') ? '/crowd/counters' : null, { signed: true });
  const venues = useLive('/crowd/venues?limit=100', { all: true }).data?.items ?? [];
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${8} />`;
  const name = (id) => venues.find((venue) => venue.venue_id === id);
  const rows = [...data.items].sort((a, b) => b.findings.length - a.findings.length).map((counter) => [
    html`<code>${counter.device_id}</code>${counter.line > 1 && ` · ${counter.line}`}`,
    counter.venue_id ? html`<a href=${`/consola/lugares/${counter.venue_id}`}>${name(counter.venue_id) ? named(name(counter.venue_id)) : counter.venue_id}</a> <small>${counter.door_id}</small>` : t('counters.unfitted'),
    counter.last_seen ? ago(counter.last_seen) : t('counters.never'),
    counter.battery_pct === null ? '–' : `${counter.battery_pct} %`,
    counter.findings.length
      ? html`<span>${counter.findings.map((finding) => html`<span class="finding"><${Icon} name="warning" size=${18} />${finding.text}</span>`)}</span>`
      : html`<span class="fine"><${Icon} name="quiet" size=${18} />${t('counters.fine')}</span>`,
  ]);
  if (!rows.length) return html`<${Nothing} empty=${t('counters.none')} />`;
  return html`<section class="panel"><${Table} hidden caption=${t('console.counters')} heads=${[t('field.counter'), t('field.venue'), t('field.last_seen'), t('field.battery'), t('field.state')]} rows=${rows} numeric=${[3]} /></section>`;
}
