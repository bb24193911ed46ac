/** A place that the city does not count yet. */
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { go } from '../../core/router.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { BLANK, Description, described, labels } from './description.js';
import { Frame } from './frame.js';

export default function NewVenue() {
  const form = useForm({ venue_id: '', ...BLANK }, async (values, key) => {
    await call('POST', '/crowd/venues', { body: { venue_id: values.venue_id, ...described(values) }, key });
    go(`/consola/lugares/${values.venue_id}?nuevo`);
  });
  const label = labels();
  return html`
    <${Frame} page="venues" title=${t('venue.new')} back=${['/consola/lugares', t('console.venues')]}>
      <section class="panel">
        <${Form} form=${form} labels=${label} button=${t('venue.create')}>
          <${Field} form=${form} name="venue_id" label=${label.venue_id} hint=${t('field.venue_id_hint')} autocapitalize="none" autocomplete="off" />
          <${Description} form=${form} />
        <//>
      </section>
    <//>`;
}
