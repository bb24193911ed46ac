/** A shop asks to take part: what it is, where it stands, when it is open, and where the city pays. */
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { asking, locate } from '../../core/here.js';
import { t } from '../../core/i18n.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';

const CATEGORIES = ['food', 'fashion', 'home', 'books', 'health', 'hospitality', 'services', 'other'];

/** Text where a number should be goes as it is: the server says what is wrong with it. */
const degrees = (text) => (Number.isFinite(Number.parseFloat(String(text).replace(',', '.'))) ? Number(String(text).replace(',', '.')) : text);

/** @param {{done: () => Promise<void>}} props */
export function Join({ done }) {
  const form = useForm({ name: '', category: 'food', address: '', lat: '', lon: '', opens: '10:00', closes: '20:00', iban: '' }, async (values, key) => {
    await call('POST', '/loyalty/shops', { body: { ...values, lat: degrees(values.lat), lon: degrees(values.lon) }, key });
    await done();
  });
  const here = async () => {
    const at = await locate();
    if (at) form.setValues((before) => ({ ...before, lat: at.lat.toFixed(5), lon: at.lon.toFixed(5) }));
  };
  const labels = Object.fromEntries(Object.keys(form.values).map((name) => [name, t(`join.${name}`)]));
  return html`
    <section class="panel"><h2>${t('join.title')}</h2><p>${t('join.text')}</p>
      <${Form} form=${form} labels=${labels} button=${t('join.send')}>
        <${Field} form=${form} name="name" label=${labels.name} autocomplete="organization" />
        <${Field} form=${form} name="category" label=${labels.category} options=${CATEGORIES.map((one) => [one, t(`category.${one}`)])} />
        <${Field} form=${form} name="address" label=${labels.address} autocomplete="street-address" />
        <div class="fields"><${Field} form=${form} name="lat" label=${labels.lat} hint=${t('join.lat_hint')} inputmode="decimal" /><${Field} form=${form} name="lon" label=${labels.lon} hint=${t('join.lon_hint')} inputmode="decimal" /></div>
        <p><${Button} kind="quiet" icon="near" onClick=${here} aria-disabled=${asking.value === 'asking'}>${t('join.here')}<//></p>
        ${asking.value === 'refused' && html`<${Notice} tone="warning" title=${t('join.no_here')} live />`}
        <div class="fields"><${Field} form=${form} name="opens" type="time" label=${labels.opens} /><${Field} form=${form} name="closes" type="time" label=${labels.closes} /></div>
        <${Field} form=${form} name="iban" label=${labels.iban} hint=${t('join.iban_hint')} autocapitalize="characters" autocomplete="off" spellcheck=${false} />
      <//>
    </section>`;
}
