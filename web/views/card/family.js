/** Whom one answers for, who answers for one, and an end to it. Nobody is bound to anybody without saying so. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { isSignedIn } from '../../core/session.js';
import { Choice } from '../../ui/choice.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

export default function Family() {
  return html`<${Own} title=${t('family.title')} lead=${t('family.lead')} back=${['/tarjeta', t('card.title')]}><${Mine} /><//>`;
}

function Mine() {
  const { data, problem, refresh } = useLive(isSignedIn.value ? '/citizen/me/family' : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${3} />`;
  return html`
    ${data.items.length === 0 ? html`<p class="empty">${t('family.none')}</p>` : html`<ul class="rows">${data.items.map((bond) => html`<${Bond} key=${bond.bond_id} bond=${bond} done=${refresh} />`)}</ul>`}
    <section class="panel"><h2>${t('family.add')}</h2><${Add} done=${refresh} /></section>
    <section class="panel"><h2>${t('family.code')}</h2><p>${t('family.code_text')}</p><${Code} /></section>`;
}

function Bond({ bond, done }) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState(null);
  const act = (method, path) => {
    setAsking(false);
    return call(method, `/citizen/me/family/${bond.bond_id}${path}`).then(done).catch(setProblem);
  };
  const isForMe = bond.state === 'asked' && bond.my_part === 'represented';
  return html`
    <li class="bond">
      <div><b>${bond.other_name || t('family.unnamed')}</b><small>${t(`part.${bond.my_part}`)} · ${t(`bond.${bond.state}`)} · ${t('family.until', { day: longDay(bond.until), year: bond.until.slice(0, 4) })}</small>
        ${bond.scope.length > 0 && html`<small>${bond.scope.map((one) => t(`scope.${one}`)).join(', ')}</small>`}</div>
      <span class="actions">${bond.state === 'active' && ['guardian', 'representative'].includes(bond.my_part) && html`<a class="button is-quiet is-small" href=${`/familia/tarjeta?de=${encodeURIComponent(bond.other_id)}`}>${t('family.card')}<span class="unseen"> ${bond.other_name}</span></a>`}
        ${isForMe && html`<${Button} kind="is-small" onClick=${() => act('POST', '/accept')}>${t('family.accept')}<//>`}
        <${Button} kind="quiet is-small" aria-label=${t('family.end_long', { name: bond.other_name })} onClick=${() => setAsking(true)}>${t('family.end')}<//></span>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      ${isAsking && html`<${Dialog} title=${t('family.end_title')} yes=${t('family.end')} onYes=${() => act('DELETE', '')} onNo=${() => setAsking(false)}>${t('family.end_text')}<//>`}
    </li>`;
}

function Add({ done }) {
  const form = useForm({ kind: 'new_child', name: '', birth_date: '', code: '' }, async ({ kind, name, birth_date: born, code }, key) => {
    await call('POST', '/citizen/me/family', { body: kind === 'new_child' ? { kind, name, birth_date: born } : { kind, code: code.replace(/\s/g, '') }, key });
    form.setValues({ kind, name: '', birth_date: '', code: '' });
    await done();
  });
  const labels = { kind: t('family.kind'), name: t('family.name'), birth_date: t('data.birth_date'), code: t('family.their_code') };
  return html`
    <${Form} form=${form} labels=${labels} button=${t('family.add_button')}>
      <${Choice} form=${form} name="kind" legend=${labels.kind} options=${['new_child', 'child_with_code'].map((one) => [one, t(`child.${one}`), t(`child.${one}.how`)])} />
      ${form.values.kind === 'new_child'
        ? html`<${Field} form=${form} name="name" label=${labels.name} autocomplete="off" /><${Field} form=${form} name="birth_date" type="date" label=${labels.birth_date} width="short" />`
        : html`<${Field} form=${form} name="code" label=${labels.code} width="short" autocapitalize="characters" autocomplete="off" />`}
    <//>`;
}

/** For whoever has an account and is under 18: the code their guardian asks for. */
function Code() {
  const [code, setCode] = useState(null);
  const [problem, setProblem] = useState(null);
  return html`
    ${code && html`<p class="big-code" role="status">${code}</p>`}
    ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
    <div><${Button} kind="quiet" onClick=${() => call('POST', '/citizen/me/family/code').then(({ data }) => setCode(data.code), setProblem)}>${t('family.code_button')}<//></div>`;
}
