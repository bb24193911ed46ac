/** The citizen's card: the code that opens the city, what state the card is in, and what can be done about it. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { now } from '../../core/clock.js';
import { longDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { setQuery, useTitle } from '../../core/router.js';
import { isSignedIn, isWaiting, me } from '../../core/session.js';
import { activate, forget, kept, vouched } from '../../card/pass.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Door } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Actions } from './actions.js';
import { Face } from './face.js';

/** Asked for a new certificate when the one here ends within this. */
const EARLY_MS = 20 * 86_400_000;

/** The credential of the phone that is this card, if any. */
const phoneOf = (card) => card.credentials?.find(({ medium }) => medium === 'app')?.credential_id;

export default function MyCard({ query }) {
  useTitle(t('card.title'));
  const { passes, look } = usePasses();
  const cards = useLive(isSignedIn.value ? '/card/cards' : null, { signed: true });
  const person = useLive(isSignedIn.value ? '/citizen/me' : null, { signed: true, everyMs: 3600_000 });
  const name = person.data?.name || me.value?.name;
  const told = isSignedIn.value ? cards.data?.items.filter(({ state }) => state !== 'replaced') : null;
  const shown = told ?? passes?.map(fromPass);
  const card = shown?.find(({ card_id: id }) => id === query.get('cual')) ?? shown?.[0];
  const isReady = passes && !isWaiting.value && (shown?.length || cards.data || cards.problem || !isSignedIn.value);
  return html`
    <div class="page card-page">
      <h1 class=${card ? 'unseen' : ''}>${t('card.title')}</h1>
      ${!isReady && html`<${Skeleton} tall="face" />`}
      ${isReady && !card && (cards.problem ? html`<${Nothing} problem=${cards.problem} retry=${cards.refresh} />` : isSignedIn.value ? html`<${NoCard} name=${name} />` : html`<${Door} />`)}
      ${isReady && card && html`
        ${shown.length > 1 && html`<nav class="chips" aria-label=${t('card.mine')}>${shown.map((one) => html`<button class="chip is-text" aria-pressed=${one === card} onClick=${() => setQuery({ cual: one.card_id })}>${t(`class.${one.card_class}`)}</button>`)}</nav>`}
        <${One} card=${card} name=${person.data || person.problem ? name : undefined} isTold=${Boolean(told)} pass=${passes.find((pass) => pass.card_id === card.card_id)} look=${look} refresh=${cards.refresh} key=${card.card_id} />`}
    </div>`;
}

/** What this phone holds; a card of somebody else who now signed in here is none of theirs. */
function usePasses() {
  const [passes, setPasses] = useState(/** @type {null | import('../../card/pass.js').Pass[]} */ (null));
  const subject = me.value?.subject;
  const look = async () => {
    const all = await kept();
    const others = all.filter((pass) => subject && pass.subject !== subject);
    await Promise.all(others.map(({ card_id: id }) => forget(id)));
    setPasses(all.filter((pass) => !others.includes(pass)));
  };
  useEffect(() => void look(), [subject]);
  return { passes, look };
}

/** What the phone knows of a card when the city cannot be asked. */
const fromPass = ({ card_id: id, card_class: cardClass, expires_on: expiresOn, holder }) => ({ card_id: id, card_class: cardClass, expires_on: expiresOn, holder, state: 'active' });

