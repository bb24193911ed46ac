/** Where the card tapped, what each tap cost, and why: with what arrived late already counted in. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { clock, isoDay, lang, longDay, t } from '../../core/i18n.js';
import { useEndless } from '../../core/endless.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { WithAccount } from '../money/account.js';

/** Money set aside until the stay ends: not spent yet. */
const SET_ASIDE = 'stay_open';
const PICTURES = { bus: 'bus', parking: 'parking', bike: 'bike', pool: 'pool', library: 'library', museum: 'museum', sports: 'sports' };

export default function Journeys({ query }) {
  return html`<${Own} title=${t('journeys.title')} lead=${t('journeys.lead')} back=${['/tarjeta', t('card.title')]}><${WithAccount} wanted=${query.get('cuenta')}>${({ account_id: account }) => html`<${Taps} account=${account} key=${account} />`}<//><//>`;
}

function Taps({ account }) {
  const { items, next, problem, isAsking, more, again } = useEndless(`/access/journeys?account_id=${account}&limit=20`);
  const stops = useLive('/access/stops', { everyMs: 3600_000 }).data?.items ?? [];
  const nameOf = Object.fromEntries(stops.map(({ stop, name }) => [stop, name]));
  const days = Object.entries(Object.groupBy(items ?? [], ({ at }) => isoDay(at)));
  return html`
    ${!items && !problem && html`<${Skeleton} lines=${6} />`}
    ${items?.length === 0 && html`<p class="empty">${t('journeys.none')}</p>`}
    ${days.map(([day, taps]) => html`<section key=${day}>
      <h2 class="day-head">${longDay(`${day}T12:00:00Z`)}<b>${t('journeys.day', { amount: euros(taps.reduce((sum, { cents, reason }) => sum + (reason === SET_ASIDE ? 0 : cents), 0)) })}</b></h2>
      <ul class="rows">${taps.map((tap) => html`<${Tap} key=${tap.entry_id} tap=${tap} stop=${nameOf[tap.stop]} account=${account} done=${again} />`)}</ul></section>`)}
    ${problem && html`<${Nothing} problem=${problem} retry=${items ? more : again} />`}
    ${next && !problem && html`<p class="more-row"><${Button} kind="quiet" onClick=${more} aria-disabled=${isAsking}>${t(isAsking ? 'loading' : 'statement.more')}<//></p>`}`;
}

function Tap({ tap, stop, account, done }) {
  const [isOpen, setOpen] = useState(false);
  const where = [tap.line && t('journeys.line', { line: tap.line }), stop ?? tap.stop].filter(Boolean).join(' · ');
  return html`
    <li class="move" data-sign=${tap.cents < 0 ? 1 : 0}>
      <span class="mark"><${Icon} name=${PICTURES[tap.service] ?? 'ticket'} size=${20} /></span>
      <span class="move-what"><b>${where || t(`service.${tap.service}`)}</b><small>${clock(tap.at)} · ${tap.explanation[lang.value]}</small>
        ${tap.reason === SET_ASIDE && html`<button class="link" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>${t('journeys.ended')}</button>`}</span>
      <span class="move-cents"><b>${euros(tap.cents)}</b>${tap.reason === SET_ASIDE && html`<small>${t('statement.held')}</small>`}</span>
      ${isOpen && html`<${Ended} tap=${tap} account=${account} done=${done} />`}
    </li>`;
}

/** A reader did not tell the end of a stay: whoever stayed may. */
function Ended({ tap, account, done }) {
  const form = useForm({ ended_at: '' }, async ({ ended_at: written }) => {
    const at = new Date(written);
    await call('POST', `/access/journeys/${tap.entry_id}/end`, { body: { account_id: account, ended_at: Number.isNaN(at.getTime()) ? '' : at.toISOString() } });
    await done();
  });
  const labels = { ended_at: t('journeys.ended_at') };
  return html`<div class="move-form"><${Form} form=${form} labels=${labels} button=${t('journeys.tell')}><${Field} form=${form} name="ended_at" type="datetime-local" label=${labels.ended_at} hint=${t('journeys.ended_hint')} /><//></div>`;
}
