/** One citizen's file, opened for a purpose; at the desk, whoever stands there with their document is verified. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { has } from '../../core/session.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Frame } from './frame.js';
import { PURPOSES } from './people.js';

export default function Person({ params: { id }, query }) {
  const purpose = PURPOSES.includes(query.get('motivo')) ? query.get('motivo') : PURPOSES[0];
  return html`<${Frame} page="people" title=${t('people.file')} back=${['/consola/personas', t('console.people')]}><${File} id=${decodeURIComponent(id)} purpose=${purpose} /><//>`;
}

/** Read once, not every half minute: each look is written into the citizen's own log. */
function File({ id, purpose }) {
  const [{ person, problem }, setState] = useState({ person: null, problem: null });
  const isStaff = has('staff');
  const read = () => call('GET', `/citizen/citizens/${encodeURIComponent(id)}?purpose=${purpose}`).then(({ data }) => setState({ person: data, problem: null }), (refusal) => setState({ person: null, problem: refusal }));
  useEffect(() => void (isStaff && read()), [id, isStaff]);
  if (!person) return problem ? html`<${Nothing} problem=${problem} retry=${read} />` : html`<${Skeleton} tall="panel" />`;
  const facts = [['name', person.name], ['person.born', person.birth_date && `${longDay(person.birth_date)} ${person.birth_date.slice(0, 4)}`], ['person.lives', [person.address.street, person.address.postcode, person.address.town].filter(Boolean).join(', ')], ['person.level', t(`level.${person.level}`)]];
  return html`
    <${Notice} icon="eyes" title=${t('people.opened', { purpose: t(`purpose.${purpose}`) })} />
    <section class="panel"><h2>${person.name || person.citizen_id}</h2><dl class="facts">${facts.map(([key, value]) => html`<div key=${key}><dt>${key === 'name' ? t('name') : t(`person.${key.slice(7)}`)}</dt><dd>${value || '–'}</dd></div>`)}</dl></section>
    ${person.level < 3 && html`<${InPerson} id=${id} done=${(data) => setState({ person: data, problem: null })} />`}`;
}

function InPerson({ id, done }) {
  const form = useForm({ document: '', name: '', birth_date: '' }, async (values) => {
    const { data } = await call('POST', `/citizen/citizens/${encodeURIComponent(id)}/verification`, { body: { ...values, document: values.document.trim() } });
    done(data);
  });
  const labels = { document: t('people.document'), name: t('person.full_name'), birth_date: t('data.birth_date') };
  return html`
    <section class="panel"><h2>${t('person.verify')}</h2><p>${t('person.verify_text')}</p>
      <${Form} form=${form} labels=${labels} button=${t('person.verify_button')}>
        <${Field} form=${form} name="name" label=${labels.name} autocomplete="off" />
        <div class="fields"><${Field} form=${form} name="document" label=${labels.document} autocapitalize="characters" autocomplete="off" /><${Field} form=${form} name="birth_date" type="date" label=${labels.birth_date} /></div>
      <//>
    </section>`;
}
