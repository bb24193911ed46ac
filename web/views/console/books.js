/** The day's money in our books against the payment page's, the bank's and the tills': what does not agree stays open until somebody says why. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { now } from '../../core/clock.js';
import { isoDay, number, percent, shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { centsOf, euros } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { has } from '../../core/session.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

const WHYS = ['other_day', 'bank_fee', 'count_wrong', 'refunded_outside', 'not_the_cards', 'put_right', 'written_off'];
const DAY_MS = 86_400_000;

export default function Books({ query }) {
  const day = /^\d{4}-\d\d-\d\d$/.test(query.get('dia') ?? '') ? query.get('dia') : isoDay(now.value - DAY_MS);
  return html`<${Frame} page="books" title=${t('console.books')}><${Day} day=${day} key=${day} /><${Volume} /><//>`;
}

function Day({ day }) {
  const path = `/wallet/reconciliation?date=${day}`;
  const { data, problem, refresh } = useLive(has('staff') ? path : null, { signed: true });
  const [explaining, setExplaining] = useState(null);
  const [told, setTold] = useState(null);
  const done = async (text) => {
    setTold(text);
    setExplaining(null);
    await refresh();
  };
  const rows = data?.items.map((item) => [
    html`<span>${t(`book_source.${item.source}`)}<small>${item.reference}</small></span>`, t(`book_kind.${item.kind}`), item.ours_cents === null ? '–' : euros(item.ours_cents), item.theirs_cents === null ? '–' : euros(item.theirs_cents),
    item.explanation ? html`<span class="fine">${t(`book_why.${item.explanation.why}`)}${item.explanation.note && html`<small>${item.explanation.note}</small>`}</span>`
      : html`<${Button} kind="quiet is-small" onClick=${() => setExplaining(item)}>${t('books.explain')}<span class="unseen"> ${item.reference}</span><//>`,
  ]);
  return html`
    <section class="panel"><div class="field is-short"><label for="day">${t('books.day')}</label><input id="day" type="date" value=${day} max=${isoDay(now.value)} onChange=${(event) => event.currentTarget.value && setQuery({ dia: event.currentTarget.value })} /></div>
      ${!data && (problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${3} />`)}
      ${data && html`
        <dl class="big"><div><dt>${t('books.agreed')}</dt><dd>${number(data.agreed)}</dd></div><div><dt>${t('books.open')}</dt><dd>${number(data.open)}</dd></div></dl>
        <p class=${data.open ? 'finding' : 'fine'}><${Icon} name=${data.open ? 'warning' : 'quiet'} size=${20} />${data.open ? t('books.look', { n: data.open }) : t(data.agreed || rows.length ? 'books.all_agree' : 'books.nothing')}</p>`}
      ${told && html`<${Notice} tone="good" title=${told} live />`}
      ${rows?.length > 0 && html`<${Table} hidden caption=${t('books.items')} heads=${[t('books.with'), t('books.what'), t('books.ours'), t('books.theirs'), t('books.why')]} numeric=${[2, 3]} rows=${rows} />`}
    </section>
    ${explaining && html`<${Explain} key=${explaining.item_id} day=${day} item=${explaining} done=${done} cancel=${() => setExplaining(null)} />`}
    <div class="pair"><${CashCount} day=${day} done=${done} /><${Report} day=${day} done=${done} /></div>`;
}

function Explain({ day, item, done, cancel }) {
  const form = useForm({ why: WHYS[0], note: '' }, async (values) => {
    await call('POST', `/wallet/reconciliation/${day}/items/${encodeURIComponent(item.item_id)}/explanation`, { body: values });
    await done(t('books.explained', { what: item.reference }));
  });
  const labels = { why: t('books.why'), note: t('books.note') };
  return html`
    <section class="panel"><h2>${t('books.explain_title', { what: item.reference })}</h2>
      <${Form} form=${form} labels=${labels} button=${t('books.explain')} aside=${html`<button type="button" class="link" onClick=${cancel}>${t('cancel')}</button>`}>
        <${Field} form=${form} name="why" label=${labels.why} options=${WHYS.map((one) => [one, t(`book_why.${one}`)])} />
        <${Field} form=${form} name="note" label=${labels.note} hint=${t('books.note_hint')} autocomplete="off" />
      <//>
    </section>`;
}

/** What was in a till at the end of the day, less what was in it at the beginning. */
function CashCount({ day, done }) {
  const form = useForm({ place: 'desk', counted_cents: '' }, async ({ place, counted_cents: written }) => {
    await call('POST', `/wallet/reconciliation/${day}/cash-counts`, { body: { place: place.trim(), counted_cents: centsOf(written) ?? written } });
    form.setValues({ place: 'desk', counted_cents: '' });
    await done(t('books.counted'));
  });
  const labels = { place: t('books.place'), counted_cents: t('books.cash') };
  return html`
    <section class="panel"><h2>${t('books.count_title', { day: shortDay(day) })}</h2><p>${t('books.count_text')}</p>
      <${Form} form=${form} labels=${labels} button=${t('books.count')}>
        <div class="fields"><${Field} form=${form} name="place" label=${labels.place} hint=${t('books.place_hint')} autocapitalize="none" autocomplete="off" />
        <${Field} form=${form} name="counted_cents" label=${labels.counted_cents} hint=${t('books.cash_hint')} inputmode="decimal" autocomplete="off" /></div>
      <//>
    </section>`;
}

