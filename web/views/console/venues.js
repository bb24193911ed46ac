/** All the venues, to choose one to work on. */
import { html } from '../../core/html.js';
import { named, number, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Nothing, Skeleton, StateWord, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Venues() {
  const add = html`<a class="button" href="/consola/lugares/nuevo">${t('venue.new')}</a>`;
  return html`<${Frame} page="venues" title=${t('console.venues')} aside=${add}><${List} /><//>`;
}

function List() {
  const { data, problem, refresh } = useLive('/crowd/venues?limit=100', { all: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${8} />`;
  const rows = [...data.items].sort((a, b) => named(a).localeCompare(named(b))).map((venue) => [
    html`<a href=${`/consola/lugares/${venue.venue_id}`}>${named(venue)}</a>`,
    t(`kind.${venue.kind}`),
    html`<${StateWord} state=${venue.now.state} />`,
    venue.now.people === null ? '–' : number(venue.now.people),
    number(venue.capacity),
  ]);
  return html`<section class="panel"><${Table} hidden caption=${t('console.venues')} heads=${[t('field.venue'), t('venues.kind'), t('field.state'), t('chart.people'), t('field.capacity')]} rows=${rows} numeric=${[3, 4]} /></section>`;
}
