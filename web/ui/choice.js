/** One of a few, each with a line that helps to choose: a radio in a row as big as a thumb. */
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { idOf } from './form.js';

/**
 * @param {{form: any, name: string, legend: string, hint?: string, options: Array<[string, string, string?]>, isTitle?: boolean, wide?: boolean}} props
 *   `options` are value, label, hint; `isTitle` when the question is the page's own heading; `wide` lays them in a row
 */
export function Choice({ form, name, legend, hint, options, isTitle, wide }) {
  const id = idOf(form, name);
  const error = form.problem?.fields[name];
  return html`
    <fieldset class=${`choices ${error ? 'has-error' : ''} ${wide ? 'is-wide' : ''}`} aria-describedby=${[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}>
      <legend>${isTitle ? html`<h2>${legend}</h2>` : legend}</legend>
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      ${error && html`<p class="error" id=${`${id}-error`}><span class="unseen">${t('form.error')} </span>${error}</p>`}
      <div>${options.map(([value, label, more], i) => html`
        <label class="choice-row" key=${value}>
          <input type="radio" id=${i ? `${id}-${i}` : id} name=${id} value=${value} checked=${form.values[name] === value} onChange=${() => form.set(name, value)}
            aria-labelledby=${`${id}-${i}-is`} aria-describedby=${more && `${id}-${i}-means`} />
          <span><b id=${`${id}-${i}-is`}>${label}</b>${more && html`<small id=${`${id}-${i}-means`}>${more}</small>`}</span>
        </label>`)}</div>
    </fieldset>`;
}
