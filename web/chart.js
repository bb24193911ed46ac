/** Three small charts, each a picture with a sentence and a table that says the same. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './core/html.js';
import { clock, hourOf, number, percent, t, weekday } from './core/i18n.js';
import { Table } from './ui/parts.js';

const HOUR_MS = 3_600_000;
const STEP_MS = 5 * 60_000;
const LEFT = 40;
const RIGHT = 20;
const BOTTOM = 26;
const TOP = 14;

/** A picture as wide as its place, its height known beforehand so that nothing jumps. */
function Chart({ height, label, children, table }) {
  const place = useRef(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => setWidth(Math.round(contentRect.width)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return html`
    <div class="chart">
      <div ref=${place} style=${{ blockSize: `${height}px` }}>
        ${width > 0 && html`<svg width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>${children(width, height)}</svg>`}
      </div>
      <details><summary>${t('chart.data')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${label}>${table}</div></details>
    </div>`;
}

/** Round numbers from zero to just above the top: 0, 50, 100... */
function ticks(top) {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough && n >= 1) ?? 1;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}

const path = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
const band = (low, high) => (low.length ? `${path(high)}${path([...low].reverse()).replace('M', 'L')}Z` : '');

/** Readings in steps of five minutes, in runs without a gap. @param {any[]} points */
function runs(points) {
  const steps = new Map();
  for (const point of points) {
    const step = Math.floor(Date.parse(point.at) / STEP_MS) * STEP_MS;
    steps.set(step, point);
  }
  const found = [];
  let isGap = true;
  for (const [at, point] of steps) {
    if (point.people !== null && isGap) found.push([]);
    if (point.people !== null) found.at(-1).push({ ...point, people: Math.round(point.people), at });
    isGap = point.people === null;
  }
  return found;
}

/**
 * Today so far and the hours to come: a solid line for what was counted, a dashed one for what is expected.
 * @param {{points: any[], hours: any[], capacity: number, now: number, label: string}} props
 */
export function DayCurve({ points, hours, capacity, now, label }) {
  const past = runs(points);
  const counted = past.flat();
  const last = counted.at(-1);
  const ahead = hours.filter(({ at, is_open: isOpen }) => isOpen && Date.parse(at) > now && Date.parse(at) - now < 14 * HOUR_MS).map((hour) => ({ ...hour, at: Date.parse(hour.at) }));
  const end = ahead.findIndex((hour, i) => i && hour.at - ahead[i - 1].at > HOUR_MS);
  const coming = end > 0 ? ahead.slice(0, end) : ahead;
  const joined = last && coming.length && coming[0].at - last.at < 2 * HOUR_MS ? [last, ...coming] : coming;
  const everything = [...counted, ...coming];
  const from = Math.floor(Math.min(now - HOUR_MS, ...everything.map(({ at }) => at)) / HOUR_MS) * HOUR_MS;
  const to = Math.ceil(Math.max(now + HOUR_MS / 2, ...everything.map(({ at }) => at)) / HOUR_MS) * HOUR_MS;
  const highest = Math.max(4, ...everything.map(({ people, high }) => Math.max(people, high ?? 0)));
  const top = highest * 1.12;
  const rows = [...counted.filter(({ at }) => at % HOUR_MS === 0).map((point) => [clock(point.at), number(point.people), `${number(point.low)}–${number(point.high)}`, t('chart.counted')]),
    ...coming.map((hour) => [clock(hour.at), number(hour.people), `${number(hour.low)}–${number(hour.high)}`, t('chart.expected')])];

  return html`
    <${Chart} height=${230} label=${label} table=${html`<${Table} hidden caption=${label} heads=${[t('chart.time'), t('chart.people'), t('chart.between'), t('chart.kind')]} rows=${rows} numeric=${[1, 2]} />`}>
      ${(width, height) => {
        const x = (at) => LEFT + ((at - from) / (to - from)) * (width - LEFT - RIGHT);
        const y = (people) => TOP + (1 - people / top) * (height - TOP - BOTTOM);
        const line = (run, key = 'people') => run.map((point) => [x(point.at), y(point[key] ?? point.people)]);
        const every = [1, 2, 3, 4, 6].find((n) => (width - LEFT) / ((to - from) / HOUR_MS / n) > 52) ?? 6;
        const marks = Array.from({ length: (to - from) / HOUR_MS + 1 }, (_, i) => from + i * HOUR_MS).filter((at) => hourOf(at) % every === 0);
        return html`
          ${ticks(top).map((people) => html`<g class="grid"><line x1=${LEFT} x2=${width} y1=${y(people)} y2=${y(people)} /><text x=${LEFT - 8} y=${y(people) + 4} text-anchor="end">${number(people)}</text></g>`)}
          ${marks.map((at) => html`<text class="tick" x=${x(at)} y=${height - 6} text-anchor="middle">${clock(at)}</text>`)}
          ${capacity <= top && html`<g class="capacity"><line x1=${LEFT} x2=${width} y1=${y(capacity)} y2=${y(capacity)} /><text x=${width} y=${y(capacity) - 6} text-anchor="end">${t('chart.capacity')}</text></g>`}
          <path class="band is-ahead" d=${band(line(joined, 'low'), line(joined, 'high'))} />
          ${past.map((run) => html`<path class="band" d=${band(line(run, 'low'), line(run, 'high'))} /><path class="area" d=${`${path(line(run))}L${x(run.at(-1).at)} ${y(0)}L${x(run[0].at)} ${y(0)}Z`} /><path class="line" d=${path(line(run))} />`)}
          <path class="line is-ahead" d=${path(line(joined))} />
          <line class="now-line" x1=${x(now)} x2=${x(now)} y1=${TOP - 6} y2=${height - BOTTOM} />
          ${last && html`<circle class="now-dot" cx=${x(last.at)} cy=${y(last.people)} r="5" />`}`;
      }}
    <//>`;
}

/**
 * A typical day, hour by hour, the hour that it is now standing out.
 * @param {{hours: Array<{hour: number, people: number | null}>, current: number | null, label: string}} props
 */
export function Bars({ hours, current, label }) {
  const top = Math.max(4, ...hours.map(({ people }) => people ?? 0)) * 1.08;
  const rows = hours.map(({ hour, people }) => [`${hour}:00`, people === null ? '–' : number(people)]);
  return html`
    <${Chart} height=${150} label=${label} table=${html`<${Table} hidden caption=${label} heads=${[t('chart.time'), t('chart.people')]} rows=${rows} numeric=${[1]} />`}>
      ${(width, height) => {
        const step = width / hours.length;
        const tall = (people) => ((people ?? 0) / top) * (height - BOTTOM - TOP);
        return hours.map(({ hour, people }, i) => html`
          <rect class=${hour === current ? 'bar-now' : 'bar-hour'} x=${i * step + 2} width=${Math.max(2, step - 4)} y=${height - BOTTOM - tall(people)} height=${Math.max(2, tall(people))} rx="3" />
          ${hour % (step > 34 ? 1 : step > 17 ? 2 : 3) === 0 && html`<text class="tick" x=${(i + 0.5) * step} y=${height - 6} text-anchor="middle">${hour}</text>`}`);
      }}
    <//>`;
}

/**
 * The week at a glance: a row a day, darker = fuller.
 * @param {{days: Array<{weekday: number, hours: Array<any>}>, first: number, last: number, today: number, current: number, label: string}} props hours of the day, `last` included
 */
export function WeekStrip({ days, first, last, today, current, label }) {
  const hours = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const cell = (day, hour) => day.hours.find((one) => one?.hour === hour) ?? null;
  const most = Math.max(0.05, ...days.flatMap(({ hours: all }) => all.map((one) => one?.share ?? 0)));
  const rows = hours.map((hour) => [`${hour}:00`, ...days.map((day) => (cell(day, hour) ? percent(cell(day, hour).share) : '–'))]);
  const TALL = 24;
  return html`
    <${Chart} height=${7 * TALL + 22} label=${label} table=${html`<${Table} hidden caption=${label} heads=${[t('chart.time'), ...days.map((day) => weekday(day.weekday, 'short'))]} rows=${rows} numeric=${[1, 2, 3, 4, 5, 6, 7]} />`}>
      ${(width, height) => {
        const step = (width - 26) / hours.length;
        return html`
          ${days.map((day, row) => html`
            <text class=${day.weekday === today ? 'tick is-today' : 'tick'} x="0" y=${row * TALL + 16}>${weekday(day.weekday, 'narrow')}</text>
            ${hours.map((hour, i) => html`<rect class=${cell(day, hour) ? 'cell' : 'cell is-closed'} x=${26 + i * step + 1} y=${row * TALL + 1} width=${Math.max(1, step - 2)} height=${TALL - 2} rx="4"
              fill-opacity=${cell(day, hour) ? 0.08 + 0.92 * (cell(day, hour).share / most) : 1} />`)}`)}
          ${current >= first && current <= last && html`<rect class="cell-now" x=${26 + (current - first) * step + 0.5} y=${days.findIndex((day) => day.weekday === today) * TALL + 0.5} width=${step - 1} height=${TALL - 1} rx="5" />`}
          ${hours.map((hour, i) => hour % (step > 34 ? 1 : step > 17 ? 2 : 3) === 0 && html`<text class="tick" x=${26 + (i + 0.5) * step} y=${height - 4} text-anchor="middle">${hour}</text>`)}`;
      }}
    <//>`;
}
