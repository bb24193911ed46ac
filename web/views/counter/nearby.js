/** Cards that live in this very browser: for a demonstration, one is held to the gate without a camera. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { cityNow } from '../../core/clock.js';
import { t } from '../../core/i18n.js';
import { codeAt, kept } from '../../card/pass.js';
import { Button } from '../../ui/form.js';

/** @param {{onRead: (text: string) => void, isBusy?: boolean}} props */
export function Nearby({ onRead, isBusy }) {
  const [passes, setPasses] = useState(/** @type {import('../../card/pass.js').Pass[]} */ ([]));
  useEffect(() => void kept().then(setPasses), []);
  return passes.map((pass) => html`
    <${Button} key=${pass.card_id} icon="card" onClick=${async () => onRead(await codeAt(pass, cityNow()))} aria-disabled=${isBusy}>${t('gate.hold', { name: pass.holder || t(`class.${pass.card_class}`) })}<//>`);
}
