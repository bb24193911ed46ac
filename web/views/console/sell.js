/** A card over the counter for whoever does not want to say who they are: the sale has its key, so a lost answer sells no second one. */
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { go } from '../../core/router.js';
import { Choice } from '../../ui/choice.js';
import { Form, useForm } from '../../ui/form.js';

const CLASSES = ['anonymous', 'tourist'];

export function Sell() {
  const form = useForm({ card_class: CLASSES[0] }, async ({ card_class: one }, key) => {
    const { data } = await call('POST', '/card/anonymous-cards', { body: { card_class: one }, key });
    return go(`/consola/tarjetas/${data.card_id}`);
  });
  return html`
    <section class="panel"><h2>${t('sell.title')}</h2><p>${t('sell.lead')}</p>
      <${Form} form=${form} labels=${{ card_class: t('sell.class') }} button=${t('sell.button')}>
        <${Choice} form=${form} name="card_class" legend=${t('sell.class')} options=${CLASSES.map((one) => [one, t(`class.${one}`), t(`sell.${one}`)])} />
      <//>
    </section>`;
}
