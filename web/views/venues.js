/** Every place, as a list and on the map: by name, kind, state, or how near it is. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../core/html.js';
import { asking, here, locate } from '../core/here.js';
import { named, t } from '../core/i18n.js';
import { useLive } from '../core/live.js';
import { setQuery, useTitle } from '../core/router.js';
import { STATES, SORTS, metresBetween, sifted, tally } from '../city.js';
import { CityMap } from '../map/map.js';
import { Icon } from '../ui/icon.js';
import { Nothing, Skeleton, StateMark } from '../ui/parts.js';
import { VenueRow } from '../ui/venue_row.js';

const KINDS = ['library', 'museum', 'sports', 'pool', 'market', 'office', 'culture', 'park', 'beach', 'civic_centre'];

export default function Venues({ query }) {
  useTitle(t('venues.title'));
  const { data, problem, refresh } = useLive('/crowd/venues?limit=100', { all: true });
  const [words, setWords] = useState(query.get('q') ?? '');
  const [kind, state, sort] = [query.get('tipo'), query.get('estado'), query.get('orden') ?? 'room'];
  const isMap = query.has('mapa');
  const all = data?.items ?? [];
  const found = ordered(sifted(all, { kind, state, words }), sort);
  const counts = tally(sifted(all, { kind, words }));
  const toggleNear = async () => {
    if (sort === 'near') return setQuery({ orden: null });
    return (here.value ?? (await locate())) && setQuery({ orden: 'near' });
  };
  return html`
    <div class=${`page is-wide venues ${isMap ? 'shows-map' : ''}`}>
      <div class="venues-list">
        <h1>${t('venues.title')}</h1>
        <div class="tools">
          <label class="search"><span class="unseen">${t('venues.search')}</span><${Icon} name="search" size=${20} />
            <input type="search" placeholder=${t('venues.search')} value=${words} onInput=${(event) => setWords(event.currentTarget.value)} onBlur=${() => setQuery({ q: words || null })} /></label>
          <label class="choice"><span class="unseen">${t('venues.kind')}</span>
            <select value=${kind ?? ''} onChange=${(event) => setQuery({ tipo: event.currentTarget.value || null })}>
              <option value="">${t('venues.kinds')}</option>${KINDS.map((name) => html`<option value=${name}>${t(`kinds.${name}`)}</option>`)}
            </select></label>
          <label class="choice"><span class="unseen">${t('venues.sort')}</span>
            <select value=${sort} onChange=${(event) => (event.currentTarget.value === 'near' ? toggleNear() : setQuery({ orden: event.currentTarget.value }))}>
              ${['room', 'full', 'name', 'near'].map((name) => html`<option value=${name}>${t(`sort.${name}`)}</option>`)}
            </select></label>
          <button class="button is-quiet" aria-pressed=${sort === 'near'} aria-label=${t('near.me')} title=${t('near.me')} onClick=${toggleNear}><${Icon} name="near" /></button>
        </div>
        <div class="chips" role="group" aria-label=${t('venues.states')}>
          ${STATES.map((name) => html`<button class="chip" data-state=${name} aria-pressed=${state === name} onClick=${() => setQuery({ estado: state === name ? null : name })}>
            <${StateMark} state=${name} size=${14} />${t(`state.${name}`)} <small>${counts[name]}</small></button>`)}
        </div>
        <p class="found" role="status">${data ? t('venues.found', { n: found.length }) : ' '} ${asking.value === 'refused' && t('near.refused')}</p>
        ${!data && !problem && html`<${Skeleton} lines=${10} />`}
        ${data && found.length > 0 && html`<ul class="rows">${found.map((venue) => html`<${VenueRow} key=${venue.venue_id} venue=${venue} metres=${here.value && metresBetween(here.value, venue.location)} />`)}</ul>`}
        ${((!data && problem) || (data && !found.length)) && html`<${Nothing} problem=${data ? null : problem} empty=${t('venues.none')} retry=${refresh} />`}
      </div>
      <${MapPanel} isShown=${isMap} venues=${found} />
      <button class="button map-switch" aria-expanded=${isMap} onClick=${() => setQuery({ mapa: isMap ? null : '' })}>
        <${Icon} name=${isMap ? 'list' : 'map'} size=${20} />${t(isMap ? 'venues.list' : 'venues.map')}</button>
    </div>`;
}

/** The map beside the list where there is room, instead of it on a phone. */
function MapPanel({ isShown, venues }) {
  const isWide = useWide();
  return (isShown || isWide) && html`<div class="venues-map"><${CityMap} venues=${venues} /></div>`;
}

function useWide() {
  const media = useRef(matchMedia('(min-width: 60rem)'));
  const [isWide, setWide] = useState(media.current.matches);
  useEffect(() => {
    const heed = (event) => setWide(event.matches);
    media.current.addEventListener('change', heed);
    return () => media.current.removeEventListener('change', heed);
  }, []);
  return isWide;
}

function ordered(venues, sort) {
  const near = (a, b) => metresBetween(here.value, a.location) - metresBetween(here.value, b.location);
  const byName = (a, b) => named(a).localeCompare(named(b));
  if (sort === 'near' && here.value) return [...venues].sort(near);
  return [...venues].sort(sort === 'name' ? byName : SORTS[sort] ?? SORTS.room);
}