/** `name` is undefined until the city has said it: until then the phone's own word holds. */
function One({ card, name, isTold, pass, look, refresh }) {
  const isHere = pass && (!isTold || phoneOf(card) === pass.credential_id);
  const isDead = pass && pass.ends_at <= now.value;
  const holder = name ?? pass?.holder ?? '';
  const isOld = isHere && isTold && card.state === 'active' && (pass.ends_at - now.value < EARLY_MS || pass.holder !== holder || pass.card_class !== card.card_class);
  useEffect(() => {
    if (isOld) vouched(pass, { holder, card_class: card.card_class, expires_on: card.expires_on }).then(look, () => null);
  }, [isOld]);
  const opens = card.state === 'active' && isHere && !isDead;
  return html`
    <div class="card-columns">
      <${Face} holder=${holder} cardClass=${card.card_class} expiresOn=${card.expires_on} pass=${opens ? pass : null} tone=${['active', 'issued'].includes(card.state) ? 'live' : 'dead'}>
        <${WhyNoCode} card=${card} isElsewhere=${Boolean(isTold && phoneOf(card) && !isHere)} holder=${holder} done=${() => Promise.all([look(), refresh()])} />
      <//>
      <div class="card-side">
        ${!isTold && html`<${Notice} icon="offline" title=${t('card.offline')}>${t('card.offline_text')}<//>`}
        ${isTold && html`<${Another} /><${Money} card=${card} />`}
        <${State} card=${card} />
        ${isTold && html`<${Links} /><${Actions} card=${card} done=${refresh} />`}
      </div>
    </div>`;
}

/** In place of the code: why there is none, and the one thing to do about it. */
function WhyNoCode({ card, isElsewhere, holder, done }) {
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const here = () => {
    setBusy(true);
    activate(card, { subject: me.value?.subject ?? '', holder }).then(done).catch(setProblem).finally(() => setBusy(false));
  };
  const canWake = ['issued', 'active'].includes(card.state);
  return html`
    <${Icon} name=${canWake ? 'phone' : 'full'} size=${56} />
    <p><b>${canWake ? t(isElsewhere ? 'card.elsewhere' : 'card.wake') : t(`card_state.${card.state}`)}</b></p>
    ${canWake && html`<p>${t(isElsewhere ? 'card.elsewhere_text' : 'card.wake_text')}</p>
      <${Button} kind="sun" onClick=${here} aria-disabled=${isBusy}>${isBusy ? t('form.sending') : t('card.wake_button')}<//>`}
    ${problem && html`<p class="face-problem" role="alert">${problem.message}</p>`}`;
}

function Money({ card }) {
  const { data } = useLive(`/wallet/accounts/${card.account_id}`, { signed: true });
  return html`
    <a class="purse" href="/monedero">
      <span><small>${t('wallet.available')}</small><b>${data ? euros(data.available_cents) : '…'}</b></span>
      <span class="button is-small">${t('wallet.open')}</span>
    </a>`;
}

/** The card's state and its last day, as one would say it. */
const State = ({ card }) => html`
  <section class="panel"><h2>${t('card.state')}</h2>
    <p class=${card.state === 'active' ? 'fine' : 'finding'}><${Icon} name=${card.state === 'active' ? 'quiet' : card.state === 'issued' ? 'clock' : 'full'} size=${20} />${t(`card_state.${card.state}`)}</p>
    <p>${t(`card_state.${card.state}.text`, { day: longDay(card.expires_on), year: card.expires_on.slice(0, 4), reason: card.block_reason ? t(`block.${card.block_reason}`) : '' })}</p>
  </section>`;

const Links = () => html`
  <ul class="rows links">
    ${[['/viajes', 'bus', 'journeys.title'], ['/tarjeta/derechos', 'ticket', 'rights.title'], ['/ventajas', 'shop', 'card.shops'], ['/familia', 'normal', 'family.title'], ['/tarjeta/solicitudes', 'list', 'card.requests'], ['/mis-datos', 'shield', 'data.title']].map(([href, icon, key]) => html`
      <li class="link-row"><a href=${href}><${Icon} name=${icon} />${t(key)}<${Icon} name="right" size=${18} /></a></li>`)}
  </ul>`;

/** What became of the card that was asked for on this phone. */
function useApplication() {
  const id = localStorage.getItem('application');
  const { data, problem } = useLive(id ? `/card/applications/${id}` : null, { signed: true });
  if (problem?.status === 404) localStorage.removeItem('application');
  return { isComing: Boolean(id && !data && !problem), state: data?.state ?? 'none', cardClass: data?.card_class, text: () => t(`application.${data?.state ?? 'none'}.text`, { reason: data?.reject_reason ? t(`reject.${data.reject_reason}`) : '' }) };
}

/** Beside a card that one has: how another is doing. */
function Another() {
  const { state, text } = useApplication();
  return ['requested', 'rejected'].includes(state) && html`<${Notice} tone=${state === 'rejected' ? 'warning' : 'info'} icon="card" title=${t(`application.${state}`)}>${text()}<//>`;
}

/** No card yet: the way to one, or what became of the one that was asked for. */
function NoCard({ name }) {
  const { isComing, state, cardClass, text } = useApplication();
  if (isComing) return html`<${Skeleton} tall="face" />`;
  return html`
    <${Face} holder=${name ?? ''} cardClass=${cardClass ?? 'resident'} pass=${null} tone="draft">
      <${Icon} name=${state === 'requested' ? 'clock' : 'card'} size=${64} />
      <p><b>${t(`application.${state}`)}</b></p>
      <p>${text()}</p>
      ${['none', 'rejected'].includes(state) && html`<a class="button is-sun" href="/tarjeta/solicitar">${t('apply.title')}</a>`}
    <//>`;
}
