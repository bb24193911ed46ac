/** One place in a list: state, name, people, and how full it is, all of it a link. */
import { html } from '../core/html.js';
import { clock, distance, named, t } from '../core/i18n.js';
import { Meter, People, StateMark } from './parts.js';

/** @param {{venue: any, metres?: number | null, note?: string}} props `metres` from where the person is */
export function VenueRow({ venue, metres, note }) {
  const { now, capacity } = venue;
  const about = note ?? (now.state === 'closed' ? opensAgain(venue) : t(`kind.${venue.kind}`));
  return html`
    <li class="row">
      <a href=${`/lugares/${venue.venue_id}`} data-state=${now.state}>
        <${StateMark} state=${now.state} />
        <span class="row-what">
          <strong>${named(venue)}</strong>
          <span class="row-about"><b>${t(`state.${now.state}`)}</b><span> · ${about}</span>${metres != null && html`<span> · ${distance(metres)}</span>`}</span>
        </span>
        ${now.state !== 'closed' && html`<${People} people=${now.people} capacity=${capacity} />`}
        ${now.state !== 'closed' && html`<${Meter} ...${now} capacity=${capacity} />`}
      </a>
    </li>`;
}

/** "abre a las 10:00". */
const opensAgain = ({ kind, opening }) => (opening.opens_at ? t('opens_at', { time: clock(opening.opens_at) }) : t(`kind.${kind}`));
