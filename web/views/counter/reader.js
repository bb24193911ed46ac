/** Where a card is shown at a counter: the camera, or the code pasted by hand. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { scan } from './scan.js';
import { Button } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';

/** @param {{onRead: (text: string) => void, isBusy?: boolean}} props */
export function Reader({ onRead, isBusy }) {
  const [isLooking, setLooking] = useState(false);
  const [text, setText] = useState('');
  const [isBlind, setBlind] = useState(false);
  const read = (found) => {
    setLooking(false);
    setText('');
    onRead(found.trim());
  };
  return html`
    <div class="reader">
      ${isLooking ? html`<${Camera} seen=${read} failed=${() => [setLooking(false), setBlind(true)]} /><${Button} kind="quiet" onClick=${() => setLooking(false)}>${t('close')}<//>`
        : html`<${Button} icon="scan" onClick=${() => setLooking(true)} aria-disabled=${isBusy}>${t('reader.scan')}<//>`}
      ${isBlind && html`<${Notice} tone="warning" title=${t('reader.blind')} live />`}
      <form class="reader-paste" onSubmit=${(event) => [event.preventDefault(), text.trim() && read(text)]}>
        <label for="code">${t('reader.paste')}</label><input id="code" value=${text} onInput=${(event) => setText(event.currentTarget.value)} autocomplete="off" spellcheck=${false} autocapitalize="characters" />
        <button class="button is-quiet" type="submit" aria-disabled=${isBusy}>${t('reader.read')}</button>
      </form>
    </div>`;
}

function Camera({ seen, failed }) {
  const video = useRef(null);
  useEffect(() => {
    const stopping = scan(video.current, seen);
    stopping.catch(failed);
    return () => void stopping.then((stop) => stop(), () => null);
  }, []);
  return html`<video class="camera" ref=${video} playsinline muted aria-label=${t('reader.camera')}></video>`;
}
