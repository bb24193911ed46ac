/** Everything that moved, the newest first, without an end: what it was, why it cost that, and what was mended later. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { fetched } from '../../core/api.js';
import { clock, isoDay, longDay, monthName, stamp, t } from '../../core/i18n.js';
import { now } from '../../core/clock.js';
import { useEndless } from '../../core/endless.js';
import { save } from '../../core/files.js';
import { euros, moved } from '../../core/money.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

/** What stands beside an entry, by its kind and who was paid. */
const PICTURES = { top_up: 'plus', top_up_return: 'minus', refund: 'turn', hold: 'clock', void: 'clock', expiry: 'clock', transfer_in: 'down', transfer_out: 'up', adjustment: 'eyes', fare: 'bus' };
const LATE_MS = 12 * 3600_000;

export function Statement({ account }) {
  const { items, next, problem, isAsking, more, again } = useEndless(`/wallet/accounts/${account.account_id}/entries?limit=20`);
  const days = Object.entries(Object.groupBy(items ?? [], ({ posted_at: at }) => isoDay(at)));
  const end = useSight(() => next && !isAsking && !problem && more());
  return html`
    <section aria-labelledby="moves"><div class="section-head"><h2 id="moves">${t('statement.title')}</h2><${Month} account=${account} /></div>
      ${!items && !problem && html`<${Skeleton} lines=${5} />`}
      ${items?.length === 0 && html`<p class="empty">${t('statement.none')}</p>`}
      ${days.map(([day, entries]) => html`<h3 class="day-head">${longDay(`${day}T12:00:00Z`)}</h3><ul class="rows">${entries.map((entry) => html`<${Move} key=${entry.entry_id} entry=${entry} account=${account.account_id} />`)}</ul>`)}
      ${problem && html`<${Nothing} problem=${problem} retry=${items ? more : again} />`}
      ${next && !problem && html`<p class="more-row" ref=${end}><${Button} kind="quiet" onClick=${more} aria-disabled=${isAsking}>${t(isAsking ? 'loading' : 'statement.more')}<//></p>`}
    </section>`;
}

/** A touch shows the rest of a movement, and the way to its proof. */
function Move({ entry, account }) {
  const [isOpen, setOpen] = useState(false);
  const isLate = Date.parse(entry.posted_at) - Date.parse(entry.at) > LATE_MS;
  const set = entry.amount_cents === 0 && entry.held_cents;
  return html`
    <li class="move" data-sign=${Math.sign(entry.amount_cents)}>
      <span class="mark"><${Icon} name=${entry.payee?.includes('parking') ? 'parking' : PICTURES[entry.kind] ?? 'euro'} size=${20} /></span>
      <span class="move-what"><button class="move-name" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>${entry.text}</button><small>${clock(entry.at)}</small>
        ${isLate && html`<small class="move-late"><${Icon} name="info" size=${16} />${t('statement.late', { at: stamp(entry.at) })}</small>`}</span>
      <span class="move-cents"><b>${set ? euros(Math.abs(set)) : moved(entry.amount_cents)}</b><small>${set ? t(set > 0 ? 'statement.held' : 'statement.freed') : euros(entry.balance_cents)}</small></span>
      ${isOpen && html`<div class="move-form"><dl class="facts">
        ${[[t('statement.when'), stamp(entry.at)], [t('statement.booked'), stamp(entry.posted_at)], [t('statement.with'), entry.payee_name], [t('statement.balance'), euros(entry.balance_cents)]].map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}
        <div><dt>${t('statement.id')}</dt><dd class="mono">${entry.entry_id}</dd></div></dl>
        <p><a href=${`/monedero/prueba/${account}/${entry.entry_id}`}>${t('proof.title')}</a></p></div>`}
    </li>`;
}

/** The month as a file, for who keeps papers. A private answer: it is fetched with the token and saved, never linked. */
function Month({ account }) {
  const months = Array.from({ length: 6 }, (_, back) => monthBefore(isoDay(now.value).slice(0, 7), back));
  const [month, setMonth] = useState(months[0]);
  const [problem, setProblem] = useState(null);
  const take = (kind) => fetched(`/wallet/accounts/${account.account_id}/statement/${month}/${kind}`).then((blob) => {
    setProblem(null);
    save(blob, `cercano-${month}.${kind}`);
  }, setProblem);
  return html`
    <div class="month"><label class="unseen" for="month">${t('statement.month')}</label>
      <select id="month" value=${month} onChange=${(event) => setMonth(event.currentTarget.value)}>${months.map((one) => html`<option value=${one}>${monthName(one)}</option>`)}</select>
      ${['csv', 'pdf'].map((kind) => html`<${Button} kind="quiet is-small" icon="download" onClick=${() => take(kind)}>${kind.toUpperCase()}<span class="unseen"> ${monthName(month)}</span><//>`)}
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
    </div>`;
}

const monthBefore = (month, back) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 - back, 1)).toISOString().slice(0, 7);

/** Asks for more a little before one gets there. @param {() => void} act */
function useSight(act) {
  const mark = useRef(null);
  useEffect(() => {
    if (!mark.current) return undefined;
    const watch = new IntersectionObserver(([seen]) => seen.isIntersecting && act(), { rootMargin: '300px' });
    watch.observe(mark.current);
    return () => watch.disconnect();
  });
  return mark;
}
