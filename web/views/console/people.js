/** Find a citizen by their document, for a purpose that they will read in their own list of who looked. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';
import { Frame } from './frame.js';

export const PURPOSES = ['card_service', 'in_person_verification', 'complaint', 'benefit', 'data_rights', 'court_order'];

export default function People() {
  return html`<${Frame} page="people" title=${t('console.people')}><${Find} /><//>`;
}

function Find() {
  const [found, setFound] = useState(null);
  const form = useForm({ document: '', purpose: PURPOSES[0] }, async ({ document: number, purpose }) => {
    const { data } = await call('GET', `/citizen/citizens?${new URLSearchParams({ document: number.trim(), purpose })}`);
    setFound({ items: data.items, purpose });
  });
  const labels = { document: t('people.document'), purpose: t('people.purpose') };
  return html`
    <section class="panel">
      <${Form} form=${form} labels=${labels} button=${t('people.find')}>
        <div class="fields"><${Field} form=${form} name="document" label=${labels.document} autocapitalize="characters" autocomplete="off" />
        <${Field} form=${form} name="purpose" label=${labels.purpose} options=${PURPOSES.map((one) => [one, t(`purpose.${one}`)])} /></div>
        <p class="hint">${t('people.logged')}</p>
      <//>
    </section>
    <div role="status">${found && (found.items.length
      ? html`<ul class="rows">${found.items.map((one) => html`<li class="link-row"><a href=${`/consola/personas/${encodeURIComponent(one.citizen_id)}?motivo=${found.purpose}`}>${one.name || one.citizen_id}<small>${t(`level.${one.level}`)}</small></a></li>`)}</ul>`
      : html`<${Notice} tone="warning" title=${t('people.nobody')}>${t('people.nobody_text')}<//>`)}</div>`;
}
