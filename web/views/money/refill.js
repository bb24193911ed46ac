/** An account that fills itself when it falls below a line, from the bank or by the remembered card. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { centsOf, euros } from '../../core/money.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { useMaybe } from './maybe.js';

const written = (cents) => String(cents / 100).replace('.', ',');

/** @param {{path: string, means: string[]}} props `means` the ways there are: the linked bank account, the remembered card */
export function Refill({ path, means }) {
  const { found, isKnown, problem, refresh } = useMaybe(`${path}/auto-top-up`);
  const [isKept, setKept] = useState(false);
  return html`
    <section class="panel"><h2>${t('auto.title')}</h2>
      ${isKept && html`<${Notice} tone="good" title=${t('auto.kept')} live />`}
      ${!isKnown ? html`<${Skeleton} />` : problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Rule} path=${path} means=${means} rule=${found} setKept=${setKept} done=${refresh} key=${found ? 'on' : 'off'} />`}
    </section>`;
}

function Rule({ path, means, rule, setKept, done }) {
  const form = useForm({ on: Boolean(rule), threshold_cents: written(rule?.threshold_cents ?? 500), amount_cents: written(rule?.amount_cents ?? 2000), means: means.includes(rule?.means) ? rule.means : means[0] }, async (values) => {
    setKept(false);
    const body = { threshold_cents: centsOf(values.threshold_cents), amount_cents: centsOf(values.amount_cents), means: values.means };
    await (values.on ? call('PUT', `${path}/auto-top-up`, { body }) : rule && call('DELETE', `${path}/auto-top-up`));
    setKept(true);
    await done();
  });
  const labels = { threshold_cents: t('auto.below'), amount_cents: t('auto.amount'), means: t('auto.means') };
  return html`
    <p>${rule ? t('auto.on', { below: euros(rule.threshold_cents), amount: euros(rule.amount_cents) }) : t('auto.off')}</p>
    ${rule?.is_suspended && html`<${Notice} tone="warning" title=${t('auto.suspended')}>${t('auto.suspended_text')}<//>`}
    <${Form} form=${form} labels=${labels} button=${t('save')}>
      <${Field} form=${form} name="on" type="checkbox" label=${t('auto.switch')} />
      ${form.values.on && html`<div class="fields"><${Field} form=${form} name="threshold_cents" label=${labels.threshold_cents} hint=${t('auto.euros')} inputmode="decimal" autocomplete="off" />
        <${Field} form=${form} name="amount_cents" label=${labels.amount_cents} hint=${t('auto.euros')} inputmode="decimal" autocomplete="off" /></div>
        ${means.length > 1 && html`<${Field} form=${form} name="means" label=${labels.means} options=${means.map((one) => [one, t(`auto.by_${one}`)])} />`}
        ${form.values.means === 'card' && html`<p class="hint">${t('auto.card_limits')}</p>`}`}
    <//>`;
}
