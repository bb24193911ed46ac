/** The plastic of a card: a chip is linked by the address it gives when it is touched, and the card is activated over the counter. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';

/** The two parts of the address, wherever they stand in it: 32 and 16 hexadecimal digits. @param {string} text */
const partsOf = (text) => ({ picc_data: /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/i.exec(text)?.[0] ?? text, mac: /(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])/i.exec(text)?.[0] ?? text });

/** @param {{card: any, done: () => Promise<void>}} props */
export function Chip({ card, done }) {
  const [told, setTold] = useState(null);
  const form = useForm({ picc_data: '' }, async ({ picc_data: text }) => {
    setTold(null);
    await call('POST', `/card/cards/${card.card_id}/chip`, { body: partsOf(text.trim()) });
    form.setValues({ picc_data: '' });
    setTold({ tone: 'good', text: t('chip.linked') });
    await done();
  });
  const activate = () => call('POST', `/card/cards/${card.card_id}/activate`).then(() => setTold({ tone: 'good', text: t('chip.activated') }), (problem) => setTold({ tone: 'warning', text: problem.message })).then(done);
  const isLinked = card.credentials.some(({ medium }) => medium === 'chip');
  return html`
    <section class="panel"><h2>${t('chip.title')}</h2>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      <p>${t(isLinked ? 'chip.has' : 'chip.none')}</p>
      ${card.state === 'issued' && html`<div><${Button} kind="quiet" onClick=${activate}>${t('chip.activate')}<//></div>`}
      <${Form} form=${form} labels=${{ picc_data: t('chip.address') }} button=${t(isLinked ? 'chip.another' : 'chip.link')}>
        <${Field} form=${form} name="picc_data" label=${t('chip.address')} hint=${t('chip.hint')} autocapitalize="none" autocomplete="off" spellcheck=${false} />
      <//>
    </section>`;
}
