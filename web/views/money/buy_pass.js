/** Buying a pass: from which day, what it costs this person and why, and one payment however often it is sent. */
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { now } from '../../core/clock.js';
import { isoDay, shortDay, t } from '../../core/i18n.js';
import { entryOf } from '../../core/ids.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';

/** @param {{pass: any, account: any, path: string, done: (words: string) => Promise<void>, cancel: () => void}} props */
export function Buy({ pass, account, path, done, cancel }) {
  const today = isoDay(now.value);
  const form = useForm({ starts_on: today }, async ({ starts_on: day }, key) => {
    const { data } = await call('POST', path, { body: { entry_id: entryOf(key), code: pass.code, starts_on: day || null } });
    await done(t('passes.bought', { name: pass.name, amount: euros(data.receipt.available_cents) }));
  });
  const price = useLive(form.values.starts_on ? `${path}/${pass.code}/price?starts_on=${form.values.starts_on}` : null, { signed: true, everyMs: 300_000 });
  const isShort = price.data && price.data.price_cents > account.available_cents + (account.credit_cents ?? 0);
  return html`
    <${Form} form=${form} labels=${{ starts_on: t('passes.starts') }} button=${price.data ? t('passes.pay', { amount: euros(price.data.price_cents) }) : t('passes.buy')} aside=${html`<button type="button" class="link" onClick=${cancel}>${t('cancel')}</button>`}>
      <${Field} form=${form} name="starts_on" type="date" label=${t('passes.starts')} width="short" min=${today} />
      ${price.data && html`<p role="status"><b>${price.data.text}</b> <small>${t('passes.until', { day: shortDay(price.data.ends_on) })}</small></p>`}
      ${price.problem && html`<${Notice} tone="warning" title=${price.problem.message} live />`}
      ${isShort && html`<${Notice} tone="warning" icon="wallet" title=${t('passes.short', { amount: euros(account.available_cents) })}><a href=${`/monedero/recargar?cuenta=${account.account_id}`}>${t('passes.top_up')}</a><//>`}
    <//>`;
}