/** The payment page's list of a day, as its website gives it: an order and an amount a line. */
function Report({ day, done }) {
  const form = useForm({ lines: '' }, async ({ lines: pasted }) => {
    const lines = pasted.split('\n').map((line) => line.split(/[;\t]/)).filter(([order]) => order.trim()).map(([order, amount = '']) => ({ order: order.trim(), amount_cents: centsOf(amount) ?? amount.trim() }));
    const { data } = await call('POST', `/wallet/reconciliation/${day}/gateway-report`, { body: { lines } });
    form.setValues({ lines: '' });
    await done(t('books.reported', { n: data.lines }));
  });
  const bad = Object.keys(form.problem?.fields ?? {}).map((name) => [name, t('books.line', { n: Number(name.split('.')[1]) + 1 })]);
  const labels = { lines: t('books.lines'), ...Object.fromEntries(bad.filter(([name]) => name !== 'lines')) };
  return html`
    <section class="panel"><h2>${t('books.report_title', { day: shortDay(day) })}</h2><p>${t('books.report_text')}</p>
      <${Form} form=${form} labels=${labels} button=${t('books.report')}><${Field} form=${form} name="lines" label=${labels.lines} hint=${t('books.lines_hint')} rows=${5} spellcheck=${false} autocomplete="off" /><//>
    </section>`;
}

/** How near the card is to the yearly limit of the law, above which the supervisor is told. */
function Volume() {
  const { data, problem } = useLive(has('staff') ? '/wallet/network-volume' : null, { signed: true, everyMs: 600_000 });
  if (!data || problem) return null;
  const share = Math.min(1, data.paid_cents / data.limit_cents);
  return html`
    <section class="panel"><h2>${t('volume.title')}</h2><p>${t('volume.text', { limit: euros(data.limit_cents) })}</p>
      <dl class="big"><div><dt>${t('volume.paid', { since: shortDay(data.since), until: shortDay(data.until) })}</dt><dd>${euros(data.paid_cents)}</dd></div></dl>
      <progress class="volume" max="1" value=${share} aria-label=${t('volume.title')}></progress>
      <p class=${data.percent >= data.warns_at_percent ? 'finding' : 'fine'}><${Icon} name=${data.percent >= data.warns_at_percent ? 'warning' : 'quiet'} size=${20} />${t(data.percent >= data.warns_at_percent ? 'volume.near' : 'volume.far', { share: percent(data.percent / 100) })}</p>
    </section>`;
}
