/** A forgotten password: first the address, then the code it got and a new password. */
import { useState } from 'preact/hooks';
import { html } from '../core/html.js';
import { ask } from '../core/api.js';
import { t } from '../core/i18n.js';
import { go, useTitle } from '../core/router.js';
import { Field, Form, useForm } from '../ui/form.js';
import { pending } from './pending.js';

export default function Password() {
  useTitle(t('forgot.title'));
  const [email, setEmail] = useState('');
  return html`
    <div class="page is-narrow">
      <h1>${t('forgot.title')}</h1>
      ${email ? html`<${Reset} email=${email} />` : html`<${Forgot} done=${setEmail} />`}
    </div>`;
}

function Forgot({ done }) {
  const form = useForm({ email: pending.email }, async ({ email }) => {
    await ask('POST', '/identity/password/forgot', { body: { email } });
    done(email);
  });
  return html`
    <p>${t('forgot.why')}</p>
    <section class="panel">
      <${Form} form=${form} labels=${{ email: t('email') }} button=${t('forgot.button')}>
        <${Field} form=${form} name="email" type="email" label=${t('email')} autocomplete="username" autocapitalize="none" />
      <//>
    </section>`;
}

function Reset({ email }) {
  const form = useForm({ code: '', password: '' }, async ({ code, password }) => {
    await ask('POST', '/identity/password/reset', { body: { email, code: code.replace(/\s/g, ''), password } });
    pending.email = email;
    go('/entrar?hecho=clave');
  });
  const labels = { code: t('confirm.code'), password: t('forgot.new') };
  return html`
    <p role="status">${t('confirm.sent', { email })}</p>
    <section class="panel">
      <${Form} form=${form} labels=${labels} button=${t('forgot.save')}>
        <${Field} form=${form} name="code" label=${labels.code} hint=${t('confirm.hint')} width="short" inputmode="numeric" autocomplete="one-time-code" />
        <${Field} form=${form} name="password" type="password" label=${labels.password} hint=${t('password.hint')} autocomplete="new-password" />
      <//>
    </section>`;
}
