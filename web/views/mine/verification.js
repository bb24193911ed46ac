/** How well the city knows somebody, and the step up that takes no visit: the municipal register. */
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';

/** @param {{person: any, done: () => Promise<void>}} props */
export const Verification = ({ person, done }) => html`
  <section class="panel"><h2>${t('verify.title')}</h2>
    <ol class="ladder">${[1, 2, 3].map((level) => html`<li class=${level <= person.level ? 'is-done' : ''} aria-current=${level === person.level ? 'step' : undefined}><${Icon} name=${level <= person.level ? 'quiet' : 'shield'} size=${18} />${t(`level.${level}`)}</li>`)}</ol>
    ${person.verified_at && html`<p class="hint">${t('verify.since', { day: longDay(person.verified_at) })}</p>`}
    ${person.level < 2 && html`<p>${t('verify.why')}</p><${Ask} done=${done} />`}
  </section>`;

function Ask({ done }) {
  const form = useForm({ document: '', birth_date: '', postcode: '' }, async ({ document: number, birth_date: born, postcode }) => {
    await call('POST', '/citizen/me/verification', { body: { document: number.trim(), birth_date: born, ...(postcode.trim() && { postcode: postcode.trim() }) } });
    await done();
  });
  const labels = { document: t('verify.document'), birth_date: t('data.birth_date'), postcode: t('data.postcode') };
  return html`
    <${Form} form=${form} labels=${labels} button=${t('verify.button')}>
      <${Field} form=${form} name="document" label=${labels.document} hint=${t('verify.document_hint')} autocapitalize="characters" autocomplete="off" width="short" />
      <div class="fields"><${Field} form=${form} name="birth_date" type="date" label=${labels.birth_date} autocomplete="bday" /><${Field} form=${form} name="postcode" label=${labels.postcode} inputmode="numeric" autocomplete="postal-code" /></div>
    <//>`;
}
