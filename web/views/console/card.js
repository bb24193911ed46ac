/** One card at the desk: its state, its concessions with their proof, and money handed over for it. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { centsOf, euros } from '../../core/money.js';
import { entryId } from '../../core/ids.js';
import { has } from '../../core/session.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Chip } from './chip.js';
import { Concessions } from './concessions.js';
import { Freeze } from './freeze.js';
import { Frame } from './frame.js';

const REASONS = ['lost', 'stolen', 'damaged', 'misuse'];

export default function Card({ params: { id } }) {
  return html`<${Frame} page="cards" title=${t('desk.title')} back=${['/consola/tarjetas', t('console.cards')]}><${Known} id=${decodeURIComponent(id)} /><//>`;
}

function Known({ id }) {
  const { data: card, problem, refresh } = useLive(has('staff') ? `/card/cards/${encodeURIComponent(id)}` : null, { signed: true });
  if (!card) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" />`;
  return html`
    <div class="pair"><${State} card=${card} done=${refresh} /><${Money} card=${card} /></div>
    ${['issued', 'active'].includes(card.state) && html`<${Chip} card=${card} done=${refresh} />`}
    ${card.card_class !== 'anonymous' && html`<${Concessions} card=${card} done=${refresh} />`}
    <${Account} id=${card.account_id} />`;
}

function Account({ id }) {
  const { data, refresh } = useLive(`/wallet/accounts/${id}`, { signed: true });
  return data && html`<${Freeze} account=${data} done=${refresh} />`;
}

function State({ card, done }) {
  const [told, setTold] = useState(null);
  const [asking, setAsking] = useState(null);
  const form = useForm({ reason: REASONS[0] }, async () => setAsking('block'));
  const act = (what, body) => {
    setAsking(null);
    return call('POST', `/card/cards/${card.card_id}/${what}`, { body }).then(() => setTold({ tone: 'good', text: t(`desk.${what}_done`) }), (problem) => setTold({ tone: 'warning', text: problem.message })).then(done);
  };
  return html`
    <section class="panel"><h2>${t(`class.${card.card_class}`)}</h2>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      <dl class="facts"><div><dt>${t('field.state')}</dt><dd>${t(`card_state.${card.state}`)}</dd></div>
        ${card.block_reason && html`<div><dt>${t('desk.reason')}</dt><dd>${t(`desk_reason.${card.block_reason}`)}</dd></div>`}
        <div><dt>${t('desk.expires')}</dt><dd>${longDay(card.expires_on)} ${card.expires_on.slice(0, 4)}</dd></div>
        <div><dt>${t('desk.id')}</dt><dd><code>${card.card_id}</code></dd></div></dl>
      ${['issued', 'active'].includes(card.state) && html`<${Form} form=${form} button=${t('desk.block')}><${Field} form=${form} name="reason" label=${t('desk.reason')} width="short" options=${REASONS.map((one) => [one, t(`desk_reason.${one}`)])} /><//>`}
      <div class="actions">${card.state === 'blocked' && html`<${Button} onClick=${() => act('unblock')}>${t('desk.unblock')}<//>`}
        ${card.state !== 'replaced' && html`<${Button} kind="quiet" onClick=${() => setAsking('replace')}>${t('desk.replace')}<//>`}</div>
      ${asking && html`<${Dialog} title=${t(`desk.${asking}_title`)} yes=${t(`desk.${asking}`)} onYes=${() => act(asking, asking === 'block' ? { reason: form.values.reason } : undefined)} onNo=${() => setAsking(null)}>${t(`desk.${asking}_text`)}<//>`}
    </section>`;
}

function Money({ card }) {
  const { data: account, refresh } = useLive(`/wallet/accounts/${card.account_id}`, { signed: true });
  const [receipt, setReceipt] = useState(null);
  const [id, setId] = useState(entryId());
  const form = useForm({ amount_cents: '', means: 'cash' }, async ({ amount_cents: written, means }) => {
    const { data } = await call('POST', `/wallet/accounts/${card.account_id}/desk-top-ups`, { body: { entry_id: id, amount_cents: centsOf(written), means } });
    setReceipt(data);
    setId(entryId());
    form.setValues({ amount_cents: '', means });
    await refresh();
  });
  const labels = { amount_cents: t('desk.amount'), means: t('desk.means') };
  return html`
    <section class="panel"><h2>${t('desk.money')}</h2>
      <dl class="big"><div><dt>${t('wallet.available')}</dt><dd>${account ? euros(account.available_cents) : '…'}</dd></div></dl>
      ${receipt && html`<${Notice} tone="good" title=${t('desk.taken', { amount: euros(receipt.entry.amount_cents) })} live>${t('desk.now', { amount: euros(receipt.available_cents) })}<//>`}
      <${Form} form=${form} labels=${labels} button=${t('desk.top_up')}>
        <div class="fields"><${Field} form=${form} name="amount_cents" label=${labels.amount_cents} inputmode="decimal" autocomplete="off" />
        <${Field} form=${form} name="means" label=${labels.means} options=${['cash', 'card'].map((one) => [one, t(`means.${one}`)])} /></div>
      <//>
    </section>`;
}
