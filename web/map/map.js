/** The map of the bay with the venues on it: pins are real buttons, and the keyboard moves it as fingers do. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { signal } from '@preact/signals';
import { html } from '../core/html.js';
import { here, locate } from '../core/here.js';
import { named, percent, t } from '../core/i18n.js';
import { Icon } from '../ui/icon.js';
import { VenueRow } from '../ui/venue_row.js';
import { fitting, metres, panned, toScreen, zoomed } from './camera.js';
import { useGestures } from './gestures.js';
import { paint, palette, unpacked } from './paint.js';
import { tilePainter } from './tiles.js';

const base = signal(/** @type {any} */ (null));
const config = signal(/** @type {{tiles: null | {url: string, attribution: string}}} */ ({ tiles: null }));

async function load() {
  if (base.value) return;
  const [drawing, settings] = await Promise.all([fetch(new URL('../basemap.json', import.meta.url)), fetch('/config.json')]);
  config.value = settings.ok ? await settings.json() : config.value;
  base.value = unpacked(await drawing.json());
}

/** @param {{venues: any[], chosen?: string | null, fixed?: boolean}} props `fixed` shows one place and does not choose */
export function CityMap({ venues, chosen = null, fixed = false }) {
  const frame = useRef(null);
  const canvas = useRef(null);
  const [view, setView] = useState({ width: 0, height: 0 });
  const [camera, setCamera] = useState(null);
  const [selected, select] = useState(chosen);
  const [redraws, redraw] = useState(0);
  const pins = useMemo(() => (camera ? spread(venues, camera, view, selected) : []), [venues, camera, view, selected]);
  const onKeyDown = useGestures(frame, view, setCamera, () => setCamera(home(base.value, venues, view)));

  useEffect(() => { load(); }, []);
  useEffect(() => watchSize(frame.current, setView), []);
  useEffect(() => watchTheme(() => redraw((n) => n + 1)), []);
  useEffect(() => {
    if (base.value && view.width && !camera && venues.length) setCamera(home(base.value, venues, view));
  }, [base.value, view, venues.length > 0]);
  useEffect(() => {
    if (camera) draw(canvas.current, frame.current, camera, view, pins, () => redraw((n) => n + 1));
  }, [camera, view, redraws, pins]);

  const findMe = async () => {
    const place = here.value ?? (await locate());
    if (place) setCamera({ ...atPlace(base.value, place), scale: 0.25 });
  };
  const venue = !fixed && venues.find(({ venue_id: id }) => id === selected);
  return html`
    <div class=${`map ${fixed ? 'is-fixed' : ''}`}>
      <div class="map-frame" ref=${frame} role="application" tabindex="0" aria-label=${t('map.label')} aria-describedby="map-keys" onKeyDown=${onKeyDown}>
        <canvas ref=${canvas} aria-hidden="true"></canvas>
        ${camera && html`<${Pins} pins=${pins} camera=${camera} view=${view} selected=${selected} select=${select} />`}
      </div>
      <p class="unseen" id="map-keys">${t('map.keys')}</p>
      <div class="map-buttons">
        <button aria-label=${t('map.nearer')} onClick=${() => setCamera((now) => now && zoomed(now, view, 1.6))}><${Icon} name="plus" /></button>
        <button aria-label=${t('map.farther')} onClick=${() => setCamera((now) => now && zoomed(now, view, 1 / 1.6))}><${Icon} name="minus" /></button>
        ${!fixed && html`<button aria-label=${t('near.use')} onClick=${findMe}><${Icon} name="near" /></button>`}
      </div>
      ${venue && html`<div class="map-card"><ul class="rows"><${VenueRow} venue=${venue} /></ul>
        <button class="map-close" aria-label=${t('close')} onClick=${() => select(null)}><${Icon} name="close" size=${18} /></button></div>`}
      ${!fixed && html`<p class="map-legend">${t('map.legend')}</p>`}
      <p class="map-source">${config.value.tiles?.attribution ?? base.value?.attribution}</p>
    </div>`;
}

/** All the venues near enough to the town hall to be the city; a single one from close by. */
function home(drawn, venues, view) {
  const points = venues.map(({ location }) => metres(drawn, location));
  return points.length === 1 ? { ...atPlace(drawn, venues[0].location), scale: 0.17 } : fitting(points, view);
}

function atPlace(drawn, place) {
  const [x, y] = metres(drawn, place);
  return { x, y };
}

function draw(canvas, frame, camera, view, pins, again) {
  const dense = devicePixelRatio;
  canvas.width = view.width * dense;
  canvas.height = view.height * dense;
  const ctx = canvas.getContext('2d');
  ctx.scale(dense, dense);
  const url = config.value.tiles?.url;
  paint(ctx, base.value, camera, view, palette(frame), url ? tilePainter(url, base.value, camera, view, again) : null, pins.filter(({ isDot }) => !isDot).map(({ point }) => point));
}

function watchSize(element, set) {
  const observer = new ResizeObserver(() => set({ width: element.clientWidth, height: element.clientHeight }));
  observer.observe(element);
  return () => observer.disconnect();
}

function watchTheme(changed) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}

/** Rings that fill like the place; where two would touch, the calmer one becomes a dot that only the list explains. */
function Pins({ pins, camera, view, selected, select }) {
  const me = here.value && toScreen(camera, view, metres(base.value, here.value));
  return html`
    ${me && html`<span class="map-me" style=${at(me)}></span>`}
    ${pins.map(({ venue, point, isDot }) => html`
      <button key=${venue.venue_id} class=${isDot ? 'pin is-dot' : 'pin'} data-state=${venue.now.state} style=${{ ...at(point), '--share': Math.min(1, venue.now.share ?? 0) }}
        inert=${isDot} aria-pressed=${venue.venue_id === selected} onClick=${() => select(venue.venue_id === selected ? null : venue.venue_id)}
        aria-label=${`${named(venue)}: ${t(`state.${venue.now.state}`)}${venue.now.share === null ? '' : `, ${percent(venue.now.share)}`}`}>
        ${!isDot && html`<span>${face(venue)}</span>`}
      </button>`)}`;
}

const at = ([x, y]) => ({ transform: `translate(${x}px, ${y}px)` });

const face = ({ now }) => (now.share === null || now.state === 'closed' || now.state === 'unknown'
  ? html`<${Icon} name=${now.state} size=${18} />` : Math.round(100 * now.share));

const WEIGHT = ['full', 'busy', 'quiet', 'normal', 'unknown', 'closed'];

/** Where each pin goes, the telling ones first. */
function spread(venues, camera, view, selected) {
  const weight = (venue) => (venue.venue_id === selected ? -1 : WEIGHT.indexOf(venue.now.state));
  const shown = [];
  return [...venues].sort((a, b) => weight(a) - weight(b)).map((venue) => {
    const point = toScreen(camera, view, metres(base.value, venue.location));
    const isDot = shown.some(([x, y]) => Math.hypot(x - point[0], y - point[1]) < 42);
    if (!isDot) shown.push(point);
    return { venue, point, isDot };
  }).sort((a, b) => Number(b.isDot) - Number(a.isDot));
}
