/** A question from below whose answers are buttons: the tap that answers is the tap that does it. */
import { useEffect, useRef } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';

/** @param {{title: string, text: string, onNo: () => void, children: any}} props */
export function Sheet({ title, text, onNo, children }) {
  const box = useRef(null);
  useEffect(() => box.current.showModal(), []);
  return html`
    <dialog class="dialog sheet" ref=${box} aria-labelledby="sheet-title" aria-describedby="sheet-text" onClose=${onNo}>
      <h2 id="sheet-title">${title}</h2>
      <p id="sheet-text">${text}</p>
      ${children}
      <button type="button" class="button is-quiet" onClick=${() => box.current.close()}>${t('cancel')}</button>
    </dialog>`;
}
