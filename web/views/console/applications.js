/** Cards that people asked for, the longest waiting first: each is issued, or turned down with a reason they will read. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { useEndless } from '../../core/endless.js';
import { ago, t } from '../../core/i18n.js';
import { go } from '../../core/router.js';
import { has } from '../../core/session.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';
import { Sell } from './sell.js';

const REASONS = ['not_resident', 'wrong_class', 'proof_missing', 'duplicate'];

export default function Applications() {
  return html`<${Frame} page="cards" title=${t('console.cards')}><${Waiting} /><div class="pair"><${Find} /><${Sell} /></div><//>`;
}

function Waiting() {
  const { items, next, problem, isAsking, more, again } = useEndless(has('staff') ? '/card/applications?limit=20' : null);
  const [told, setTold] = useState(null);
  const [rejecting, setRejecting] = useState(null);
  const decide = (one, how, body) => call('POST', `/card/applications/${one.application_id}/${how}`, { body }).then(({ data }) => {
    setTold({ tone: 'good', text: t(`applications.${how}`), card: how === 'issue' ? data.card_id : null });
    setRejecting(null);
    return again();
  }, (refusal) => setTold({ tone: 'warning', text: refusal.message }));
  const rows = items?.map((one) => [
    t(`class.${one.card_class}`), t(`format.${one.format}`), ago(one.requested_at),
    html`<a href=${`/consola/personas/${encodeURIComponent(one.citizen_id)}?motivo=card_service`}>${t('applications.file')}<span class="unseen"> ${one.application_id}</span></a>`,
    html`<span class="actions"><${Button} kind="is-small" onClick=${() => decide(one, 'issue')}>${t('applications.yes')}<//>
      <${Button} kind="quiet is-small" onClick=${() => setRejecting(one)}>${t('applications.no')}<//></span>`,
  ]);
  return html`
    <section class="panel"><h2>${t('applications.title')}</h2>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live>${told.card && html`<a href=${`/consola/tarjetas/${told.card}`}>${t('applications.card')}</a>`}<//>`}
      ${!items && (problem ? html`<${Nothing} problem=${problem} retry=${again} />` : html`<${Skeleton} lines=${4} />`)}
      ${rows?.length === 0 && html`<p class="empty">${t('applications.none')}</p>`}
      ${rows?.length > 0 && html`<${Table} hidden caption=${t('applications.title')} heads=${[t('applications.class'), t('applications.format'), t('applications.since'), t('applications.who'), t('field.actions')]} rows=${rows} />`}
      ${next && html`<p><${Button} kind="quiet" onClick=${more} aria-disabled=${isAsking}>${t('statement.more')}<//></p>`}
    </section>
    ${rejecting && html`<${Reject} key=${rejecting.application_id} one=${rejecting} decide=${decide} cancel=${() => setRejecting(null)} />`}`;
}

function Reject({ one, decide, cancel }) {
  const form = useForm({ reason: REASONS[0] }, ({ reason }) => decide(one, 'reject', { reason }));
  return html`
    <section class="panel"><h2>${t('applications.reject_title', { id: one.application_id.slice(-8) })}</h2>
      <${Form} form=${form} button=${t('applications.no')} aside=${html`<button type="button" class="link" onClick=${cancel}>${t('cancel')}</button>`}>
        <${Field} form=${form} name="reason" label=${t('applications.reason')} hint=${t('applications.reason_hint')} options=${REASONS.map((reason) => [reason, t(`reject.${reason}`)])} />
      <//>
    </section>`;
}

/** Straight to a card whose number somebody reads out. */
function Find() {
  const form = useForm({ card_id: '' }, async ({ card_id: id }) => id.trim() && go(`/consola/tarjetas/${encodeURIComponent(id.trim())}`));
  return html`<section class="panel"><h2>${t('desk.find')}</h2><${Form} form=${form} button=${t('desk.open')}><${Field} form=${form} name="card_id" label=${t('desk.card_id')} hint=${t('desk.card_id_hint')} autocapitalize="none" autocomplete="off" /><//></section>`;
}
