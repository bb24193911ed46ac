/** The fields that describe a venue, and the way between them and the API's document. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { Field } from '../../ui/form.js';

export const KINDS = ['library', 'museum', 'sports', 'pool', 'market', 'office', 'culture', 'park', 'beach', 'civic_centre'];

export const BLANK = { 'name.es': '', 'name.en': '', kind: 'library', address: '', 'location.lat': '', 'location.lon': '', capacity: '', report_every_s: 60 };

/** @param {any} venue a document of the API @returns {Record<string, any>} */
export const flat = (venue) => ({
  'name.es': venue.name.es, 'name.en': venue.name.en, kind: venue.kind, address: venue.address,
  'location.lat': venue.location.lat, 'location.lon': venue.location.lon, capacity: venue.capacity, report_every_s: venue.report_every_s,
});

/** Text where a number should be goes as it is: the server says what is wrong with it. */
const numeric = (text) => (String(text).trim() === '' || Number.isNaN(Number(String(text).replace(',', '.'))) ? text : Number(String(text).replace(',', '.')));

/** @param {Record<string, any>} values */
export const described = (values) => ({
  name: { es: values['name.es'], en: values['name.en'] },
  kind: values.kind,
  address: values.address,
  location: { lat: numeric(values['location.lat']), lon: numeric(values['location.lon']) },
  capacity: numeric(values.capacity),
  report_every_s: numeric(values.report_every_s),
});

export const labels = () => ({
  venue_id: t('field.venue_id'), 'name.es': t('field.name_es'), 'name.en': t('field.name_en'), kind: t('venues.kind'), address: t('field.address'),
  location: t('field.location'), 'location.lat': t('field.lat'), 'location.lon': t('field.lon'), capacity: t('field.capacity'), report_every_s: t('field.report_every'),
});

/** @param {{form: any}} props */
export function Description({ form }) {
  const label = labels();
  return html`
    <div class="fields"><${Field} form=${form} name="name.es" label=${label['name.es']} lang="es" /><${Field} form=${form} name="name.en" label=${label['name.en']} lang="en" /></div>
    <div class="fields"><${Field} form=${form} name="kind" label=${label.kind} options=${KINDS.map((kind) => [kind, t(`kind.${kind}`)])} />
      <${Field} form=${form} name="capacity" label=${label.capacity} hint=${t('field.capacity_hint')} inputmode="numeric" /></div>
    <${Field} form=${form} name="address" label=${label.address} autocomplete="off" />
    <div class="fields"><${Field} form=${form} name="location.lat" label=${label['location.lat']} hint=${t('field.lat_hint')} inputmode="decimal" /><${Field} form=${form} name="location.lon" label=${label['location.lon']} hint=${t('field.lon_hint')} inputmode="decimal" /></div>
    <${Field} form=${form} name="report_every_s" label=${label.report_every_s} hint=${t('field.report_every_hint')} inputmode="numeric" width="short" />`;
}
