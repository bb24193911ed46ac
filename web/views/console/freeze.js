/** Stopping an account from paying, for a reason, and letting it pay again. Its card is another matter. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { Dialog } from '../../ui/dialog.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';

const REASONS = ['fraud', 'court_order', 'deceased', 'dispute'];

/** @param {{account: any, done: () => Promise<void>}} props */
export function Freeze({ account, done }) {
  const [told, setTold] = useState(null);
  const [asking, setAsking] = useState(false);
  const what = account.status === 'frozen' ? 'thaw' : 'freeze';
  const act = (reason) => call('POST', `/wallet/accounts/${account.account_id}/${what}`, { body: { reason } }).then(() => setTold({ tone: 'good', text: t(`freeze.${what}_done`) }), (problem) => setTold({ tone: 'warning', text: problem.message })).then(done);
  const form = useForm({ reason: REASONS[0] }, async ({ reason }) => (what === 'freeze' ? setAsking(true) : act(reason)));
  return html`
    <section class="panel"><div class="work-head"><h2>${t('freeze.title')}</h2><a href=${`/consola/ajustes?cuenta=${account.account_id}`}>${t('freeze.adjust')}</a></div>
      <dl class="facts"><div><dt>${t('adjust.account')}</dt><dd><code>${account.account_id}</code></dd></div><div><dt>${t('field.state')}</dt><dd>${t(`account_status.${account.status}`)}</dd></div></dl>
      ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
      ${account.status !== 'closed' && html`<${Form} form=${form} button=${t(`freeze.${what}`)}><${Field} form=${form} name="reason" label=${t('freeze.reason')} width="short" options=${REASONS.map((one) => [one, t(`freeze_reason.${one}`)])} /><//>`}
      ${asking && html`<${Dialog} title=${t('freeze.ask')} yes=${t('freeze.freeze')} onYes=${() => [setAsking(false), act(form.values.reason)]} onNo=${() => setAsking(false)}>${t('freeze.ask_text')}<//>`}
    </section>`;
}
