/** What the card opens, service by service, at which price and thanks to what; and the concessions with their last day. */
import { html } from '../../core/html.js';
import { lang, longDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { isSignedIn } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

const PICTURES = { bus: 'bus', parking: 'parking', sports: 'sports', library: 'library', leisure_centre: 'civic_centre', museum: 'museum', tourist_attraction: 'leisure', bike: 'bike' };

export default function Rights() {
  return html`<${Own} title=${t('rights.title')} lead=${t('rights.lead')} back=${['/tarjeta', t('card.title')]}><${Mine} /><//>`;
}

function Mine() {
  const cards = useLive(isSignedIn.value ? '/card/cards' : null, { signed: true });
  const card = cards.data?.items.find(({ state }) => state === 'active') ?? cards.data?.items.find(({ state }) => state !== 'replaced');
  const rights = useLive(card ? `/card/cards/${card.card_id}/rights` : null, { signed: true });
  const problem = cards.problem ?? rights.problem;
  if (cards.data && !card) return html`<p class="empty">${t('application.none')}. <a href="/tarjeta/solicitar">${t('apply.title')}</a></p>`;
  if (!rights.data) return problem ? html`<${Nothing} problem=${problem} retry=${() => Promise.all([cards.refresh(), rights.refresh()])} />` : html`<${Skeleton} lines=${6} />`;
  return html`
    ${card.state !== 'active' && html`<${Notice} tone="warning" title=${t(`card_state.${card.state}`)}><a href="/tarjeta">${t('card.title')}</a><//>`}
    <ul class="rows">${rights.data.items.map((right) => html`<${Right} key=${right.service} right=${right} />`)}</ul>
    <${Concessions} held=${card.concessions} />`;
}

/** A reduced or free entrance says thanks to what; the ordinary price needs no reason. */
const Right = ({ right: { service, price, because } }) => html`
  <li class="move" data-price=${price}>
    <span class="mark"><${Icon} name=${PICTURES[service] ?? 'ticket'} size=${20} /></span>
    <span class="move-what"><b>${t(`service.${service}`)}</b>${price !== 'standard' && html`<small>${price === 'closed' ? t('rights.not_yours') : t('rights.because', { because: t(`class.${because}`) })}</small>`}</span>
    <span class="price" data-price=${price}>${t(`price.${price}`)}</span>
  </li>`;

/** Those the card has, with their last day and when they can be renewed; then the others, and what each asks for. */
function Concessions({ held }) {
  const kinds = useLive('/card/concessions', { everyMs: 3600_000 }).data?.items ?? [];
  const others = kinds.filter(({ concession }) => !held.some((one) => one.concession === concession));
  return html`
    <section class="panel"><h2>${t('concessions.title')}</h2>
      ${held.length === 0 && html`<p>${t('concessions.none')}</p>`}
      ${held.map((one) => html`<${Held} key=${one.concession} one=${one} />`)}
    </section>
    ${others.length > 0 && html`<section class="panel"><h2>${t('concessions.others')}</h2><p>${t('concessions.how')}</p>
      ${others.map(({ concession, proofs }) => html`<div class="concession"><b>${t(`class.${concession}`)}</b><small>${sentence(either(proofs.map((one) => t(`shown.${one}`))))}</small></div>`)}</section>`}`;
}

/** "padrón, DNI o cartera digital". @param {string[]} words */
const either = (words) => new Intl.ListFormat(lang.value, { type: 'disjunction' }).format(words);

const sentence = (words) => words[0].toUpperCase() + words.slice(1);

/** With the last day, and a nudge once it can be renewed. */
const Held = ({ one }) => html`
  <div class="concession"><b>${t(`class.${one.concession}`)}</b><span>${t('concessions.until', { day: longDay(one.valid_to), year: one.valid_to.slice(0, 4) })}</span>
    ${one.can_renew ? html`<${Notice} tone="warning" icon="clock" title=${t('concessions.renew')}>${t('concessions.renew_text')}<//>`
      : html`<small>${t('concessions.opens', { day: longDay(one.renewal_opens_on), year: one.renewal_opens_on.slice(0, 4) })}</small>`}</div>`;
