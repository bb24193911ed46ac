/** One place: how many people now and how sure we are, how today goes on, when it is best, and how good its counter is. */
import { html } from '../core/html.js';
import { cityNow, now } from '../core/clock.js';
import { clock, hourOf, isoDay, named, number, percent, t, weekday } from '../core/i18n.js';
import { known, useLive } from '../core/live.js';
import { useTitle } from '../core/router.js';
import { Bars, DayCurve, WeekStrip } from '../chart.js';
import { CityMap } from '../map/map.js';
import { Icon } from '../ui/icon.js';
import { Age, Meter, Nothing, Notice, Skeleton, StateMark } from '../ui/parts.js';

const SLOW_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;

export default function Venue({ params: { id } }) {
  const fresh = useLive(`/crowd/venues/${id}`);
  const listed = known('/crowd/venues?limit=100')?.items.find((one) => one.venue_id === id);
  const venue = fresh.data ?? listed;
  useTitle(venue ? named(venue) : '');
  return html`
    <div class="page venue">
      <a class="back" href="/lugares"><${Icon} name="left" size=${18} />${t('venues.title_short')}</a>
      <h1>${venue ? named(venue) : t(fresh.problem ? 'venue.missing' : 'loading')}</h1>
      ${venue && html`<p class="venue-where"><${Icon} name=${venue.kind} size=${20} /><span>${t(`kind.${venue.kind}`)} · ${venue.address}</span></p>`}
      ${!venue && fresh.problem && html`<${Nothing} problem=${fresh.problem} retry=${fresh.refresh} />`}
      ${!venue && !fresh.problem && html`<${Skeleton} lines=${3} tall="panel" />`}
      ${venue && html`<div class="venue-columns"><${Main} venue=${venue} id=${id} /><${Side} venue=${venue} /></div>`}
    </div>`;
}

function Main({ venue, id }) {
  const [from, to] = today(now.value);
  const history = useLive(`/crowd/venues/${id}/history?from=${from}&to=${to}&step=minute`, { everyMs: SLOW_MS });
  const forecast = useLive(`/crowd/venues/${id}/forecast?hours=12`, { everyMs: SLOW_MS });
  const week = useLive(`/crowd/venues/${id}/week`, { everyMs: DAY_MS });
  return html`
    <div class="venue-main">
      <${NowPanel} venue=${venue} forecast=${forecast} />
      <section class="panel"><h2>${t('venue.today')}</h2><${Today} venue=${venue} history=${history} forecast=${forecast} /></section>
      <section class="panel"><h2>${t('venue.week')}</h2><${Week} week=${week} /></section>
    </div>`;
}

/** From this local midnight to the next, as the API wants them. */
function today(at) {
  const start = at - (at % 60_000) - (hourOf(at) * 60 + new Date(at).getUTCMinutes()) * 60_000;
  const iso = (ms) => new Date(ms).toISOString().replace('.000', '');
  return [iso(start), iso(start + DAY_MS)];
}

/** The big fact. */
function NowPanel({ venue, forecast }) {
  const { now: current, capacity, opening } = venue;
  const isKnown = current.people !== null && current.state !== 'closed';
  return html`
    <section class="now" data-state=${current.state} aria-label=${t('venue.now')}>
      <div class="now-head"><${StateMark} state=${current.state} size=${30} /><div><b class="now-word">${t(`state.${current.state}`)}</b><p>${openingLine(opening)}</p></div><${Age} at=${current.as_of} /></div>
      ${isKnown && html`
        <p class="now-people"><b>${number(current.people)}</b> ${t('people.of_long', { capacity })}</p>
        <${Meter} ...${current} capacity=${capacity} label=${t('venue.share')} />
        <p class="now-range">${t('people.between', { low: current.low, high: current.high })} · ${t('people.share', { share: percent(current.share) })}</p>`}
      ${current.state !== 'closed' && html`<${Sureness} current=${current} capacity=${capacity} />`}
      <${Best} state=${current.state} forecast=${forecast} />
    </section>`;
}

/** When to go: now, or when it will be quieter. Its place is kept while the forecast is on its way. */
function Best({ state, forecast: { data, problem } }) {
  const best = data?.best;
  const text = state === 'quiet' ? t('venue.best_now') : best ? t('venue.best', { from: clock(best.from), to: clock(best.to) }) : data || problem ? t('venue.best_unknown') : '\u00a0';
  const more = best && state !== 'quiet' ? t('venue.best_people', { n: best.people }) : '\u00a0';
  return html`<p class="best"><${Icon} name="clock" size=${20} /><span>${text} <small>${more}</small></span></p>`;
}

