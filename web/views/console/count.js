/** Somebody counted by hand: the estimate is anchored to that number, and the counter's drift learned from it. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { named, number, stamp, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Age, StateWord, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Count({ query }) {
  return html`<${Frame} page="count" title=${t('count.title')}><${Counting} venueId=${query.get('lugar') ?? ''} /><//>`;
}

/** "+12", "−3", "0". */
const signed = (n) => (n > 0 ? `+${number(n)}` : number(n).replace('-', '−'));

function Counting({ venueId }) {
  const venues = useLive('/crowd/venues?limit=100', { all: true }).data?.items ?? [];
  const [done, setDone] = useState(null);
  const form = useForm({ venue: venueId, people: '', note: '' }, async ({ venue, people, note }, key) => {
    const written = /^\d+$/.test(people.trim()) ? Number(people) : people;
    const { data } = await call('POST', `/crowd/venues/${encodeURIComponent(venue || '-')}/audits`, { body: { people: written, ...(note && { note }) }, key });
    setDone(data);
    form.setValues({ venue, people: '', note: '' });
    audits.refresh();
  });
  const chosen = venues.find((venue) => venue.venue_id === form.values.venue);
  const audits = useLive(chosen ? `/crowd/venues/${chosen.venue_id}/audits` : null, { signed: true });
  const labels = { venue: t('field.venue'), people: t('count.people'), note: t('field.note') };
  return html`
    ${done && html`<div class="confirm" role="status"><h2>${t('count.done')}</h2><b>${number(done.people)}</b><p>${t('count.done_text', { at: stamp(done.at) })}</p>${done.estimated !== null && html`<p>${t('count.compared', { n: done.estimated, difference: signed(done.difference) })}</p>`}</div>`}
    <div class="pair">
      <section class="panel">
        <${Form} form=${form} labels=${labels} button=${t('count.send')}>
          <${Field} form=${form} name="venue" label=${labels.venue} options=${[['', t('count.choose')], ...venues.map((venue) => [venue.venue_id, named(venue)])]} />
          ${chosen && html`<p><${StateWord} state=${chosen.now.state} /> ${chosen.now.people !== null && t('count.estimate', { n: chosen.now.people })} <${Age} at=${chosen.now.as_of} /></p>`}
          <${Field} form=${form} name="people" label=${labels.people} hint=${t('count.hint')} inputmode="numeric" width="short" autocomplete="off" />
          <${Field} form=${form} name="note" label=${labels.note} hint=${t('count.note_hint')} rows=${2} />
        <//>
      </section>
      ${chosen && audits.data && html`<section class="panel"><h2>${t('count.before')}</h2>
        ${audits.data.items.length ? html`<${Table} hidden caption=${t('count.before')} heads=${[t('field.when'), t('chart.people'), t('field.note')]} numeric=${[1]} rows=${audits.data.items.map((audit) => [stamp(audit.at), number(audit.people), audit.note || '–'])} />` : html`<p class="empty">${t('count.none')}</p>`}
      </section>`}
    </div>`;
}
