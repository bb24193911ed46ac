/** The wallet fills itself: under which balance, with how much. */
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { centsOf } from '../../core/money.js';
import { Field, Form, useForm } from '../../ui/form.js';

const written = (cents) => String(cents / 100).replace('.', ',');

/** @param {{account: any, done: () => Promise<void>}} props */
export function AutoTopUp({ account, done }) {
  const now = account.auto_top_up;
  const form = useForm({ on: Boolean(now), below_cents: written(now?.below_cents ?? 500), amount_cents: written(now?.amount_cents ?? 2000) }, async (values, key) => {
    const rule = { below_cents: centsOf(values.below_cents), amount_cents: centsOf(values.amount_cents) };
    await call('PUT', `/wallet/accounts/${account.account_id}/auto-top-up`, { body: values.on ? { ...rule, enabled: true } : { enabled: false }, key });
    await done();
  });
  const labels = { below_cents: t('auto.below'), amount_cents: t('auto.amount') };
  return html`
    <${Form} form=${form} labels=${labels} button=${t('save')}>
      <${Field} form=${form} name="on" type="checkbox" label=${t('auto.switch')} />
      ${form.values.on && html`<div class="fields"><${Field} form=${form} name="below_cents" label=${labels.below_cents} hint=${t('auto.euros')} inputmode="decimal" />
        <${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('auto.euros')} inputmode="decimal" /></div>
        <p class="hint">${t('auto.terms')}</p>`}
    <//>`;
}
