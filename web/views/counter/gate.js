/** A gate to try with: choose where it hangs, show it a card, and see whether it opens and what it cost. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { cityNow } from '../../core/clock.js';
import { lang, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Field, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { Reader } from './reader.js';
import { Staffed } from './staffed.js';

export default function Gate() {
  return html`<${Staffed} role="operator" title=${t('gate.title')} lead=${t('gate.lead')}><${Standing} /><//>`;
}

function Standing() {
  const lines = useLive('/access/lines', { everyMs: 3600_000 });
  const stops = useLive('/access/stops', { everyMs: 3600_000 });
  if (!lines.data || !stops.data) return lines.problem || stops.problem ? html`<${Nothing} problem=${lines.problem ?? stops.problem} retry=${() => Promise.all([lines.refresh(), stops.refresh()])} />` : html`<${Skeleton} tall="panel" />`;
  return html`<${Validator} lines=${lines.data.items} stops=${stops.data.items} />`;
}

function Validator({ lines, stops }) {
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [isBusy, setBusy] = useState(false);
  const form = useForm({ line: lines[0]?.line ?? '', stop: '' }, async () => undefined);
  const { line: chosen } = form.values;
  const called = new Set(lines.find(({ line }) => line === chosen)?.stops);
  const here = stops.filter(({ stop }) => called.has(stop));
  const stop = called.has(form.values.stop) ? form.values.stop : here[0]?.stop ?? '';
  const show = async (text) => {
    setBusy(true);
    setTold(await tapped(text, { service: 'bus', operator: 'tus', line: chosen, stop, vehicle: 'demo' }).catch((problem) => ({ granted: false, text: { es: problem.message, en: problem.message } })));
    setBusy(false);
  };
  return html`
    <section class="panel"><div class="fields">
      <${Field} form=${form} name="line" label=${t('gate.line')} options=${lines.map(({ line, name }) => [line, `${line} · ${name}`])} />
      <${Field} form=${{ ...form, values: { ...form.values, stop } }} name="stop" label=${t('gate.stop')} options=${here.map(({ stop: id, name }) => [id, name])} />
    </div><${Reader} onRead=${show} isBusy=${isBusy} /></section>
    <div role="status" aria-atomic="true">${told && html`<${Lamp} told=${told} />`}</div>`;
}

/** First whether the code is that of a living card, now; then the tap, which pays at once. */
async function tapped(qr, place) {
  const at = new Date(cityNow());
  const { data: card } = await call('POST', '/card/proofs', { body: { qr } });
  const { data } = await call('POST', '/access/taps', { body: { at: at.toISOString(), credential: card.credential_id, counter: at.getTime(), kind: 'entry', place } });
  return { ...data, cardClass: card.card_class };
}

const Lamp = ({ told }) => html`
  <section class=${`lamp ${told.granted ? 'is-open' : 'is-shut'}`}>
    <${Icon} name=${told.granted ? 'quiet' : 'close'} size=${72} />
    <h2>${t(told.granted ? 'gate.open' : 'gate.shut')}</h2>
    ${told.granted && html`<b>${euros(told.cents)}</b>`}
    <p>${told.text[lang.value]}</p>
    ${told.balance_cents != null && html`<p class="lamp-left">${t('gate.left', { amount: euros(told.balance_cents) })}</p>`}
  </section>`;
