/** Days on which the ordinary week does not hold: holidays, works, a festival. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { lang, t } from '../../core/i18n.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Notice, Table } from '../../ui/parts.js';

const BLANK = { first: '', last: '', 'reason.es': '', 'reason.en': '' };

export function Closures({ doc }) {
  const [problem, setProblem] = useState(null);
  const form = useForm(BLANK, async ({ first, last, 'reason.es': es, 'reason.en': en }) => {
    await doc.change('POST', '/closures', { first, last: last || first, reason: { es, en } });
    form.setValues(BLANK);
  });
  const remove = (first) => doc.change('DELETE', `/closures/${first}`).then(() => setProblem(null), setProblem);
  const labels = { first: t('closure.first'), last: t('closure.last'), 'reason.es': t('closure.reason_es'), 'reason.en': t('closure.reason_en') };
  const rows = doc.venue.closures.map((closure) => [
    closure.first === closure.last ? closure.first : `${closure.first} – ${closure.last}`,
    closure.reason[lang.value],
    closure.openings.length ? closure.openings.map(({ opens, closes }) => `${opens}–${closes}`).join(', ') : t('state.closed'),
    html`<${Button} kind="quiet is-small" aria-label=${t('closure.remove', { first: closure.first })} onClick=${() => remove(closure.first)}>${t('remove')}<//>`,
  ]);
  return html`
    <section class="panel"><h2>${t('closures.title')}</h2>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      ${rows.length ? html`<${Table} hidden caption=${t('closures.title')} heads=${[t('closure.days'), t('closure.reason'), t('hours.title'), t('field.actions')]} rows=${rows} />` : html`<p class="empty">${t('closures.none')}</p>`}
      <h3>${t('closure.add')}</h3>
      <${Form} form=${form} labels=${labels} button=${t('closure.add')}>
        <div class="fields"><${Field} form=${form} name="first" type="date" label=${labels.first} /><${Field} form=${form} name="last" type="date" label=${labels.last} hint=${t('closure.last_hint')} /></div>
        <div class="fields"><${Field} form=${form} name="reason.es" label=${labels['reason.es']} /><${Field} form=${form} name="reason.en" label=${labels['reason.en']} /></div>
      <//>
    </section>`;
}
