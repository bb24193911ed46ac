/** Name, birth date and address, as the person says them. What was verified stays. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';

/** @param {{person: any, version: string, done: () => Promise<void>}} props */
export function Profile({ person, version, done }) {
  const [isKept, setKept] = useState(false);
  const { address } = person;
  const form = useForm({ name: person.name, birth_date: person.birth_date ?? '', 'address.street': address.street, 'address.postcode': address.postcode ?? '', 'address.town': address.town, language: person.language }, async (values, key) => {
    const said = { name: values.name, birth_date: values.birth_date || null, address: { street: values['address.street'], postcode: values['address.postcode'] || null, town: values['address.town'] }, language: values.language };
    await call('PUT', '/citizen/me', { body: said, version, key });
    setKept(true);
    await done();
  });
  const labels = { name: t('name'), birth_date: t('data.birth_date'), 'address.street': t('data.street'), 'address.postcode': t('data.postcode'), 'address.town': t('data.town'), language: t('account.language') };
  return html`
    <section class="panel"><h2>${t('data.profile')}</h2>
      ${isKept && html`<${Notice} tone="good" title=${t('data.kept')} live />`}
      <${Form} form=${form} labels=${labels} button=${t('save')}>
        <${Field} form=${form} name="name" label=${labels.name} readonly=${person.level > 2} hint=${person.level > 2 ? t('data.verified') : undefined} autocomplete="name" />
        <${Field} form=${form} name="birth_date" type="date" label=${labels.birth_date} readonly=${person.level > 1} hint=${person.level > 1 ? t('data.verified') : undefined} width="short" autocomplete="bday" />
        <${Field} form=${form} name="address.street" label=${labels['address.street']} autocomplete="street-address" />
        <div class="fields"><${Field} form=${form} name="address.postcode" label=${labels['address.postcode']} inputmode="numeric" autocomplete="postal-code" /><${Field} form=${form} name="address.town" label=${labels['address.town']} autocomplete="address-level2" /></div>
        <${Field} form=${form} name="language" label=${labels.language} width="short" options=${['es', 'en'].map((one) => [one, t(`language.${one}`)])} />
      <//>
    </section>`;
}
