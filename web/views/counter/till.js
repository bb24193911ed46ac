/** The till: the price, the customer's code, what they pay and why, and the sale. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { cityNow } from '../../core/clock.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { centsOf, euros } from '../../core/money.js';
import { Button, Field, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/parts.js';
import { believed, NotBelieved } from './believe.js';
import { Quote } from './quote.js';
import { Reader } from './reader.js';
import { remember } from './sales.js';
import { Shop } from './shop.js';
import { Benefits } from './benefits.js';

export default function TillPage({ query }) {
  return html`<${Shop} page="till" query=${query} title=${t('till.title')} draw=${(shop) => html`<${Till} shop=${shop} key=${shop.shop_id} />`} />`;
}

function Till({ shop }) {
  const [asked, setAsked] = useState(/** @type {null | {qr: string, amount_cents: number, without: string[], points: number}} */ (null));
  const [sold, setSold] = useState(null);
  const again = () => [setAsked(null), setSold(null)];
  if (sold) return html`<${Sold} sold=${sold} again=${again} />`;
  if (asked) return html`<${Quote} shop=${shop} asked=${asked} ask=${setAsked} sell=${(one) => [remember(shop.shop_id, one), setSold(one)]} cancel=${again} />`;
  return html`<${Start} ready=${setAsked} />`;
}

/** First the price, then the code: a code lives half a minute, so it is shown last. */
function Start({ ready }) {
  const keys = useLive('/card/keys', { everyMs: 3600_000 });
  const [problem, setProblem] = useState(null);
  const form = useForm({ amount: '' }, async () => undefined);
  const read = async (text) => {
    const cents = centsOf(form.values.amount);
    if (!cents) return form.setProblem({ fields: { amount: t('till.no_amount') } });
    try {
      await believed(text, keys.data?.keys ?? [], cityNow());
      ready({ qr: text, amount_cents: cents, without: [], points: 0 });
    } catch (refusal) {
      if (!(refusal instanceof NotBelieved)) throw refusal;
      setProblem(keys.data ? t(`disbelief.${refusal.why}`) : t('problem.offline'));
    }
    return undefined;
  };
  return html`
    <section class="panel till">
      <${Field} form=${form} name="amount" label=${t('till.amount')} hint=${t('till.amount_hint')} inputmode="decimal" autocomplete="off" />
      <h2>${t('till.card')}</h2>
      ${problem && html`<${Notice} tone="warning" title=${problem} live />`}
      <${Reader} onRead=${read} />
    </section>`;
}

/** Done: what is in the drawer now, why, and the number that a return needs. */
function Sold({ sold, again }) {
  const box = useRef(null);
  useEffect(() => box.current.focus(), []);
  return html`
    <section class="outcome is-good" tabindex="-1" ref=${box} role="status">
      <${Icon} name="quiet" size=${48} /><h2>${t('till.done')}</h2><b>${euros(sold.paid_cents)}</b>
      ${sold.points_earned > 0 && html`<p>${t('till.earned', { n: sold.points_earned })}</p>`}
    </section>
    <section class="panel"><${Benefits} of=${sold} /><dl class="facts"><div><dt>${t('sale.number')}</dt><dd><code>${sold.purchase_id}</code></dd></div></dl></section>
    <p class="actions till-end"><${Button} onClick=${again}>${t('till.next')}<//><a class="button is-quiet" href=${`/comercio/devolver?venta=${sold.purchase_id}`}>${t('shop.refund')}</a></p>`;
}

