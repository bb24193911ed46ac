/** When places filled up and had room again. */
import { html } from '../../core/html.js';
import { named, number, stamp, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Nothing, Skeleton, StateWord, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Alerts() {
  return html`<${Frame} page="alerts" title=${t('console.alerts')}><${List} /><//>`;
}

function List() {
  const { data, problem, refresh } = useLive('/crowd/alerts');
  const venues = useLive('/crowd/venues?limit=100', { all: true }).data?.items ?? [];
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${6} />`;
  if (!data.items.length) return html`<${Nothing} empty=${t('alerts.none')} />`;
  const rows = data.items.map((alert) => [
    html`<a href=${`/lugares/${alert.venue_id}`}>${nameOf(venues, alert.venue_id)}</a>`,
    html`<${StateWord} state=${alert.crossing === 'filled' ? 'full' : 'quiet'} />`,
    `${number(alert.people)} / ${number(alert.capacity)}`,
    stamp(alert.at),
    alert.cleared_at ? stamp(alert.cleared_at) : '–',
  ]);
  return html`<section class="panel"><${Table} hidden caption=${t('console.alerts')} heads=${[t('field.venue'), t('field.state'), t('chart.people'), t('field.when'), t('field.cleared')]} rows=${rows} numeric=${[2]} /></section>`;
}

function nameOf(venues, id) {
  const venue = venues.find((one) => one.venue_id === id);
  return venue ? named(venue) : id;
}
