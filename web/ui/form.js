/** Forms as GOV.UK taught: the server judges, the summary on top says what to mend, each field repeats it. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { Icon } from './icon.js';

/**
 * What is being filled in, and what the server said of it.
 * @param {Record<string, any>} initial field name -> value
 * @param {(values: Record<string, any>, key: string) => Promise<void>} send `key` stays the same while the same form is tried again
 */
export function useForm(initial, send) {
  const [values, setValues] = useState(initial);
  const [problem, setProblem] = useState(/** @type {import('../core/api.js').Problem | null} */ (null));
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const key = useRef(crypto.randomUUID());
  const set = (name, value) => {
    key.current = crypto.randomUUID();
    setValues((before) => ({ ...before, [name]: value }));
  };
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await send(values, key.current);
    } catch (refusal) {
      if (refusal.status === undefined) throw refusal;
      setProblem(refusal);
    } finally {
      setBusy(false);
    }
  };
  return { id, values, set, setValues, problem, setProblem, isBusy, submit };
}

/** @param {{form: ReturnType<typeof useForm>, labels?: Record<string, string>, button: string, danger?: boolean, children: any, aside?: any}} props */
export const Form = ({ form, labels = {}, button, children, aside }) => html`
  <form class="form" novalidate onSubmit=${form.submit}>
    <${ErrorSummary} form=${form} labels=${labels} />
    ${children}
    <div class="form-end">
      <button class="button" type="submit" aria-disabled=${form.isBusy}>${form.isBusy ? t('form.sending') : button}</button>
      ${aside}
    </div>
  </form>`;

/** Two forms of one screen may have fields of one name. @param {{id: string}} form @param {string} name */
export const idOf = (form, name) => `${form.id}-${name.replaceAll('.', '-')}`;

/** Everything that must be mended, each a link to its field. @param {{form: ReturnType<typeof useForm>, labels: Record<string, string>}} props */
function ErrorSummary({ form, labels }) {
  const { problem } = form;
  const box = useRef(null);
  useEffect(() => problem && box.current?.focus(), [problem]);
  if (!problem) return null;
  const fields = Object.entries(problem.fields);
  const jump = (event, name) => {
    event.preventDefault();
    document.getElementById(idOf(form, name))?.focus();
  };
  return html`
    <div class="summary" tabindex="-1" ref=${box}>
      <div role="alert">
        <h2>${t('form.problem')}</h2>
        ${fields.length
          ? html`<ul>${fields.map(([name, detail]) => html`<li><a href=${`#${idOf(form, name)}`} onClick=${(event) => jump(event, name)}>${labels[name] ? `${labels[name]}: ${detail}` : detail}</a></li>`)}</ul>`
          : html`<p>${problem.message}</p>`}
        ${problem.status >= 500 && html`<p><small>${t('problem.reference', { id: problem.correlationId })}</small></p>`}
      </div>
    </div>`;
}

/**
 * A label, perhaps a hint, perhaps what is wrong, and the field itself, all tied together for screen readers.
 * @param {{form: ReturnType<typeof useForm>, name: string, label: string, hint?: string, type?: string, options?: Array<[string, string]>, rows?: number, width?: string, [attribute: string]: any}} props
 */
export function Field({ form, name, label, hint, type = 'text', options, rows, width, ...rest }) {
  const id = idOf(form, name);
  const error = form.problem?.fields[name];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const common = { id, name, 'aria-describedby': described, 'aria-invalid': error ? 'true' : undefined, ...rest };
  const typed = (event) => form.set(name, event.currentTarget.value);
  if (type === 'checkbox') {
    return html`<div class="field is-check"><input type="checkbox" ...${common} checked=${form.values[name]} onChange=${(event) => form.set(name, event.currentTarget.checked)} />
      <label for=${id}>${label}</label></div>`;
  }
  return html`
    <div class=${`field ${error ? 'has-error' : ''} ${width ? `is-${width}` : ''}`}>
      <label for=${id}>${label}</label>
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      ${error && html`<p class="error" id=${`${id}-error`}><span class="unseen">${t('form.error')} </span>${error}</p>`}
      ${options ? html`<select ...${common} value=${form.values[name]} onChange=${typed}>${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select>`
        : rows ? html`<textarea rows=${rows} ...${common} value=${form.values[name]} onInput=${typed}></textarea>`
          : type === 'password' ? html`<${Password} common=${common} value=${form.values[name]} typed=${typed} />`
            : html`<input type=${type} ...${common} value=${form.values[name]} onInput=${typed} />`}
    </div>`;
}

/** A password that can be looked at while it is written. */
function Password({ common, value, typed }) {
  const [isShown, show] = useState(false);
  return html`<span class="password">
    <input type=${isShown ? 'text' : 'password'} autocapitalize="none" spellcheck=${false} ...${common} value=${value} onInput=${typed} />
    <button type="button" class="button is-quiet" aria-pressed=${isShown} onClick=${() => show(!isShown)}>${t('form.show')}<span class="unseen"> ${t('form.show_password')}</span></button>
  </span>`;
}

/** @param {{icon?: string, onClick: () => void, kind?: string, children: any, [attribute: string]: any}} props */
export const Button = ({ icon, kind = '', children, ...rest }) => html`
  <button type="button" class=${`button ${kind && `is-${kind}`}`} ...${rest}>${icon && html`<${Icon} name=${icon} size=${20} />`}${children}</button>`;
