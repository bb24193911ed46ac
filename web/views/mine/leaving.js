/** A copy of everything, and the way out: what goes, what a law keeps and until when, and a week to think again. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, stamp, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/parts.js';

/** @param {{done: () => Promise<void>}} props */
export const Leaving = ({ done }) => html`
  <section class="panel"><h2>${t('export.title')}</h2><p>${t('export.text')}</p><${Copy} /></section>
  <section class="panel is-danger"><h2>${t('erase.title')}</h2><${Erase} done=${done} /></section>`;

function Copy() {
  const [copy, setCopy] = useState(null);
  const [problem, setProblem] = useState(null);
  const ask = () => call(...(copy ? ['GET', `/citizen/me/export/${copy.export_id}`] : ['POST', '/citizen/me/export'])).then(({ data }) => setCopy(data), setProblem);
  return html`
    ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
    ${copy && html`<p role="status">${t('export.ready', { at: stamp(copy.expires_at) })}</p>
      <ul class="actions">${copy.parts.map(({ domain, url }) => html`<li><a class="button is-quiet" href=${url} download><${Icon} name="download" size=${20} />${t(`part_of.${domain}`)}</a></li>`)}</ul>`}
    <div><${Button} kind="quiet" onClick=${ask}>${t(copy ? 'export.again' : 'export.button')}<//></div>`;
}

function Erase({ done }) {
  const { data, refresh } = useLive('/citizen/me/erasure', { signed: true });
  const again = () => Promise.all([refresh(), done()]);
  const form = useForm({ word: '' }, async ({ word }) => {
    await call('POST', '/citizen/me/erasure', { body: { word: word.trim().toUpperCase() } });
    form.setValues({ word: '' });
    await again();
  });
  const callBack = () => call('DELETE', '/citizen/me/erasure').then(again, form.setProblem);
  if (data?.state === 'leaving') return html`<${Notice} tone="warning" title=${t('erase.on', { day: longDay(data.erase_at) })}><${Button} kind="quiet" onClick=${callBack}>${t('erase.back')}<//><//>`;
  return html`
    <details><summary>${t('erase.what')}</summary><ul class="holds">${data?.holds.map((hold) => html`<li><b>${hold.kept_days ? t('erase.kept', { n: Math.round(hold.kept_days / 365) }) : t('erase.gone')}</b> ${hold.what} <small>${hold.law}</small></li>`)}</ul></details>
    <${Form} form=${form} labels=${{ word: t('erase.word') }} button=${t('erase.button')}><${Field} form=${form} name="word" label=${t('erase.word')} hint=${t('erase.hint')} width="short" autocomplete="off" autocapitalize="characters" /><//>`;
}
