/** So much each month from one card to another, until one says stop. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { centsOf, euros } from '../../core/money.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

/** @param {{account: any, others: any[]}} props */
export function Monthly({ account, others }) {
  const path = `/wallet/accounts/${account.account_id}/allowances`;
  const { data, problem, refresh } = useLive(path, { signed: true });
  return html`
    <section class="panel"><h2>${t('monthly.title')}</h2><p>${t('monthly.lead')}</p>
      ${!data && (problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} />`)}
      ${data?.items.map((one) => html`<${Promised} key=${one.to_account_id} one=${one} to=${others.find(({ account_id: id }) => id === one.to_account_id)} path=${path} done=${refresh} />`)}
      ${data && html`<${Ask} path=${path} others=${others} done=${refresh} />`}
    </section>`;
}

const nameOf = (account) => (account ? t(`class.${account.account_class}`) : t('monthly.another'));

function Promised({ one, to, path, done }) {
  const [problem, setProblem] = useState(null);
  const end = () => call('DELETE', `${path}/${one.to_account_id}`).then(done).catch(setProblem);
  return html`
    <div class="bond"><div><b>${t('monthly.so_much', { amount: euros(one.amount_cents), name: nameOf(to) })}</b><small>${t('monthly.on_day', { day: one.day })}</small></div>
      <${Button} kind="quiet is-small" aria-label=${t('monthly.end_long', { name: nameOf(to) })} onClick=${end}>${t('monthly.end')}<//>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}</div>`;
}

function Ask({ path, others, done }) {
  const [isKept, setKept] = useState(false);
  const form = useForm({ to: others[0].account_id, amount_cents: '', day: '1' }, async ({ to, amount_cents: amount, day }) => {
    setKept(false);
    await call('PUT', `${path}/${to}`, { body: { amount_cents: centsOf(amount), day: Number(day) } });
    form.setValues({ to, amount_cents: '', day });
    setKept(true);
    await done();
  });
  const labels = { to: t('transfer.to'), amount_cents: t('transfer.amount'), day: t('monthly.day') };
  return html`
    ${isKept && html`<${Notice} tone="good" title=${t('monthly.kept')} live />`}
    <${Form} form=${form} labels=${labels} button=${t('monthly.button')}>
      ${others.length > 1 && html`<${Field} form=${form} name="to" label=${labels.to} options=${others.map((one) => [one.account_id, nameOf(one)])} />`}
      <div class="fields"><${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('auto.euros')} inputmode="decimal" autocomplete="off" />
        <${Field} form=${form} name="day" label=${labels.day} hint=${t('monthly.day_hint')} inputmode="numeric" autocomplete="off" /></div>
    <//>`;
}
