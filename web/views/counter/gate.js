/** A gate to try with: choose where it hangs, show it a card, and see whether it opens, what it costs and why. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { cityNow } from '../../core/clock.js';
import { clock, isoDay, lang, named, t } from '../../core/i18n.js';
import { tellWindows, useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Choice } from '../../ui/choice.js';
import { Field, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { Nearby } from './nearby.js';
import { Reader } from './reader.js';
import { Staffed } from './staffed.js';

const HOURLY = { everyMs: 3600_000 };
const OPERATORS = { bus: 'tus', bike: 'bikes' };
const SHOWN = 5;

export default function Gate() {
  return html`<${Staffed} wide role="operator" title=${t('gate.title')} lead=${t('gate.lead')}><${Standing} /><//>`;
}

function Standing() {
  const asked = [useLive('/access/lines', HOURLY), useLive('/access/stops', HOURLY), useLive('/access/fares', HOURLY)];
  const [lines, stops, fares] = asked.map(({ data }) => data?.items);
  const failed = asked.find(({ data, problem }) => !data && problem);
  if (failed) return html`<${Nothing} problem=${failed.problem} retry=${() => Promise.all(asked.map(({ refresh }) => refresh()))} />`;
  if (!lines || !stops || !fares) return html`<${Skeleton} tall="panel" />`;
  const today = fares.find(({ valid_from: first }) => first <= isoDay(cityNow()));
  if (!today) return html`<${Nothing} empty=${t('gate.no_fares')} />`;
  return html`<${Validator} lines=${lines} stops=${stops} products=${today.products} />`;
}

function Validator({ lines, stops, products }) {
  const [told, setTold] = useState(/** @type {any[]} */ ([]));
  const [isBusy, setBusy] = useState(false);
  const form = useForm({ service: products[0].service, line: lines[0]?.line ?? '', stop: '', kind: 'on' }, async () => undefined);
  const { service, line, kind } = form.values;
  const isStay = products.find((one) => one.service === service).kind === 'stay';
  const called = new Set(lines.find((one) => one.line === line)?.stops);
  const here = stops.filter(({ stop }) => called.has(stop));
  const stop = called.has(form.values.stop) ? form.values.stop : here[0]?.stop ?? '';
  const place = { service, operator: OPERATORS[service] ?? service, ...(service === 'bus' && { line, stop, vehicle: 'demo' }) };
  const show = async (text) => {
    setBusy(true);
    const answer = await tapped(text, isStay ? kind : 'entry', place).catch((problem) => ({ granted: false, text: { es: problem.message, en: problem.message } }));
    tellWindows();
    setTold((before) => [{ ...answer, at: cityNow(), where: service === 'bus' ? line : '', service }, ...before].slice(0, SHOWN));
    setBusy(false);
  };
  const nameOf = (one) => named(products.find((product) => product.service === one));
  return html`
    <div class="gate">
      <section class="panel"><h2>${t('gate.where')}</h2>
        <${Field} form=${form} name="service" label=${t('gate.service')} options=${products.map((one) => [one.service, named(one)])} />
        ${service === 'bus' && html`<div class="fields"><${Field} form=${form} name="line" label=${t('gate.line')} options=${lines.map((one) => [one.line, `${one.line} · ${one.name}`])} />
          <${Field} form=${{ ...form, values: { ...form.values, stop } }} name="stop" label=${t('gate.stop')} options=${here.map(({ stop: id, name }) => [id, name])} /></div>`}
        ${isStay && html`<${Choice} wide form=${form} name="kind" legend=${t('gate.kind')} options=${['on', 'off'].map((one) => [one, t(`gate.kind_${one}`)])} />`}
      </section>
      <div class="gate-front" role="status" aria-atomic="true"><${Lamp} key=${told[0]?.at} told=${told[0]} isBusy=${isBusy} /></div>
      <section class="panel"><h2>${t('gate.card')}</h2><${Nearby} onRead=${show} isBusy=${isBusy} /><${Reader} goesOn onRead=${show} isBusy=${isBusy} /></section>
      ${told.length > 1 && html`<section class="gate-past"><h2>${t('gate.past')}</h2><ul class="rows">${told.slice(1).map((one) => html`
        <li class="move" key=${one.at} data-price=${one.granted ? 'free' : 'closed'}><span class="mark"><${Icon} name=${one.granted ? 'quiet' : 'close'} size=${20} /></span>
          <span class="move-what"><b>${one.text[lang.value]}</b><small>${clock(one.at)} · ${nameOf(one.service)} ${one.where}</small></span><span class="move-cents"><b>${one.granted ? euros(one.cents) : ''}</b></span></li>`)}</ul></section>`}
    </div>`;
}

/** First whether the code is that of a living card, now; then the tap, which pays at once. */
async function tapped(qr, kind, place) {
  const at = new Date(cityNow());
  const { data: card } = await call('POST', '/card/proofs', { body: { qr } });
  const { data } = await call('POST', '/access/taps', { body: { at: at.toISOString(), credential: card.credential_id, counter: at.getTime(), kind, place } });
  return { ...data, card_class: card.card_class };
}

/** What the person at the gate sees: green or red, a word, the price and its reason. */
function Lamp({ told, isBusy }) {
  const box = useRef(null);
  useEffect(() => void (told && box.current?.scrollIntoView({ block: 'nearest' })), [told]);
  if (isBusy || !told) return html`<section class="lamp is-idle"><${Icon} name="scan" size=${72} /><h2>${t(isBusy ? 'gate.asking' : 'gate.idle')}</h2><p>${t('gate.idle_text')}</p></section>`;
  return html`
    <section class=${`lamp ${told.granted ? 'is-open' : 'is-shut'}`} ref=${box}>
      <${Icon} name=${told.granted ? 'quiet' : 'close'} size=${72} />
      <h2>${t(told.granted ? 'gate.open' : 'gate.shut')}</h2>
      ${told.granted && html`<b>${euros(told.cents)}</b>`}
      <p>${told.text[lang.value]}</p>
      ${told.card_class && html`<p class="lamp-class">${t(`class.${told.card_class}`)}</p>`}
      ${told.balance_cents != null && html`<p class="lamp-left">${t('gate.left', { amount: euros(told.balance_cents) })}</p>`}
    </section>`;
}
