/** The card and the money of somebody one answers for: asked for, stopped, replaced, filled; never spent from. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { entryOf } from '../../core/ids.js';
import { useLive } from '../../core/live.js';
import { centsOf, euros } from '../../core/money.js';
import { isSignedIn } from '../../core/session.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Actions } from './actions.js';
import { Applications } from './requests.js';

export default function Child({ query }) {
  const id = query.get('de') ?? '';
  const family = useLive(isSignedIn.value ? '/citizen/me/family' : null, { signed: true });
  const bond = family.data?.items.find((one) => one.other_id === id && ['guardian', 'representative'].includes(one.my_part));
  return html`<${Own} title=${bond?.other_name || t('child_card.title')} lead=${t('child_card.lead')} back=${['/familia', t('child_card.family')]}><${Theirs} id=${id} isGuardian=${bond?.my_part === 'guardian'} key=${id} /><//>`;
}

function Theirs({ id, isGuardian }) {
  const { data, problem, refresh } = useLive(isSignedIn.value ? `/card/cards?citizen_id=${encodeURIComponent(id)}` : null, { signed: true });
  const [asked, setAsked] = useState(0);
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" />`;
  const cards = data.items.filter(({ state }) => state !== 'replaced');
  return html`
    ${cards.map((card) => html`
      <section class="panel" key=${card.card_id}><div class="section-head"><h2><${Icon} name="card" size=${20} /> ${t(`class.${card.card_class}`)}</h2><b>${t(`card_state.${card.state}`)}</b></div>
        <p class="small">${t('child_card.until', { day: longDay(card.expires_on), year: card.expires_on.slice(0, 4) })}</p></section>
      <${Actions} card=${card} done=${refresh} key=${`do ${card.card_id}`} />`)}
    ${!cards.length && html`<p class="empty">${t('child_card.none')}</p>`}
    <${Money} id=${id} />
    <section class="stack" aria-labelledby="asked-title"><h2 id="asked-title">${t('requests.title')}</h2><${Applications} of=${id} key=${asked} /></section>
    ${isGuardian && html`<section class="panel"><h2>${t('child_card.ask')}</h2><${Ask} id=${id} done=${() => setAsked(asked + 1)} /></section>`}`;
}

function Ask({ id, done }) {
  const [isSent, setSent] = useState(false);
  const form = useForm({ card_class: 'child', format: 'physical' }, async (values, key) => {
    setSent(false);
    await call('POST', '/card/applications', { body: { ...values, citizen_id: id }, key });
    setSent(true);
    done();
  });
  const labels = { card_class: t('apply.class'), format: t('apply.format') };
  return html`
    ${isSent && html`<${Notice} tone="good" title=${t('child_card.asked')} live />`}
    <${Form} form=${form} labels=${labels} button=${t('apply.title')}>
      <div class="fields"><${Field} form=${form} name="card_class" label=${labels.card_class} options=${['child', 'youth', 'resident', 'disability', 'large_family'].map((one) => [one, t(`class.${one}`)])} />
        <${Field} form=${form} name="format" label=${labels.format} options=${['physical', 'app'].map((one) => [one, t(`format.${one}`)])} /></div>
    <//>`;
}

/** Their balance, and money from one's own card to theirs, at once. */
function Money({ id }) {
  const theirs = useLive(`/wallet/accounts?citizen_id=${encodeURIComponent(id)}`, { signed: true });
  const own = useLive('/wallet/accounts', { signed: true });
  if (!theirs.data) return theirs.problem && theirs.problem.status !== 404 ? html`<${Nothing} problem=${theirs.problem} retry=${theirs.refresh} />` : null;
  return theirs.data.items.map((account) => html`
    <section class="panel" key=${account.account_id}><h2>${t('child_card.money')}</h2>
      <dl class="big"><div><dt>${t('wallet.available')}</dt><dd>${euros(account.available_cents)}</dd></div></dl>
      <p class="actions"><a class="button is-quiet is-small" href=${`/monedero?cuenta=${account.account_id}&de=${encodeURIComponent(id)}`}>${t('child_card.statement')}</a>
        ${account.status === 'open' && html`<a class="button is-quiet is-small" href=${`/monedero/recargar?cuenta=${account.account_id}&de=${encodeURIComponent(id)}`}>${t('child_card.top_up')}</a>`}</p>
      ${account.status === 'open' && own.data?.items.length > 0 && html`<${Give} to=${account} from=${own.data.items} done=${() => Promise.all([theirs.refresh(), own.refresh()])} />`}
    </section>`);
}

function Give({ to, from, done }) {
  const [told, setTold] = useState(null);
  const form = useForm({ from: from[0].account_id, amount_cents: '' }, async (values, key) => {
    setTold(null);
    const { data } = await call('POST', `/wallet/accounts/${values.from}/transfers`, { body: { entry_id: entryOf(key), to_account_id: to.account_id, amount_cents: centsOf(values.amount_cents) } });
    form.setValues({ ...values, amount_cents: '' });
    setTold(t('child_card.given', { amount: euros(-data.entry.amount_cents), left: euros(data.available_cents) }));
    await done();
  });
  const labels = { from: t('child_card.from'), amount_cents: t('child_card.amount') };
  return html`
    ${told && html`<${Notice} tone="good" title=${told} live />`}
    <${Form} form=${form} labels=${labels} button=${t('child_card.give')}>
      ${from.length > 1 && html`<${Field} form=${form} name="from" label=${labels.from} options=${from.map((one) => [one.account_id, `${t(`class.${one.account_class}`)} · ${euros(one.available_cents)}`])} />`}
      <${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('child_card.have', { amount: euros(from.find((one) => one.account_id === form.values.from).available_cents) })} inputmode="decimal" width="short" autocomplete="off" />
    <//>`;
}
