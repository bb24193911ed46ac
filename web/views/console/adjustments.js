/** Putting an account right by hand: one proposes, and above ten euros somebody else approves. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { ago, t } from '../../core/i18n.js';
import { entryOf } from '../../core/ids.js';
import { useLive } from '../../core/live.js';
import { centsOf, moved } from '../../core/money.js';
import { has, me } from '../../core/session.js';
import { Choice } from '../../ui/choice.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

const PURPOSES = ['wrong_charge', 'goodwill', 'cash_count', 'lost_top_up'];

export default function Adjustments({ query }) {
  return html`<${Frame} page="adjustments" title=${t('console.adjustments')}><${Both} account=${query.get('cuenta') ?? ''} /><//>`;
}

function Both({ account }) {
  const waiting = useLive(has('staff') ? '/wallet/adjustments' : null, { signed: true });
  return html`<${Waiting} waiting=${waiting} /><${Propose} account=${account} done=${waiting.refresh} />`;
}

/** What waits for a second pair of eyes. One's own proposal is for somebody else. */
function Waiting({ waiting: { data, problem, refresh } }) {
  const [told, setTold] = useState(null);
  const [asking, setAsking] = useState(null);
  const approve = (one) => {
    setAsking(null);
    return call('POST', `/wallet/adjustments/${one.adjustment_id}/approve`).then(() => setTold({ tone: 'good', text: t('adjust.approved', { amount: moved(one.amount_cents) }) }), (refusal) => setTold({ tone: 'warning', text: refusal.message })).then(refresh);
  };
  const rows = data?.items.map((one) => [
    html`<a href=${`/consola/ajustes?cuenta=${one.account_id}`}><code>${one.account_id}</code></a>`, moved(one.amount_cents), t(`adjust_purpose.${one.purpose}`), ago(one.proposed_at),
    one.proposed_by === me.value?.subject ? html`<small>${t('adjust.yours')}</small>` : html`<${Button} kind="is-small" aria-label=${t('adjust.approve_named', { amount: moved(one.amount_cents), account: one.account_id })} onClick=${() => setAsking(one)}>${t('adjust.approve')}<//>`,
  ]);
  return html`
    <section class="panel"><h2>${t('adjust.waiting')}</h2>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      ${!data && (problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${3} />`)}
      ${rows?.length === 0 && html`<p class="empty">${t('adjust.none')}</p>`}
      ${rows?.length > 0 && html`<${Table} hidden caption=${t('adjust.waiting')} heads=${[t('adjust.account'), t('adjust.amount'), t('adjust.why'), t('adjust.since'), t('field.actions')]} numeric=${[1]} rows=${rows} />`}
      ${asking && html`<${Dialog} title=${t('adjust.approve_title', { amount: moved(asking.amount_cents) })} yes=${t('adjust.approve')} onYes=${() => approve(asking)} onNo=${() => setAsking(null)}>${t('adjust.approve_text', { account: asking.account_id, why: t(`adjust_purpose.${asking.purpose}`) })}<//>`}
    </section>`;
}

function Propose({ account, done }) {
  const [kept, setKept] = useState(null);
  const form = useForm({ account_id: account, way: 'give', amount_cents: '', purpose: PURPOSES[0] }, async ({ account_id: id, way, amount_cents: written, purpose }, key) => {
    const cents = centsOf(written);
    const { data } = await call('POST', '/wallet/adjustments', { body: { entry_id: entryOf(key), account_id: id.trim(), amount_cents: cents && (way === 'give' ? cents : -cents), purpose } });
    setKept(data);
    form.setValues({ account_id: '', way, amount_cents: '', purpose });
    await done();
  });
  const labels = { account_id: t('adjust.account'), amount_cents: t('desk.amount'), purpose: t('adjust.why') };
  return html`
    <section class="panel"><h2>${t('adjust.propose')}</h2><p>${t('adjust.propose_text')}</p>
      ${kept && html`<${Notice} tone="good" title=${t(`adjust_state.${kept.state}`, { amount: moved(kept.amount_cents) })} live>${kept.waits_for && t(`adjust_waits.${kept.waits_for}`)}<//>`}
      <${Form} form=${form} labels=${labels} button=${t('adjust.send')}>
        <${Field} form=${form} name="account_id" label=${labels.account_id} hint=${t('adjust.account_hint')} autocapitalize="none" autocomplete="off" spellcheck=${false} />
        <${Choice} wide form=${form} name="way" legend=${t('adjust.way')} options=${['give', 'take'].map((one) => [one, t(`adjust.${one}`)])} />
        <div class="fields"><${Field} form=${form} name="amount_cents" label=${labels.amount_cents} inputmode="decimal" autocomplete="off" />
          <${Field} form=${form} name="purpose" label=${labels.purpose} options=${PURPOSES.map((one) => [one, t(`adjust_purpose.${one}`)])} /></div>
      <//>
    </section>`;
}
