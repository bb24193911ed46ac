/** One venue's document: what it is, its doors and counters, its hours, its closures. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { named, t } from '../../core/i18n.js';
import { Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Closures } from './closures.js';
import { Description, described, flat, labels } from './description.js';
import { merge, useDocument } from './document.js';
import { Doors } from './doors.js';
import { Frame } from './frame.js';
import { Hours } from './hours.js';

export default function Venue({ params: { id }, query }) {
  const doc = useDocument(id);
  return html`
    <${Frame} page="venues" title=${doc.venue ? named(doc.venue) : t('loading')} back=${['/consola/lugares', t('console.venues')]}
      aside=${html`<a href=${`/lugares/${id}`}>${t('venue.public')}</a>`}>
      ${query.has('nuevo') && html`<${Notice} tone="good" live>${t('venue.created')}<//>`}
      ${!doc.venue && (doc.problem ? html`<${Nothing} problem=${doc.problem} retry=${() => location.reload()} />` : html`<${Skeleton} lines=${3} tall="panel" />`)}
      ${doc.venue && html`
        <${What} doc=${doc} />
        <${Doors} doc=${doc} />
        <${Hours} doc=${doc} key=${`hours ${doc.version}`} />
        <${Closures} doc=${doc} />`}
    <//>`;
}

function What({ doc }) {
  const form = useForm(flat(doc.venue), async (values) => {
    const { timezone, holidays_closed: holidaysClosed } = doc.venue;
    await doc.change('PUT', '/document', { ...described(values), timezone, holidays_closed: holidaysClosed });
    doc.settle();
  });
  const [both, setBoth] = useState(/** @type {null | ReturnType<typeof merge>} */ (null));
  useEffect(() => {
    const found = doc.conflict && merge(flat(doc.conflict), flat(doc.venue), form.values);
    setBoth(found);
    if (found) form.setValues(found.merged);
  }, [doc.conflict]);
  return html`
    <section class="panel"><h2>${t('venue.what')}</h2>
      ${both && html`<${Conflict} both=${both} theirs=${flat(doc.venue)} />`}
      <${Form} form=${form} labels=${labels()} button=${t('save')}><${Description} form=${form} /><//>
    </section>`;
}

/** What somebody else changed meanwhile, and what the person must decide. */
const Conflict = ({ both: { clashes, taken }, theirs }) => html`
  <${Notice} tone="warning" title=${t('conflict.title')}>
    <p>${t('conflict.text')}</p>
    <ul>
      ${clashes.map((name) => html`<li>${t('conflict.clash', { field: labels()[name], value: theirs[name] })}</li>`)}
      ${taken.map((name) => html`<li>${t('conflict.taken', { field: labels()[name], value: theirs[name] })}</li>`)}
    </ul>
  <//>`;
