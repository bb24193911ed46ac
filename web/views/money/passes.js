/** Passes: those on the card with what is left of them, and what the city sells, each at the price this person would pay. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { shortDay, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Dialog } from '../../ui/dialog.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { WithAccount } from './account.js';
import { Buy } from './buy_pass.js';

export default function Passes({ query }) {
  return html`<${Own} title=${t('passes.title')} lead=${t('passes.lead')} back=${['/monedero', t('passes.wallet')]}>
    <${WithAccount} wanted=${query.get('cuenta')}>${(account, _, refresh) => html`<${Both} account=${account} moved=${refresh} key=${account.account_id} />`}<//><//>`;
}

function Both({ account, moved }) {
  const path = `/wallet/accounts/${account.account_id}/passes`;
  const mine = useLive(path, { signed: true });
  const [told, setTold] = useState(null);
  const done = async (words) => {
    setTold(words);
    await Promise.all([mine.refresh(), moved()]);
  };
  return html`
    ${told && html`<${Notice} tone="good" title=${told} live />`}
    <section class="stack" aria-labelledby="mine-title"><h2 id="mine-title">${t('passes.mine')}</h2>
      ${!mine.data && (mine.problem ? html`<${Nothing} problem=${mine.problem} retry=${mine.refresh} />` : html`<${Skeleton} lines=${2} />`)}
      ${mine.data && (mine.data.items.length ? html`<ul class="rows">${mine.data.items.map((one) => html`<${Held} key=${one.pass_id} one=${one} path=${path} done=${done} />`)}</ul>` : html`<p class="empty">${t('passes.none')}</p>`)}
    </section>
    <${Catalogue} account=${account} path=${path} done=${done} />`;
}

const left = (one) => (one.journeys ? t('passes.left', { n: one.journeys_left ?? one.journeys - one.journeys_used, of: one.journeys }) : t('passes.unlimited'));

function Held({ one, path, done }) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState(null);
  const giveBack = () => {
    setAsking(false);
    return call('POST', `${path}/${one.pass_id}/refund`).then(({ data }) => done(t('passes.given_back', { amount: euros(data.entry.amount_cents) })), setProblem);
  };
  return html`
    <li class="bond"><div><b>${one.name}</b><small>${t(`pass_state.${one.state}`)} · ${t('passes.days', { from: shortDay(one.valid_from), to: shortDay(one.valid_to) })}</small>
        <small>${left(one)} · ${t('passes.paid', { amount: euros(one.paid_cents) })}</small>
        ${one.returnable_to && html`<small>${t('passes.returnable', { day: shortDay(one.returnable_to) })}</small>`}</div>
      ${one.returnable_to && html`<${Button} kind="quiet is-small" aria-label=${t('passes.give_back_long', { name: one.name })} onClick=${() => setAsking(true)}>${t('passes.give_back')}<//>`}
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      ${isAsking && html`<${Dialog} title=${t('passes.give_back_title')} yes=${t('passes.give_back')} onYes=${giveBack} onNo=${() => setAsking(false)}>${t('passes.give_back_text', { amount: euros(one.paid_cents) })}<//>`}
    </li>`;
}

function Catalogue({ account, path, done }) {
  const { data, problem, refresh } = useLive('/wallet/passes', { everyMs: 300_000 });
  const [chosen, choose] = useState(null);
  const bought = async (words) => {
    choose(null);
    await done(words);
  };
  return html`
    <section class="stack" aria-labelledby="sold-title"><h2 id="sold-title">${t('passes.sold')}</h2>
      ${!data && (problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${3} />`)}
      ${data?.items.length === 0 && html`<p class="empty">${t('passes.nothing_sold')}</p>`}
      ${data?.items.map((one) => html`
        <div class="panel" key=${one.code}><div class="section-head"><h3><${Icon} name="ticket" size=${20} /> ${one.name}</h3><b>${from(one)}</b></div>
          <p>${lasts(one)}${one.refund_days > 0 && html` <small>${t('passes.refund_days', { n: one.refund_days })}</small>`}</p>
          ${chosen === one.code ? html`<${Buy} pass=${one} account=${account} path=${path} done=${bought} cancel=${() => choose(null)} />`
            : account.status === 'open' && html`<div><${Button} kind="quiet is-small" aria-expanded="false" aria-label=${t('passes.buy_long', { name: one.name })} onClick=${() => choose(one.code)}>${t('passes.buy')}<//></div>`}
        </div>`)}
    </section>`;
}

const lasts = ({ months, days, journeys }) => [months ? t('passes.months', { n: months }) : t('passes.for_days', { n: days }), journeys ? t('passes.journeys', { n: journeys }) : t('passes.unlimited')].join(' · ');
const from = ({ prices }) => {
  const all = Object.values(prices);
  return Math.min(...all) < Math.max(...all) ? t('passes.from', { amount: euros(Math.min(...all)) }) : euros(all[0]);
};
