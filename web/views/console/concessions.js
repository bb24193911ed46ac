/** Reduced prices somebody has a right to: which, what was shown, from when to when. Never the document itself. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { isoDay, t } from '../../core/i18n.js';
import { now } from '../../core/clock.js';
import { useLive } from '../../core/live.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Notice, Table } from '../../ui/parts.js';

/** @param {{card: any, done: () => Promise<void>}} props */
export function Concessions({ card, done }) {
  const kinds = useLive('/card/concessions', { everyMs: 3600_000 }).data?.items ?? [];
  const [problem, setProblem] = useState(null);
  const form = useForm({ concession: 'youth', proof: '', valid_from: isoDay(now.value), valid_to: '' }, async (values) => {
    await call('POST', `/card/cards/${card.card_id}/concessions`, { body: { ...values, proof } });
    await done();
  });
  const proofs = kinds.find(({ concession }) => concession === form.values.concession)?.proofs ?? [];
  const proof = proofs.includes(form.values.proof) ? form.values.proof : proofs[0];
  const withdraw = (one) => call('DELETE', `/card/cards/${card.card_id}/concessions/${one}`).then(() => setProblem(null), setProblem).then(done);
  const labels = { concession: t('concession.which'), proof: t('concession.proof'), valid_from: t('concession.from'), valid_to: t('concession.to') };
  const rows = card.concessions.map((one) => [t(`class.${one.concession}`), `${one.valid_from} – ${one.valid_to}`,
    html`<${Button} kind="quiet is-small" aria-label=${t('concession.remove', { name: t(`class.${one.concession}`) })} onClick=${() => withdraw(one.concession)}>${t('remove')}<//>`]);
  return html`
    <section class="panel"><h2>${t('concession.title')}</h2>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      ${rows.length ? html`<${Table} hidden caption=${t('concession.title')} heads=${[labels.concession, t('concession.days'), t('field.actions')]} rows=${rows} />` : html`<p class="empty">${t('concession.none')}</p>`}
      <h3>${t('concession.add')}</h3>
      <${Form} form=${form} labels=${labels} button=${t('concession.grant')}>
        <div class="fields"><${Field} form=${form} name="concession" label=${labels.concession} options=${kinds.map(({ concession }) => [concession, t(`class.${concession}`)])} />
          <${Field} form=${{ ...form, values: { ...form.values, proof } }} name="proof" label=${labels.proof} options=${proofs.map((one) => [one, t(`proof.${one}`)])} /></div>
        <div class="fields"><${Field} form=${form} name="valid_from" type="date" label=${labels.valid_from} /><${Field} form=${form} name="valid_to" type="date" label=${labels.valid_to} /></div>
      <//>
    </section>`;
}
