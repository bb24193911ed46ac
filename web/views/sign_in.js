/** Sign in, and go on to where one was heading. */
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
  const form = useForm({ email: pending.email, password: '' }, async (values) => {
    try {
      await signIn(values);
    } catch (problem) {
      if (problem.code !== 'user_not_confirmed') throw problem;
      pending.email = values.email;
      return go('/registro/codigo');
    }
    return go(onward(query), { replace: true });
  });
  const labels = { email: t('email'), password: t('password') };
  return html`
    <div class="page is-narrow">
      <h1>${t('sign_in.title')}</h1>
      ${query.has('hecho') && html`<${Notice} tone="good" live>${t(`sign_in.done.${query.get('hecho') === 'clave' ? 'password' : 'account'}`)}<//>`}
      ${query.has('seguir') && html`<${Notice}>${t('sign_in.needed')}<//>`}
      <section class="panel">
        <${Form} form=${form} labels=${labels} button=${t('sign_in.button')} aside=${html`<a href="/clave">${t('sign_in.forgot')}</a>`}>
          <${Field} form=${form} name="email" type="email" label=${labels.email} autocomplete="username" autocapitalize="none" />
          <${Field} form=${form} name="password" type="password" label=${labels.password} autocomplete="current-password" />
        <//>
      </section>
      <p>${t('sign_in.no_account')} <a href="/registro">${t('sign_up.title')}</a></p>
    </div>`;
}
