/** The small pieces every screen is made of. */
import { html } from '../core/html.js';
import { ago, number, percent, t } from '../core/i18n.js';
import { isOnline } from '../core/live.js';
import { Icon } from './icon.js';

/** Icon in a disc of the state's colour. @param {{state: string, size?: number}} props */
export const StateMark = ({ state, size = 22 }) => html`<span class="mark" data-state=${state}><${Icon} name=${state} size=${size} /></span>`;

/** Icon, word and colour together. @param {{state: string}} props */
export const StateWord = ({ state }) => html`<span class="state" data-state=${state}><${Icon} name=${state} size=${18} />${t(`state.${state}`)}</span>`;

/**
 * How full, and how sure: a bar with its interval drawn at the end.
 * @param {{people: number | null, low: number | null, high: number | null, capacity: number, state: string, label?: string}} props
 */
export function Meter({ people, low, high, capacity, state, label }) {
  const part = (value) => `${Math.min(100, (100 * (value ?? 0)) / capacity)}%`;
  const spoken = label && { role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': Math.max(capacity, people ?? 0), 'aria-valuenow': people ?? 0, 'aria-valuetext': people === null ? t('state.unknown') : percent(people / capacity) };
  return html`
    <span class="meter" data-state=${state} aria-hidden=${label ? undefined : 'true'} ...${spoken}>
      ${people !== null && html`
        <span class="meter-sure" style=${{ insetInlineStart: part(low), inlineSize: `calc(${part(high)} - ${part(low)})` }}></span>
        <span class="meter-fill" style=${{ inlineSize: part(people) }}></span>`}
    </span>`;
}

/** How old the news is; says so when it is not fresh from the city. @param {{at: string | number | null}} props */
export const Age = ({ at }) => at && html`<span class=${`age ${isOnline.value ? 'is-live' : ''}`}><span class="age-dot"></span>${ago(at)}</span>`;

/** "82 de 900". @param {{people: number | null, capacity: number}} props */
export const People = ({ people, capacity }) => html`
  <span class="people"><b>${people === null ? '–' : number(people)}</b> <small>${t('people.of', { capacity })}</small></span>`;

/** Space kept for what is still on its way. @param {{lines?: number, tall?: string}} props */
export const Skeleton = ({ lines = 1, tall = 'row' }) => html`
  <div class="skeletons" aria-hidden="true">${Array.from({ length: lines }, () => html`<div class=${`skeleton is-${tall}`}></div>`)}</div>`;

/** A message that stands by itself. @param {{tone?: 'info' | 'warning' | 'good', icon?: string, title?: string, children?: any, live?: boolean}} props */
export const Notice = ({ tone = 'info', icon = tone === 'good' ? 'quiet' : tone, title, children, live }) => html`
  <div class=${`notice is-${tone}`} role=${live ? 'status' : undefined}>
    <${Icon} name=${icon} /><div>${title && html`<strong>${title}</strong>`}${children && html`<div>${children}</div>`}</div>
  </div>`;

/** What a list says when it has nothing, or when the city could not be asked. @param {{problem: any, empty: string, retry: () => void}} props */
export const Nothing = ({ problem, empty, retry }) => (problem
  ? html`<${Notice} tone="warning" icon=${problem.status ? 'warning' : 'offline'} title=${problem.message}>
      <button class="link" onClick=${retry}>${t('retry')}</button>${problem.status >= 500 && html` <small>${t('problem.reference', { id: problem.correlationId })}</small>`}
    <//>`
  : html`<p class="empty">${empty}</p>`);

/**
 * A table that reads well on a phone: each cell can repeat its heading.
 * @param {{caption: string, heads: string[], rows: any[][], numeric?: number[], hidden?: boolean}} props `hidden` hides the caption from view
 */
export const Table = ({ caption, heads, rows, numeric = [], hidden }) => html`
  <table class="table">
    <caption class=${hidden ? 'unseen' : undefined}>${caption}</caption>
    <thead><tr>${heads.map((head, i) => html`<th scope="col" class=${numeric.includes(i) ? 'num' : undefined}>${head}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => (i
      ? html`<td class=${numeric.includes(i) ? 'num' : undefined} data-head=${heads[i]}>${cell}</td>`
      : html`<th scope="row">${cell}</th>`))}</tr>`)}</tbody>
  </table>`;
