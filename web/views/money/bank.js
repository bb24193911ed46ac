/** The citizen's own bank: linked by mandate with its number, asked for money when one says so, or by itself under a line. */
import { useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { entryId } from '../../core/ids.js';
import { centsOf, euros } from '../../core/money.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { WithAccount } from './account.js';
import { BankCard } from './bank_card.js';
import { Postpaid } from './postpaid.js';
import { Refill } from './refill.js';
import { useMaybe } from './maybe.js';

export default function Bank({ query }) {
  return html`
    <${Own} title=${t('bank.title')} lead=${t('bank.lead')} back=${['/monedero', t('wallet.title')]}>
      <${WithAccount} wanted=${query.get('cuenta')}>${(account, _, refresh) => html`<${Ways} account=${account} moved=${refresh} key=${account.account_id} />`}<//>
    <//>`;
}

function Ways({ account, moved }) {
  const path = `/wallet/accounts/${account.account_id}`;
  const mandate = useMaybe(`${path}/mandate`);
  const card = useMaybe(`${path}/bank-card`);
  const means = [mandate.found && !mandate.found.is_suspended && 'mandate', card.found && 'card'].filter(Boolean);
  return html`
    <${Linked} path=${path} account=${account} moved=${moved} mandate=${mandate} />
    ${card.found && html`<${BankCard} path=${path} card=${card.found} done=${card.refresh} />`}
    ${mandate.found && html`<${Postpaid} path=${path} moved=${moved} />`}
    ${means.length > 0 && html`<${Refill} path=${path} means=${means} key=${means.join()} />`}`;
}

function Linked({ path, account, moved, mandate: { found: mandate, isKnown, problem, refresh } }) {
  if (!isKnown) return html`<${Skeleton} tall="panel" lines=${2} />`;
  if (problem) return html`<${Nothing} problem=${problem} retry=${refresh} />`;
  const link = html`<${Link} path=${path} done=${refresh} />`;
  if (!mandate) return html`<section class="panel"><h2>${t('bank.link')}</h2>${link}</section>`;
  return html`
    <${Mandate} mandate=${mandate} path=${path} done=${refresh} />
    ${mandate.is_suspended
      ? html`<section class="panel"><${Notice} tone="warning" title=${t('bank.suspended')}>${t('bank.suspended_text')}<//>${link}</section>`
      : html`<${Now} path=${path} account=${account} done=${moved} />`}`;
}

function Mandate({ mandate, path, done }) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState(null);
  const unlink = () => {
    setAsking(false);
    call('DELETE', `${path}/mandate`).then(done).catch(setProblem);
  };
  return html`
    <section class="panel"><h2>${t('bank.linked')}</h2>
      <p class="iban"><${Icon} name="office" size=${28} /><span><b>•••• •••• ${mandate.iban_end}</b><small>${mandate.holder}</small></span></p>
      <dl class="facts"><div><dt>${t('bank.signed')}</dt><dd>${longDay(mandate.signed_at)}</dd></div><div><dt>${t('bank.reference')}</dt><dd class="mono">${mandate.reference}</dd></div></dl>
      ${mandate.upcoming.length > 0 && html`<h3>${t('bank.upcoming')}</h3><ul class="plain">${mandate.upcoming.map((one) => html`<li key=${one.collected_from + one.amount_cents}>${t('bank.collected', { amount: euros(one.amount_cents), day: longDay(one.collected_from) })}</li>`)}</ul>`}
      <details><summary>${t('bank.text')}</summary><p>${mandate.text}</p></details>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      <div><${Button} kind="quiet is-small" onClick=${() => setAsking(true)}>${t('bank.unlink')}<//></div>
      ${isAsking && html`<${Dialog} title=${t('bank.unlink_title')} yes=${t('bank.unlink')} onYes=${unlink} onNo=${() => setAsking(false)}>${t('bank.unlink_text')}<//>`}
    </section>`;
}

function Link({ path, done }) {
  const form = useForm({ iban: '', holder: '' }, async ({ iban, holder }, key) => {
    await call('POST', `${path}/mandate`, { body: { iban: iban.replace(/\s/g, '').toUpperCase(), holder: holder.trim() }, key });
    await done();
  });
  const labels = { iban: t('bank.iban'), holder: t('bank.holder') };
  return html`
    <${Form} form=${form} labels=${labels} button=${t('bank.sign')}>
      <${Field} form=${form} name="iban" label=${labels.iban} hint=${t('bank.iban_hint')} autocomplete="off" autocapitalize="characters" spellcheck=${false} />
      <${Field} form=${form} name="holder" label=${labels.holder} autocomplete="name" />
      <p class="hint">${t('bank.terms')}</p>
    <//>`;
}

/** Money from the linked account at once; the bank hears of it tonight. */
function Now({ path, account, done }) {
  const [told, setTold] = useState(/** @type {string | null} */ (null));
  const ids = useRef(/** @type {Record<string, string>} */ ({}));
  const form = useForm({ amount_cents: '20' }, async ({ amount_cents: amount }, key) => {
    setTold(null);
    const id = (ids.current[key] ??= entryId());
    const { data } = await call('POST', `${path}/mandate/top-ups`, { body: { entry_id: id, amount_cents: centsOf(amount) }, key });
    delete ids.current[key];
    setTold(t('bank.now_done', { amount: euros(data.entry.amount_cents), have: euros(data.available_cents) }));
    await done();
  });
  const labels = { amount_cents: t('bank.amount') };
  return html`
    <section class="panel"><h2>${t('bank.now')}</h2>
      ${told && html`<${Notice} tone="good" title=${told} live />`}
      <${Form} form=${form} labels=${labels} button=${t('top_up.title')}><${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('top_up.have', { amount: euros(account.available_cents) })} inputmode="decimal" width="short" autocomplete="off" /><//>
    </section>`;
}
