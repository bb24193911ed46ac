/** Goods come back: the sale is found, and money, vouchers and points go back pro rata, to the cent. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { entryId } from '../../core/ids.js';
import { lang, stamp, t } from '../../core/i18n.js';
import { centsOf, euros } from '../../core/money.js';
import { setQuery } from '../../core/router.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { Benefits } from './benefits.js';
import { recent } from './sales.js';
import { Shop } from './shop.js';

export default function RefundPage({ query }) {
  const id = query.get('venta');
  return html`<${Shop} page="refund" query=${query} title=${t('refund.title')} draw=${(shop) => (id ? html`<${Sale} shop=${shop} id=${id} key=${id} />` : html`<${Find} shop=${shop} />`)} />`;
}

/** One of this till's last sales, or any by its number. */
function Find({ shop }) {
  const form = useForm({ number: '' }, async ({ number }) => number.trim() && setQuery({ venta: number.trim().toLowerCase() }));
  const sales = recent(shop.shop_id);
  return html`
    ${sales.length > 0 && html`<section class="headed"><h2>${t('refund.recent')}</h2><ul class="rows">${sales.map((one) => html`
      <li class="link-row" key=${one.id}><button type="button" onClick=${() => setQuery({ venta: one.id })}><${Icon} name="shop" /><span>${stamp(one.at)}<small>${one.id.slice(-6)}</small></span><b>${euros(one.paid_cents)}</b></button></li>`)}</ul></section>`}
    <section class="panel"><h2>${t('refund.by_number')}</h2>
      <${Form} form=${form} button=${t('refund.find')}><${Field} form=${form} name="number" label=${t('sale.number')} hint=${t('refund.number_hint')} autocapitalize="none" autocomplete="off" spellcheck=${false} /><//>
    </section>`;
}

function Sale({ shop, id }) {
  const path = `/loyalty/shops/${shop.shop_id}/purchases/${encodeURIComponent(id)}`;
  const [{ sale, problem }, setTold] = useState(/** @type {any} */ ({ sale: null, problem: null }));
  const [given, setGiven] = useState(null);
  const look = () => call('GET', path).then(({ data }) => setTold({ sale: data, problem: null }), (found) => setTold({ sale: null, problem: found }));
  useEffect(() => void look(), [id, lang.value]);
  const other = html`<p><button type="button" class="link" onClick=${() => setQuery({ venta: null })}>${t('refund.other')}</button></p>`;
  if (!sale) return problem ? html`<${Nothing} problem=${problem} retry=${look} />${other}` : html`<${Skeleton} tall="panel" />`;
  return html`
    ${given && html`<section class="outcome is-good" role="status"><${Icon} name="turn" size=${44} /><h2>${t('refund.give')}</h2><b>${euros(given.paid_cents)}</b>
      ${given.points_back > 0 && html`<p>${t('refund.points_back', { n: given.points_back })}</p>`}${given.points_taken > 0 && html`<p>${t('refund.points_taken', { n: given.points_taken })}</p>`}</section>`}
    <section class="panel"><h2>${t('refund.sale', { at: stamp(sale.at) })}</h2><${Benefits} of=${sale} />
      ${sale.refunds.length > 0 && html`<h3>${t('refund.before')}</h3><ul class="why">${sale.refunds.map((one) => html`<li key=${one.refund_id}><b>${euros(one.amount_cents)}</b><span>${t('refund.was', { at: stamp(one.at), paid: euros(one.paid_cents) })}</span></li>`)}</ul>`}
    </section>
    ${sale.left_cents > 0 ? html`<${GiveBack} path=${path} left=${sale.left_cents} key=${sale.left_cents} done=${(after) => [setTold({ sale: after, problem: null }), setGiven(after.refunds.at(-1))]} />` : html`<p class="empty">${t('refund.all_back')}</p>`}
    ${other}`;
}

function GiveBack({ path, left, done }) {
  const [id] = useState(entryId());
  const form = useForm({ amount_cents: (left / 100).toFixed(2) }, async ({ amount_cents: written }) => {
    const { data } = await call('POST', `${path}/refunds`, { body: { refund_id: id, amount_cents: centsOf(written) } });
    done(data);
  });
  const labels = { amount_cents: t('refund.amount') };
  return html`
    <section class="panel"><h2>${t('refund.back')}</h2>
      <${Form} form=${form} labels=${labels} button=${t('refund.do')}><${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('refund.amount_hint', { left: euros(left) })} inputmode="decimal" width="short" autocomplete="off" /><//>
    </section>`;
}
