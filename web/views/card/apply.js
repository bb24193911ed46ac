/** A card is asked for in three steps, one question each, and what was answered is checked before it is sent. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Choice } from '../../ui/choice.js';
import { Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Notice } from '../../ui/parts.js';

const CLASSES = ['resident', 'youth', 'senior', 'disability', 'large_family', 'child', 'tourist'];
const STEPS = ['card_class', 'format', 'check'];

export default function Apply() {
  const [done, setDone] = useState(null);
  return html`<${Own} title=${done ? t('apply.done') : t('apply.title')} back=${['/tarjeta', t('card.title')]}>${done ? html`<${Done} application=${done} />` : html`<${Steps} done=${setDone} />`}<//>`;
}

function Steps({ done }) {
  const [step, setStep] = useState(0);
  const profile = useLive('/citizen/me', { signed: true });
  const form = useForm({ card_class: '', format: '' }, async (values, key) => {
    const name = STEPS[step];
    if (name !== 'check' && !values[name]) throw missing(name);
    if (name !== 'check') return turn(step + 1);
    const { data } = await call('POST', '/card/applications', { body: values, key });
    localStorage.setItem('application', data.application_id);
    return done(data);
  });
  const turn = (to) => {
    setStep(to);
    form.setProblem(null);
    setTimeout(() => document.querySelector('main h2, main legend')?.scrollIntoView({ block: 'nearest' }));
  };
  const labels = { card_class: t('apply.class'), format: t('apply.format') };
  return html`
    <p class="steps" aria-live="polite">${t('apply.step', { step: step + 1, of: STEPS.length })}<span aria-hidden="true">${STEPS.map((_, i) => html`<i class=${i <= step ? 'is-done' : ''}></i>`)}</span></p>
    <section class="panel">
      <${Form} form=${form} labels=${labels} button=${t(step < 2 ? 'apply.next' : 'apply.send')} aside=${step > 0 && html`<button type="button" class="link" onClick=${() => turn(step - 1)}>${t('apply.before')}</button>`}>
        ${step === 0 && html`<${Choice} isTitle form=${form} name="card_class" legend=${labels.card_class} options=${CLASSES.map((one) => [one, t(`class.${one}`), t(`class.${one}.who`)])} />`}
        ${step === 1 && html`<${Choice} isTitle form=${form} name="format" legend=${labels.format} options=${['app', 'physical'].map((one) => [one, t(`format.${one}`), t(`format.${one}.how`)])} />`}
        ${step === 2 && html`
          <h2>${t('apply.check')}</h2>
          <dl class="facts">${STEPS.slice(0, 2).map((name, i) => html`<div><dt>${labels[name]}</dt><dd>${t(`${name === 'format' ? 'format' : 'class'}.${form.values[name]}`)}</dd>
            <dd><button type="button" class="link" onClick=${() => turn(i)}>${t('apply.change')}<span class="unseen"> ${labels[name]}</span></button></dd></div>`)}</dl>
          ${form.values.card_class !== 'tourist' && profile.data && !profile.data.is_verified && html`<${Notice}>${t('apply.verify')} <a href="/mis-datos">${t('data.title')}</a><//>`}
          <p class="hint">${t('apply.terms')}</p>`}
      <//>
    </section>`;
}

/** The one thing the browser may judge: that something was chosen. */
const missing = (name) => Object.assign(new Error(), { status: 422, code: 'missing', message: t('form.problem'), fields: { [name]: t('apply.choose') } });

const Done = ({ application }) => html`
  <div class="confirm" role="status"><${Icon} name="quiet" size=${32} /><h2>${t('apply.received')}</h2><b>${application.application_id.slice(-8).toUpperCase()}</b><p>${t('apply.reference')}</p></div>
  <section class="panel"><h2>${t('apply.now')}</h2><p>${t('apply.now_wait')}</p><p><a class="button" href="/tarjeta">${t('card.title')}</a></p></section>`;
