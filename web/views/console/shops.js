/** Shops that ask to take part, those that do, and what somebody should look at in their sales. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { has } from '../../core/session.js';
import { Button } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

export default function Shops() {
  return html`<${Frame} page="shops" title=${t('console.shops')}><${Everything} /><//>`;
}

function Everything() {
  const { data, problem, refresh } = useLive(has('staff') ? '/loyalty/shops' : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  const of = (state) => data.items.filter((shop) => shop.state === state);
  return html`<${Applied} shops=${of('applied')} done=${refresh} /><${Findings} shops=${data.items} /><${TakingPart} shops=${of('open')} />`;
}

function Applied({ shops, done }) {
  const [told, setTold] = useState(null);
  const decide = (shop, how) => call('POST', `/loyalty/shops/${shop.shop_id}/${how}`).then(() => setTold({ tone: 'good', text: t(`shops.${how}`, { name: shop.name }) }), (refusal) => setTold({ tone: 'warning', text: refusal.message })).then(done);
  const rows = shops.map((shop) => [
    html`<span>${shop.name}<small>${shop.address}</small></span>`, t(`category.${shop.category}`), `${shop.opens.slice(0, 5)} – ${shop.closes.slice(0, 5)}`, `… ${shop.iban_end}`,
    html`<span class="actions"><${Button} kind="is-small" aria-label=${t('shops.admit_named', { name: shop.name })} onClick=${() => decide(shop, 'approval')}>${t('shops.admit')}<//>
      <${Button} kind="quiet is-small" aria-label=${t('shops.turn_down_named', { name: shop.name })} onClick=${() => decide(shop, 'rejection')}>${t('shops.turn_down')}<//></span>`,
  ]);
  return html`
    <section class="panel"><h2>${t('shops.applied')}</h2>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      ${rows.length ? html`<${Table} hidden caption=${t('shops.applied')} heads=${[t('shops.name'), t('shops.category'), t('shops.hours'), t('shops.iban'), t('field.actions')]} rows=${rows} />` : html`<p class="empty">${t('shops.none_applied')}</p>`}
    </section>`;
}

/** Signals, not verdicts. */
function Findings({ shops }) {
  const { data, problem, refresh } = useLive('/loyalty/findings', { signed: true, everyMs: 300_000 });
  const nameOf = (id) => shops.find(({ shop_id: one }) => one === id)?.name ?? id;
  const rows = data?.items.map((one) => [
    html`<a href=${`/consola/comercios/${one.shop_id}`}>${nameOf(one.shop_id)}</a>`, html`<span>${t(`signal.${one.signal}`, { n: one.times })}${one.card_id && html`<small><a href=${`/consola/tarjetas/${one.card_id}`}>${t('shops.card')}<span class="unseen"> ${one.card_id}</span></a></small>`}</span>`, shortDay(one.day), euros(one.cents),
  ]);
  return html`
    <section class="panel"><h2>${t('shops.findings')}</h2><p>${t('shops.findings_text')}</p>
      ${!data && (problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${2} />`)}
      ${rows?.length === 0 && html`<p class="empty">${t('shops.no_findings')}</p>`}
      ${rows?.length > 0 && html`<${Table} hidden caption=${t('shops.findings')} heads=${[t('shops.name'), t('shops.seen'), t('shops.day'), t('shops.city_bore')]} numeric=${[3]} rows=${rows} />`}
    </section>`;
}

function TakingPart({ shops }) {
  const rows = shops.map((shop) => [html`<a href=${`/consola/comercios/${shop.shop_id}`}>${shop.name}</a>`, t(`category.${shop.category}`), shop.address]);
  return html`
    <section class="panel"><h2>${t('shops.open')}</h2>
      ${rows.length ? html`<${Table} hidden caption=${t('shops.open')} heads=${[t('shops.name'), t('shops.category'), t('field.address')]} rows=${rows} />` : html`<p class="empty">${t('shops.none_open')}</p>`}
    </section>`;
}
