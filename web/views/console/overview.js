/** What the people who run it must know first: what is wrong, then how the city is. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has } from '../../core/session.js';
import { tally } from '../../city.js';
import { CityMap } from '../../map/map.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton, StateWord } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Overview() {
  return html`<${Frame} page="overview" title=${t('console.title')}><${Now} /><//>`;
}

function Now() {
  const venues = useLive('/crowd/venues?limit=100', { all: true });
  const counters = useLive(has('staff') ? '/crowd/counters?limit=100' : null, { signed: true, all: true });
  const faulty = counters.data?.items.filter(({ findings }) => findings.length) ?? [];
  const counts = venues.data && tally(venues.data.items);
  return html`
    <div class="pair">
      <section class="panel"><h2>${t('console.attention')}</h2>
        ${!counters.data && !counters.problem && html`<${Skeleton} lines=${3} />`}
        ${counters.data && faulty.length > 0 && html`<ul class="todo">${faulty.slice(0, 8).map((counter) => html`
          <li><${Icon} name="warning" /><div><a href=${`/consola/lugares/${counter.venue_id}`}>${counter.venue_name}</a> <small>${counter.door_name}</small>
            ${counter.findings.map((finding) => html`<p>${finding.text}</p>`)}</div></li>`)}</ul>`}
        ${(counters.problem || (counters.data && !faulty.length)) && html`<${Nothing} problem=${counters.data ? null : counters.problem} empty=${t('counters.all_fine')} retry=${counters.refresh} />`}
      </section>
      <section class="panel"><h2>${t('console.city')}</h2>
        ${counts ? html`<dl class="big">${Object.entries(counts).filter(([, n]) => n).map(([state, n]) => html`<div><dt><${StateWord} state=${state} /></dt><dd>${n}</dd></div>`)}</dl>`
          : html`<${Skeleton} lines=${2} />`}
      </section>
    </div>
    <div class="desk-map"><${CityMap} venues=${venues.data?.items ?? []} /></div>`;
}
