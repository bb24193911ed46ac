/** Any of a few: none ticked means all of them. */
import { html } from '../../core/html.js';
import { idOf } from '../../ui/form.js';

/** @param {{form: any, name: string, legend: string, hint: string, options: Array<[string, string]>}} props the form's value is the list of those ticked */
export function Ticks({ form, name, legend, hint, options }) {
  const id = idOf(form, name);
  const chosen = form.values[name];
  const error = form.problem?.fields[name];
  const tick = (value) => form.set(name, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return html`
    <fieldset class="ticks" aria-describedby=${`${id}-hint`}><legend>${legend}</legend><p class="hint" id=${`${id}-hint`}>${hint}</p>
      ${error && html`<p class="error">${error}</p>`}
      <div>${options.map(([value, label]) => html`<label class="tick" key=${value}><input type="checkbox" checked=${chosen.includes(value)} onChange=${() => tick(value)} />${label}</label>`)}</div>
    </fieldset>`;
}
