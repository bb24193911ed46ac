/** Whom the city pays and into which account: one proposes a change, another compares it with the paper and approves it. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { ago, longDay, shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { has, me } from '../../core/session.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton, Table } from '../../ui/parts.js';

/** @param {{payee: string, done: () => Promise<void>}} props */
export function Payee({ payee, done }) {
  const { data, version, problem, refresh } = useLive(has('staff') ? `/wallet/payees/${payee}` : null, { signed: true, everyMs: 300_000 });
  const [isChanging, setChanging] = useState(false);
  const [told, setTold] = useState(null);
  const isNew = problem?.status === 404;
  if (!data && !isNew) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} />`;
  const again = async (words) => {
    setTold(words && { tone: 'good', text: words });
    setChanging(false);
    await refresh();
    await done();
  };
  return html`
    <section class="panel"><div class="section-head"><h2>${data?.name ?? payee}</h2>${!isChanging && html`<${Button} kind="quiet is-small" onClick=${() => setChanging(true)}>${t('payees.change')}<//>`}</div>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      ${data?.name ? html`<${Facts} one=${data} />` : html`<${Notice} tone="warning" title=${t('payees.nobody')}>${t('payees.nobody_text')}<//>`}
      ${data?.proposal && html`<${Proposal} payee=${payee} one=${data.proposal} version=${version} again=${again} refused=${(refusal) => setTold({ tone: 'warning', text: refusal.message })} />`}
      ${isChanging && html`<${Change} payee=${payee} one=${data} version=${version ?? '"0"'} again=${again} cancel=${() => setChanging(false)} />`}
      ${data?.name && html`<${History} payee=${payee} />`}
    </section>`;
}

const Facts = ({ one }) => html`
  <dl class="facts"><div><dt>${t('payees.iban')}</dt><dd>${one.iban_end ? `… ${one.iban_end}` : t('payees.no_iban')}</dd></div>
    <div><dt>${t('payees.people')}</dt><dd>${one.people.length}</dd></div></dl>
  ${one.held_until && html`<${Notice} tone="warning" icon="clock" title=${t('payees.held', { day: longDay(one.held_until) })} />`}`;

/** Everything of it is shown, so that it can be compared; who proposed it does not get the button. */
function Proposal({ payee, one, version, again, refused }) {
  const [isAsking, setAsking] = useState(false);
  const isMine = one.proposed_by === me.value?.subject;
  const act = (method, path, words) => {
    setAsking(false);
    return call(method, `/wallet/payees/${payee}${path}`, { version }).then(() => again(words), refused);
  };
  return html`
    <${Notice} icon="eyes" title=${t('payees.proposed', { when: ago(one.proposed_at) })}>
      <dl class="facts"><div><dt>${t('payees.name')}</dt><dd>${one.name}</dd></div>
        <div><dt>${t('payees.iban')}</dt><dd>${one.iban ? html`<code>${one.iban.replace(/(.{4})(?=.)/g, '$1 ')}</code>` : t('payees.no_iban')} ${one.changes_iban && html`<span class="finding">${t('payees.other_iban')}</span>`}</dd></div>
        <div><dt>${t('payees.people')}</dt><dd>${one.people.length ? one.people.map((person) => html`<code key=${person}>${person} </code>`) : '0'}</dd></div></dl>
      ${isMine && html`<p><small>${t('payees.yours')}</small></p>`}
      <div class="actions">${!isMine && html`<${Button} kind="is-small" onClick=${() => setAsking(true)}>${t('payees.approve')}<//>`}
        <${Button} kind="quiet is-small" onClick=${() => act('DELETE', '/proposal', t('payees.withdrawn'))}>${t('payees.withdraw')}<//></div>
    <//>
    ${isAsking && html`<${Dialog} title=${t('payees.approve_title')} yes=${t('payees.approve')} onYes=${() => act('POST', '/approval', t('payees.approved'))} onNo=${() => setAsking(false)}>${t(one.changes_iban ? 'payees.approve_iban' : 'payees.approve_text')}<//>`}`;
}

function Change({ payee, one, version, again, cancel }) {
  const isKiosk = payee.startsWith('kiosk:');
  const form = useForm({ name: one?.name ?? '', iban: '', people: (one?.people ?? []).join('\n') }, async ({ name, iban, people }) => {
    const body = { name, iban: iban.replace(/\s/g, '').toUpperCase() || null, people: people.split(/\s+/).filter(Boolean) };
    const { data } = await call('PUT', `/wallet/payees/${payee}`, { body, version });
    await again(t(data.proposal ? 'payees.is_proposed' : 'payees.is_kept'));
  });
  const labels = { name: t('payees.name'), iban: t('payees.iban'), people: t('payees.people') };
  return html`
    <${Form} form=${form} labels=${labels} button=${t('payees.propose')} aside=${html`<button type="button" class="link" onClick=${cancel}>${t('cancel')}</button>`}>
      <p>${t('payees.lead')}</p>
      <${Field} form=${form} name="name" label=${labels.name} autocomplete="off" />
      ${!isKiosk && html`<${Field} form=${form} name="iban" label=${labels.iban} hint=${one?.iban_end ? t('payees.iban_hint', { end: one.iban_end }) : t('payees.iban_first')} autocapitalize="characters" autocomplete="off" spellcheck=${false} />`}
      <${Field} form=${form} name="people" label=${labels.people} hint=${t('payees.people_hint')} rows=${3} autocapitalize="none" autocomplete="off" spellcheck=${false} />
    <//>`;
}

/** Fetched when somebody wants to see it. */
function History({ payee }) {
  const [isOpen, setOpen] = useState(false);
  const { data, problem, refresh } = useLive(isOpen ? `/wallet/payees/${payee}/history` : null, { signed: true });
  const rows = data?.items.map((one) => [shortDay(one.approved_at), one.name, one.iban_end ? `… ${one.iban_end}` : '–', one.people.length, html`<code>${one.proposed_by}</code>`, one.approved_by ? html`<code>${one.approved_by}</code>` : '–']);
  return html`
    <details onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${t('payees.history')}</summary>
      ${rows ? html`<div class="scroll" tabindex="0" role="group" aria-label=${t('payees.history')}><${Table} hidden caption=${t('payees.history')} heads=${[t('payees.since'), t('payees.name'), t('payees.iban'), t('payees.people'), t('payees.by'), t('payees.and_by')]} numeric=${[3]} rows=${rows} /></div>` : problem && html`<${Nothing} problem=${problem} retry=${refresh} />`}
    </details>`;
}
