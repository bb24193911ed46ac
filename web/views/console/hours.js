/** The ordinary week of a venue: up to four stretches a day, Monday first. */
import { html } from '../../core/html.js';
import { t, weekday } from '../../core/i18n.js';
import { Button, Field, Form, idOf, useForm } from '../../ui/form.js';

const NEW = { opens: '10:00', closes: '20:00' };

export function Hours({ doc }) {
  const form = useForm({ weekly: doc.venue.weekly, holidays_closed: doc.venue.holidays_closed }, async ({ weekly, holidays_closed: holidaysClosed }) => {
    await doc.change('PUT', '/hours', { weekly, holidays_closed: holidaysClosed });
  });
  const { weekly } = form.values;
  const put = (day, openings) => form.set('weekly', weekly.map((before, i) => (i === day ? openings : before)));
  const labels = Object.fromEntries(weekly.map((_, day) => [`weekly.${day}`, weekday(day)]));
  return html`
    <section class="panel"><h2>${t('hours.title')}</h2><p class="hint">${t('hours.hint')}</p>
      <${Form} form=${form} labels=${labels} button=${t('hours.save')}>
        <div>${weekly.map((openings, day) => html`<${Day} id=${idOf(form, `weekly.${day}`)} day=${day} openings=${openings} put=${(changed) => put(day, changed)} error=${form.problem?.fields[`weekly.${day}`]} />`)}</div>
        <${Field} form=${form} name="holidays_closed" type="checkbox" label=${t('hours.holidays')} />
      <//>
    </section>`;
}

function Day({ id, day, openings, put, error }) {
  const set = (i, name) => (event) => put(openings.map((opening, at) => (at === i ? { ...opening, [name]: event.currentTarget.value } : opening)));
  const name = weekday(day);
  return html`
    <div class="day" role="group" aria-label=${name} id=${id} tabindex="-1">
      <b>${name}</b>
      <div class="openings">
        ${openings.map((opening, i) => html`<span>
          <input type="time" aria-label=${t('hours.opens', { day: name })} value=${opening.opens} onInput=${set(i, 'opens')} /> –
          <input type="time" aria-label=${t('hours.closes', { day: name })} value=${opening.closes} onInput=${set(i, 'closes')} />
          <${Button} kind="quiet is-small" aria-label=${t('hours.remove', { day: name })} onClick=${() => put(openings.filter((_, at) => at !== i))}>${t('remove')}<//></span>`)}
        ${!openings.length && html`<span>${t('state.closed')}</span>`}
        ${openings.length < 4 && html`<${Button} kind="quiet is-small" aria-label=${t('hours.add', { day: name })} onClick=${() => put([...openings, NEW])}>${t('hours.add_short')}<//>`}
      </div>
      ${error && html`<p class="error">${error}</p>`}
    </div>`;
}
