/** What one does when a card is lost, found, broken or stolen. Stopping it takes two taps. */
import { useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { Button } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';
import { Sheet } from './sheet.js';

const REASONS = ['lost', 'stolen', 'damaged'];

/** @param {{card: any, done: () => Promise<void>}} props */
export function Actions({ card, done }) {
  const [asking, setAsking] = useState(/** @type {null | 'block' | 'replace'} */ (null));
  const [told, setTold] = useState(/** @type {{tone: 'info' | 'good' | 'warning', text: string} | null} */ (null));
  const key = useRef(crypto.randomUUID());
  const act = async (what, body) => {
    setAsking(null);
    setTold({ tone: 'info', text: t('form.sending') });
    try {
      await call('POST', `/card/cards/${card.card_id}/${what}`, { body, key: key.current });
      setTold({ tone: 'good', text: t(`card.done.${what}`) });
      key.current = crypto.randomUUID();
      await done();
    } catch (problem) {
      setTold({ tone: 'warning', text: problem.message });
    }
  };
  const choices = {
    block: REASONS.map((reason) => html`<${Button} kind="danger" onClick=${() => act('block', { reason })}>${t(`block.${reason}.mine`)}<//>`),
    replace: html`<${Button} onClick=${() => act('replace')}>${t('card.replace_yes')}<//>`,
  };
  return html`
    <section class="panel" aria-label=${t('card.actions')}>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      <div class="card-actions" inert=${told?.tone === 'info'}>
        ${['active', 'issued'].includes(card.state) && html`<${Button} kind="danger" icon="full" onClick=${() => setAsking('block')}>${t('card.block')}<//>`}
        ${card.state === 'blocked' && card.block_reason === 'lost' && html`<${Button} icon="quiet" onClick=${() => act('unblock')}>${t('card.unblock')}<//>`}
        <${Button} kind="quiet" icon="turn" onClick=${() => setAsking('replace')}>${t('card.replace')}<//>
      </div>
      ${asking && html`<${Sheet} title=${t(`card.${asking}_title`)} text=${t(`card.${asking}_text`)} onNo=${() => setAsking(null)}>${choices[asking]}<//>`}
    </section>`;
}
