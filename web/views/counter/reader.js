/** Where a card is shown at a counter: the camera, or the code pasted by hand. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { Button } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';
import { scan } from './scan.js';

/** @param {{onRead: (text: string) => void, isBusy?: boolean, goesOn?: boolean}} props `goesOn` looks for the next card after one */
export function Reader({ onRead, isBusy, goesOn = false }) {
  const [isLooking, setLooking] = useState(false);
  const [text, setText] = useState('');
  const [isBlind, setBlind] = useState(false);
  const id = useId();
  const look = () => [setBlind(false), setLooking(true)];
  const seen = (found) => {
    if (!goesOn) setLooking(false);
    onRead(found.trim());
    return goesOn;
  };
  const paste = (event) => {
    event.preventDefault();
    if (text.trim() && !isBusy) onRead(text.trim());
    setText('');
  };
  return html`
    <div class="reader">
      ${isLooking
        ? html`<${Camera} seen=${seen} failed=${() => [setLooking(false), setBlind(true)]} /><${Button} kind="quiet" onClick=${() => setLooking(false)}>${t('reader.stop')}<//>`
        : html`<${Button} icon="scan" onClick=${look}>${t('reader.scan')}<//>`}
      ${isBlind && html`<${Notice} tone="warning" title=${t('reader.blind')} live />`}
      <form class="reader-paste" onSubmit=${paste}>
        <label for=${id}>${t('reader.paste')}</label><input id=${id} value=${text} onInput=${(event) => setText(event.currentTarget.value)} autocomplete="off" spellcheck=${false} autocapitalize="characters" />
        <button class="button is-quiet" type="submit" aria-disabled=${isBusy}>${t('reader.read')}</button>
      </form>
    </div>`;
}

/** What the camera sees. What is done with a code may change while it looks. */
function Camera({ seen, failed }) {
  const video = useRef(null);
  const latest = useRef(seen);
  latest.current = seen;
  useEffect(() => {
    const stopping = scan(video.current, (text) => latest.current(text));
    stopping.catch(failed);
    return () => void stopping.then((stop) => stop(), () => null);
  }, []);
  return html`<div class="camera"><video ref=${video} playsinline muted aria-label=${t('reader.camera')}></video></div>`;
}
