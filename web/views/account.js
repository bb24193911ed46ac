/** The person's own page: who the city thinks they are, their language, and the way out. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../core/html.js';
import { lang, switchLanguage, t } from '../core/i18n.js';
import { go, useTitle } from '../core/router.js';
import { has, isKnown, isSignedIn, isWaiting, me, signOut } from '../core/session.js';
import { Button } from '../ui/form.js';
import { Icon } from '../ui/icon.js';
import { Door } from '../ui/own.js';
import { Notice, Skeleton } from '../ui/parts.js';

const OWN = [['/tarjeta', 'card', 'card.title'], ['/monedero', 'wallet', 'wallet.title'], ['/mis-datos', 'shield', 'data.title']];

/** Where somebody goes to work, by their role. */
const DOORS = [['staff', '/consola', 'nav.console_long'], ['merchant', '/comercio', 'nav.shop'], ['operator', '/puerta', 'nav.gate']];

export default function Account() {
  useTitle(t('account.title'));
  const [problem, setProblem] = useState(null);
  const isOut = !isKnown();
  useEffect(() => {
    if (isOut) go('/entrar', { replace: true });
  }, [isOut]);
  const leave = () => signOut().then(() => go('/'), setProblem);
  const person = me.value;
  return html`
    <div class="page is-narrow">
      <h1>${person?.name ?? t('account.title')}</h1>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      ${!person && (isSignedIn.value || isWaiting.value ? html`<${Skeleton} tall="panel" />` : !isOut && html`<${Door} />`)}
      ${person && html`
        <section class="panel">
          <dl class="facts">
            ${person.email && html`<div><dt>${t('email')}</dt><dd>${person.email}</dd></div>`}
            <div><dt>${t('account.roles')}</dt><dd>${person.roles.map((role) => t(`role.${role}`)).join(', ')}</dd></div>
          </dl>
          ${DOORS.filter(([role]) => has(role)).map(([role, href, key]) => html`<a key=${role} class="button is-quiet" href=${href}>${t(key)}</a>`)}
          ${(has('operator') || has('merchant')) && html`<a class="button is-quiet" href="/liquidaciones">${t('account.paid')}</a>`}
        </section>
        <ul class="rows links">${OWN.map(([href, icon, key]) => html`
          <li class="link-row"><a href=${href}><${Icon} name=${icon} />${t(key)}<${Icon} name="right" size=${18} /></a></li>`)}</ul>`}
      <section class="panel">
        <h2>${t('account.language')}</h2>
        <p>${t(`language.${lang.value}`)}</p>
        <${Button} kind="quiet" onClick=${switchLanguage}>${t('nav.language')}<//>
      </section>
      <section class="panel">
        <h2>${t('account.privacy')}</h2>
        <p>${t('account.privacy_text')}</p>
        <${Button} kind="quiet" icon="out" onClick=${leave}>${t('account.out')}<//>
      </section>
    </div>`;
}