/** How sure we are, and why, in plain words: the narrower the interval for the size of the place, the surer. */
function Sureness({ current: { people, low, high, confidence, reason }, capacity }) {
  if (people === null) return html`<p class="sure"><${Icon} name="offline" size=${20} /><span><b>${t('sure.none')}</b> ${t(`reason.${reason ?? 'no_reading_yet'}`)}</span></p>`;
  const width = (high - low) / capacity;
  const level = width <= 0.06 ? 'high' : width <= 0.18 ? 'fair' : 'low';
  return html`<p class="sure" data-level=${level}><span class="sure-bars" aria-hidden="true"><i></i><i></i><i></i></span>
    <span><b>${t(`sure.${level}`)}</b> ${t(`sure.${level}.why`)} <small>${t('sure.odds', { odds: percent(confidence) })}</small></span></p>`;
}

function openingLine({ is_open: isOpen, opens_at: opensAt, closes_at: closesAt, note }) {
  const when = isOpen ? (closesAt ? t('opening.until', { time: clock(closesAt) }) : t('opening.always')) : opensAt ? t('opening.opens', { time: dayAndClock(opensAt) }) : t('opening.closed');
  return note ? `${when} · ${note}` : when;
}

/** "10:00" today, "martes 10:00" another day. */
const dayAndClock = (at) => (isoDay(at) === isoDay(cityNow()) ? clock(at) : `${weekday((new Date(isoDay(at)).getUTCDay() + 6) % 7)} ${clock(at)}`);

function Today({ venue, history, forecast }) {
  if (!history.data) return history.problem ? html`<${Nothing} problem=${history.problem} retry=${history.refresh} />` : html`<${Skeleton} tall="chart" />`;
  const hours = forecast.data?.hours ?? [];
  return html`
    <${DayCurve} points=${history.data.points} hours=${hours} capacity=${venue.capacity} now=${now.value} label=${t('venue.today_label', { name: named(venue) })} />
    <p class="legend"><span class="key-line">${t('chart.counted')}</span><span class="key-dash">${t('chart.expected')}</span><span class="key-band">${t('chart.unsure')}</span></p>
    ${forecast.data && html`<p>${forecast.data.enough_history ? forecast.data.text : t('forecast.not_enough')}</p>`}`;
}

function Week({ week }) {
  if (!week.data) return week.problem ? html`<${Nothing} problem=${week.problem} retry=${week.refresh} />` : html`<${Skeleton} tall="chart" />`;
  const { days, weeks, enough_history: isEnough, score } = week.data;
  if (!isEnough) return html`<${Notice}>${t('week.not_enough')}<//>`;
  const all = days.flatMap((day) => day.hours.filter(Boolean).map(({ hour }) => hour));
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const day = (new Date(isoDay(now.value)).getUTCDay() + 6) % 7;
  const current = hourOf(now.value);
  const typical = days.find((one) => one.weekday === day)?.hours.filter(Boolean) ?? [];
  return html`
    <p>${t('week.about', { n: weeks })}</p>
    <${WeekStrip} days=${days} first=${first} last=${last} today=${day} current=${current} label=${t('week.label')} />
    <p class="legend"><span class="key-heat">${t('week.key')}</span></p>
    ${typical.length > 0 && html`<h3>${t('week.typical', { day: weekday(day) })}</h3><${Bars} hours=${typical} current=${current} label=${t('week.typical', { day: weekday(day) })} />`}
    ${score?.wape_profile != null && html`<p class="small">${t('week.score', { ours: percent(score.wape_profile), naive: percent(score.wape_last_week), n: score.days })}</p>`}`;
}

function Side({ venue }) {
  const quality = venue.counter_quality;
  return html`
    <aside class="venue-side">
      <${CityMap} venues=${[venue]} fixed />
      ${quality && html`
        <section class="panel"><h2>${t('quality.title')}</h2>
          <p class="grade" data-grade=${quality.grade}><${Icon} name="sensor" /><b>${t(`quality.${quality.grade}`)}</b></p>
          <p>${quality.text}</p>
          <dl class="facts">
            ${quality.median_closing_error_pct !== null && html`<div><dt>${t('quality.error')}</dt><dd>${number(quality.median_closing_error_pct)} %</dd></div>`}
            ${venue.today && html`<div><dt>${t('quality.in')}</dt><dd>${number(venue.today.total_in)}</dd></div><div><dt>${t('quality.out')}</dt><dd>${number(venue.today.total_out)}</dd></div>`}
          </dl>
        </section>`}
      <section class="panel"><h2>${t('how.title')}</h2><p>${t('how.text')}</p></section>
    </aside>`;
}
