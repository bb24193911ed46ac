/** A new account: name, e-mail, password. The city asks for nothing else. */
import { html } from '../core/html.js';
import { ask } from '../core/api.js';
import { t } from '../core/i18n.js';
import { go, useTitle } from '../core/router.js';
import { Field, Form, useForm } from '../ui/form.js';
import { pending } from './pending.js';

export default function SignUp() {
  useTitle(t('sign_up.title'));
  const form = useForm({ name: '', email: '', password: '' }, async ({ name, email, password }, key) => {
    await ask('POST', '/identity/sign-up', { body: { email, password, ...(name.trim() && { name }) }, key });
    pending.email = email;
    go('/registro/codigo');
  });
  const labels = { name: t('name'), email: t('email'), password: t('password') };
  return html`
    <div class="page is-narrow">
      <h1>${t('sign_up.title')}</h1>
      <p>${t('sign_up.why')}</p>
      <section class="panel">
        <${Form} form=${form} labels=${labels} button=${t('sign_up.button')}>
          <${Field} form=${form} name="name" label=${labels.name} hint=${t('sign_up.name_hint')} autocomplete="given-name" />
          <${Field} form=${form} name="email" type="email" label=${labels.email} hint=${t('sign_up.email_hint')} autocomplete="username" autocapitalize="none" />
          <${Field} form=${form} name="password" type="password" label=${labels.password} hint=${t('password.hint')} autocomplete="new-password" />
        <//>
      </section>
      <p>${t('sign_up.have_account')} <a href="/entrar">${t('sign_in.title')}</a></p>
    </div>`;
}
