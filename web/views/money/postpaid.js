/** Paying at the end of the month what one spends: what the council lends, what is owed, when it is collected. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { euros } from '../../core/money.js';
import { Dialog } from '../../ui/dialog.js';
import { Button } from '../../ui/form.js';
import { Notice } from '../../ui/parts.js';
import { useMaybe } from './maybe.js';

/** Shown to whoever pays so, and wherever the council lends. @param {{path: string, moved: () => void}} props */
export function Postpaid({ path, moved }) {
  const { found, refresh } = useMaybe(`${path}/postpaid`);
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState(/** @type {Error | null} */ (null));
  if (!found || !(found.is_on || found.offered_cents)) return null;
  const turn = async () => {
    setAsking(false);
    setProblem(null);
    await call('PUT', `${path}/postpaid`, { body: { is_on: !found.is_on } }).catch(setProblem);
    await refresh();
    await moved();
  };
  const verb = t(found.is_on ? 'postpaid.end' : 'postpaid.begin');
  return html`
    <section class="panel"><h2>${t('postpaid.title')}</h2>
      <p>${found.text}</p>
      ${found.is_on && html`<dl class="facts">
        <div><dt>${t('postpaid.credit')}</dt><dd>${euros(found.credit_cents)}</dd></div>
        <div><dt>${t('postpaid.owed')}</dt><dd>${euros(found.owed_cents)}</dd></div>
        <div><dt>${t('postpaid.closes')}</dt><dd>${longDay(found.closes_on)}</dd></div>
        <div><dt>${t('postpaid.collected')}</dt><dd>${longDay(found.collected_from)}</dd></div>
      </dl>`}
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      <div><${Button} kind=${found.is_on ? 'quiet is-small' : ''} onClick=${() => setAsking(true)}>${verb}<//></div>
      ${isAsking && html`<${Dialog} title=${t(found.is_on ? 'postpaid.end_title' : 'postpaid.begin_title')} yes=${verb} onYes=${turn} onNo=${() => setAsking(false)}>${t(found.is_on ? 'postpaid.end_text' : 'postpaid.begin_text')}<//>`}
    </section>`;
}
