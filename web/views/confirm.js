/** The code from the e-mail, which proves that the address is theirs. */
import { useState } from 'preact/hooks';
import { html } from '../core/html.js';
import { ask } from '../core/api.js';
import { t } from '../core/i18n.js';
import { go, useTitle } from '../core/router.js';
import { Field, Form, useForm } from '../ui/form.js';
import { Notice } from '../ui/parts.js';
import { pending } from './pending.js';

export default function Confirm() {
  useTitle(t('confirm.title'));
  const [isResent, setResent] = useState(false);
  const form = useForm({ email: pending.email, code: '' }, async ({ email, code }) => {
    await ask('POST', '/identity/sign-up/confirm', { body: { email, code: code.replace(/\s/g, '') } });
    pending.email = email;
    go('/entrar?hecho=cuenta');
  });
  const resend = () => ask('POST', '/identity/sign-up/resend', { body: { email: form.values.email } }).then(() => setResent(true), form.setProblem);
  const labels = { email: t('email'), code: t('confirm.code') };
  return html`
    <div class="page is-narrow">
      <h1>${t('confirm.title')}</h1>
      <p>${pending.email ? t('confirm.sent', { email: pending.email }) : t('confirm.sent_somewhere')}</p>
      ${isResent && html`<${Notice} tone="good" live>${t('confirm.resent')}<//>`}
      <section class="panel">
        <${Form} form=${form} labels=${labels} button=${t('confirm.button')} aside=${html`<button type="button" class="link" onClick=${resend}>${t('confirm.resend')}</button>`}>
          ${!pending.email && html`<${Field} form=${form} name="email" type="email" label=${labels.email} autocomplete="username" />`}
          <${Field} form=${form} name="code" label=${labels.code} hint=${t('confirm.hint')} width="short" inputmode="numeric" autocomplete="one-time-code" />
        <//>
      </section>
    </div>`;
}
