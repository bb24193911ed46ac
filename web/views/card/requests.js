/** What one asked for: each application, how it stands, and what to do next. */
import { html } from '../../core/html.js';
import { useEndless } from '../../core/endless.js';
import { longDay, t } from '../../core/i18n.js';
import { isSignedIn } from '../../core/session.js';
import { Button } from '../../ui/form.js';
import { Own } from '../../ui/own.js';
import { Nothing, Skeleton } from '../../ui/parts.js';

export default function Requests() {
  return html`<${Own} title=${t('requests.title')} back=${['/tarjeta', t('card.title')]}>
    <${Applications} /><p><a class="button" href="/tarjeta/solicitar">${t('apply.title')}</a></p><//>`;
}

/** Where each next step is taken; the others say themselves what to do. */
const WAYS = { verify_residence: '/mis-datos', use_card: '/tarjeta', ask_for_another_class: '/tarjeta/solicitar', use_the_card_you_have: '/tarjeta' };

/** @param {{of?: string}} props `of` somebody one answers for */
export function Applications({ of }) {
  const { items, next, problem, isAsking, more, again } = useEndless(isSignedIn.value ? `/card/me/applications?limit=20${of ? `&citizen_id=${of}` : ''}` : null);
  if (!items) return problem ? html`<${Nothing} problem=${problem} retry=${again} />` : html`<${Skeleton} lines=${2} />`;
  if (!items.length) return html`<p class="empty">${t('requests.none')}</p>`;
  return html`
    <ul class="rows">${items.map((one) => html`
      <li class="bond" key=${one.application_id}><div><b>${t(`class.${one.card_class}`)} · ${t(`format.${one.format}`)}</b>
        <small>${t(`request_state.${one.state}`)} · ${t('requests.on', { day: longDay(one.requested_at) })} · ${one.application_id.slice(-8).toUpperCase()}</small>
        ${one.reject_reason && html`<small>${t(`reject.${one.reject_reason}`)}</small>`}
        <p>${one.next_step_text}</p></div>
        ${!of && WAYS[one.next_step] && html`<a class="button is-quiet is-small" href=${WAYS[one.next_step]}>${t(`requests.go_${one.next_step}`)}</a>`}</li>`)}</ul>
    ${next && html`<p><${Button} kind="quiet" onClick=${more} aria-disabled=${isAsking}>${t('statement.more')}<//></p>`}`;
}
