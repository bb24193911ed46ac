/** The city at this moment: how lively it is, what just changed, where there is room, what is about to close. */
import { html } from '../core/html.js';
import { cityNow, now } from '../core/clock.js';
import { asking, here, locate } from '../core/here.js';
import { ago, clock, hourOf, longDay, named, t } from '../core/i18n.js';
import { useLive } from '../core/live.js';
import { useTitle } from '../core/router.js';
import { me } from '../core/session.js';
import { metresBetween, mood, tally, whatMatters } from '../city.js';
import { Icon } from '../ui/icon.js';
import { Age, Nothing, Skeleton, StateMark } from '../ui/parts.js';
import { VenueRow } from '../ui/venue_row.js';

const RECENT_MS = 3 * 3600_000;

export default function Home() {
  useTitle('');
  const { data, problem, refresh } = useLive('/crowd/venues?limit=100', { all: true });
  const alerts = useLive('/crowd/alerts');
  const venues = data?.items;
  const isReady = venues && (alerts.data || alerts.problem);
  return html`
    <div class="home">
      <${Hero} venues=${venues} />
      <div class="page is-columns">
        ${!isReady && !problem && html`<div><${Skeleton} lines=${5} /></div><div><${Skeleton} lines=${5} /></div>`}
        ${!venues && problem && html`<${Nothing} problem=${problem} retry=${refresh} />`}
        ${isReady && html`<${Now} venues=${venues} alerts=${alerts.data?.items ?? []} />`}
      </div>
    </div>`;
}

/** The greeting, the city in a sentence, and its skyline: each building a venue, as tall as it is full. */
function Hero({ venues }) {
  const hour = hourOf(now.value);
  const part = hour < 6 || hour >= 21 ? 'night' : hour < 13 ? 'morning' : 'afternoon';
  const counts = venues && tally(venues);
  const open = venues && venues.length - counts.closed;
  const room = venues && counts.quiet + counts.normal;
  const freshest = venues?.map((venue) => venue.now.as_of).filter(Boolean).sort().at(-1);
  const name = me.value?.name;
  return html`
    <section class="hero" data-part=${part} aria-labelledby="hero-title">
      <div class="hero-text">
        <p class="hello">${name ? t(`hello.${part}.name`, { name }) : t(`hello.${part}`)} <span>${longDay(now.value)}, ${clock(now.value)}</span></p>
        <h1 id="hero-title">${venues ? t(`mood.${mood(venues)}`) : t('mood.asking')}</h1>
        <p class="hero-fact">${venues ? t('home.room', { n: room, open }) : ' '} <${Age} at=${freshest} /></p>
      </div>
      <div class="shore">
        <svg class="hills" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true"><path d="M0 20V13c6-1 9-4 15-4s10 3 16 2 9-8 15-8 8 6 14 7 11-4 17-3 9 5 13 4 7-3 10-3v12z" /></svg>
        <${Skyline} venues=${venues} />
      </div>
      <div class="water"><ul class="tally" aria-label=${t('home.tally')}>
        ${['quiet', 'normal', 'busy', 'full', 'closed', 'unknown'].map((state) => html`
          <li><a href=${`/lugares?estado=${state}`} data-state=${state}><${StateMark} state=${state} size=${16} /><b>${counts ? counts[state] : '·'}</b><span>${t(`state.${state}`)}</span></a></li>`)}
      </ul></div>
    </section>`;
}

/** West on the left, as seen from the bay. The words beside it say the same. */
function Skyline({ venues }) {
  const row = venues ? [...venues].sort((a, b) => a.location.lon - b.location.lon) : Array.from({ length: 20 }, () => null);
  return html`
    <div class="skyline" aria-hidden="true">
      ${row.map((venue, i) => html`<span key=${venue?.venue_id ?? i} title=${venue ? named(venue) : undefined} data-state=${venue?.now.state ?? 'asking'} style=${{ blockSize: `${tall(venue, i)}%` }}></span>`)}
    </div>`;
}

const tall = (venue, i) => {
  if (!venue) return 14 + 8 * Math.sin(i * 1.7);
  return venue.now.share === null || venue.now.state === 'closed' ? 9 : 9 + 91 * Math.min(1, venue.now.share);
};

function Now({ venues, alerts }) {
  const { good, full, closing, blind } = whatMatters(venues, now.value, here.value);
  const recent = alerts.filter(({ at }) => cityNow() - Date.parse(at) < RECENT_MS).slice(0, 4);
  const metres = (venue) => here.value && metresBetween(here.value, venue.location);
  const rows = (list, note) => html`<ul class="rows">${list.map((venue) => html`<${VenueRow} key=${venue.venue_id} venue=${venue} metres=${metres(venue)} note=${note?.(venue)} />`)}</ul>`;
  return html`
    <section aria-labelledby="good-title">
      ${recent.length > 0 && html`<h2>${t('home.just_now')}</h2><ul class="events">${recent.map((alert) => html`<${Crossing} key=${alert.at + alert.venue_id} alert=${alert} venue=${venues.find(({ venue_id: id }) => id === alert.venue_id)} />`)}</ul>`}
      <div class="section-head"><h2 id="good-title">${t(here.value ? 'home.good_near' : 'home.good')}</h2><${NearMe} /></div>
      ${good.length ? rows(good) : html`<p class="empty">${t('home.good_none')}</p>`}
    </section>
    <section aria-labelledby="full-title">
      <h2 id="full-title">${t('home.full')}</h2>
      ${full.length ? rows(full) : html`<p class="empty">${t('home.full_none')}</p>`}
      ${closing.length > 0 && html`<h2>${t('home.closing')}</h2>${rows(closing, ({ opening }) => t('closes_at', { time: clock(opening.closes_at) }))}`}
      ${blind.length > 0 && html`<a class="blind" href="/lugares?estado=unknown"><${Icon} name="offline" /><span><b>${t('home.blind', { n: blind.length })}</b> ${blind.map(named).join(', ')}</span></a>`}
      <a class="more" href="/lugares">${t('home.all', { n: venues.length })} <${Icon} name="right" size=${18} /></a>
    </section>`;
}

/** A place that filled up, or has room again. */
const Crossing = ({ alert, venue }) => html`
  <li><a href=${`/lugares/${alert.venue_id}`}>
    <${StateMark} state=${alert.crossing === 'filled' ? 'full' : 'quiet'} size=${18} />
    <span>${venue ? t(`crossing.${alert.crossing}`, { name: named(venue) }) : alert.text} <small>${ago(alert.at)}</small></span>
  </a></li>`;

const NearMe = () => (here.value ? null : html`
  <button class="link" onClick=${locate} aria-disabled=${asking.value === 'asking'}><${Icon} name="near" size=${18} />${asking.value === 'refused' ? t('near.refused') : t('near.use')}</button>`);
