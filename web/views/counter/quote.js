/** What this customer would pay now: the reason of each benefit, why the others do not apply, and points if they wish. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { entryId } from '../../core/ids.js';
import { lang, t } from '../../core/i18n.js';
import { euros } from '../../core/money.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Benefits, useTitles } from './benefits.js';

/** @param {{shop: any, asked: any, ask: (asked: any) => void, sell: (sold: any) => void, cancel: () => void}} props */
export function Quote({ shop, asked, ask, sell, cancel }) {
  const path = `/loyalty/shops/${shop.shop_id}`;
  const [{ quote, problem }, setTold] = useState(/** @type {any} */ ({ quote: null, problem: null }));
  const [refusal, setRefusal] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const purchase = useRef({ asked, id: entryId() });
  if (purchase.current.asked !== asked) purchase.current = { asked, id: entryId() };
  const look = () => call('POST', `${path}/quotes`, { body: asked }).then(({ data }) => setTold({ quote: data, problem: null }), (found) => setTold({ quote: null, problem: found }));
  useEffect(() => void look(), [asked, lang.value]);
  const take = () => {
    setBusy(true);
    call('POST', `${path}/purchases`, { body: { ...asked, purchase_id: purchase.current.id } }).then(({ data }) => sell(data), setRefusal).finally(() => setBusy(false));
  };
  const back = html`<${Button} kind="quiet" onClick=${cancel}>${t('till.again')}<//>`;
  if (!quote) return problem ? html`<${Nothing} problem=${problem} retry=${look} /><p>${back}</p>` : html`<${Skeleton} tall="panel" />`;
  return html`
    <section class="panel" aria-labelledby="quote"><h2 id="quote">${t('till.quote')}</h2>
      <${Benefits} of=${quote} drop=${(id) => ask({ ...asked, without: [...asked.without, id] })} />
      ${refusal && html`<${Notice} tone="warning" title=${refusal.message} live />`}
      <p class="actions till-end"><${Button} kind="big" onClick=${take} aria-disabled=${isBusy}>${t('till.take', { amount: euros(quote.paid_cents) })}<//>${back}</p>
    </section>
    ${quote.passed_over.length > 0 && html`<${PassedOver} quote=${quote} asked=${asked} ask=${ask} />`}
    <${Points} asked=${asked} ask=${ask} quote=${quote} />`;
}

function PassedOver({ quote, asked, ask }) {
  const titleOf = useTitles();
  return html`
    <section class="panel"><h2>${t('till.passed_over')}</h2><ul class="why">${quote.passed_over.map((one) => html`
      <li key=${one.campaign_id}><b>${titleOf(one.campaign_id)}</b><span>${one.sentence}</span>
        ${one.code === 'left_out' && html`<button type="button" class="link" onClick=${() => ask({ ...asked, without: asked.without.filter((id) => id !== one.campaign_id) })}>${t('till.use')}<span class="unseen">: ${titleOf(one.campaign_id)}</span></button>`}</li>`)}</ul>
    </section>`;
}

/** A point is a cent. The city says how many of them there are to spend. */
function Points({ asked, ask, quote }) {
  const form = useForm({ points: asked.points || '' }, async ({ points }) => ask({ ...asked, points: Math.max(0, Math.trunc(Number(points)) || 0) }));
  return html`
    <section class="panel"><h2>${t('till.points')}</h2>
      ${asked.points > quote.points_spent && html`<${Notice} title=${t('till.fewer_points', { n: quote.points_spent })} live />`}
      <${Form} form=${form} button=${t('till.apply_points')}><${Field} form=${form} name="points" label=${t('till.points_label')} hint=${t('till.points_hint')} inputmode="numeric" width="short" autocomplete="off" /><//>
    </section>`;
}
