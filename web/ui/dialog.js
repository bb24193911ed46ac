/** A question that must be answered before going on; the browser keeps the focus inside and Escape says no. */
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';

/** @param {{title: string, yes: string, onYes: () => void, onNo: () => void, children: any}} props */
export function Dialog({ title, yes, onYes, onNo, children }) {
  const box = useRef(null);
  useEffect(() => box.current.showModal(), []);
  return html`
    <dialog class="dialog" ref=${box} aria-labelledby="dialog-title" onClose=${onNo}>
      <h2 id="dialog-title">${title}</h2>
      <div>${children}</div>
      <div class="form-end">
        <button type="button" class="button is-danger" onClick=${onYes}>${yes}</button>
        <button type="button" class="button is-quiet" onClick=${() => box.current.close()}>${t('cancel')}</button>
      </div>
    </dialog>`;
}
