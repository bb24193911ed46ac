/** Sign in, and go on to where one was heading. */
import { useState } from 'preact/hooks';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { go, useTitle } from '../core/router.js';
import { signIn } from '../core/session.js';
import { Field, Form, useForm } from '../ui/form.js';
import { Notice } from '../ui/parts.js';
import { pending } from './pending.js';

/** Where to after signing in: an address of ours, never another site's. @param {URLSearchParams} query */
const onward = (query) => (/^\/[^/\\]/.test(query.get('seguir') ?? '') ? query.get('seguir') : '/');

export default function SignIn({ query }) {
  useTitle(t('sign_in.title'));
  const [isTemporary, setTemporary] = useState(false);
  const form = useForm({ email: pending.email, password: '', new_password: '' }, async ({ email, password, new_password: chosen }) => {
    try {
      await signIn({ email, password, ...(isTemporary && { new_password: chosen }) });
    } catch (problem) {
      if (problem.code === 'new_password_needed') setTemporary(true);
      throw problem;
    }
    go(onward(query), { replace: true });
  });
  const labels = { email: t('email'), password: t('password'), new_password: t('forgot.new') };
  return html`
    <div class="page is-narrow">
      <h1>${t('sign_in.title')}</h1>
      ${query.has('hecho') && html`<${Notice} tone="good" live>${t(`sign_in.done.${query.get('hecho') === 'clave' ? 'password' : 'account'}`)}<//>`}
      ${query.has('seguir') && html`<${Notice}>${t('sign_in.needed')}<//>`}
      <section class="panel">
        <${Form} form=${form} labels=${labels} button=${t('sign_in.button')} aside=${html`<a href="/clave">${t('sign_in.forgot')}</a>`}>
          <${Field} form=${form} name="email" type="email" label=${labels.email} autocomplete="username" autocapitalize="none" />
          <${Field} form=${form} name="password" type="password" label=${labels.password} autocomplete="current-password" />
          ${isTemporary && html`<${Field} form=${form} name="new_password" type="password" label=${labels.new_password} hint=${t('password.hint')} autocomplete="new-password" />`}
        <//>
      </section>
      <p>${t('sign_in.no_account')} <a href="/registro">${t('sign_up.title')}</a></p>
      <p><a href="/registro/codigo">${t('sign_in.confirm')}</a></p>
    </div>`;
}
