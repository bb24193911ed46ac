/** A new fare table, as the council decided it: the one in force is where it begins, and what changes is read over before it counts. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { now } from '../../core/clock.js';
import { isoDay, named, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { centsOf, euros } from '../../core/money.js';
import { go } from '../../core/router.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { Frame } from './frame.js';
import { documentOf, labelOf, written } from './fare_values.js';

export default function Decide() {
  return html`<${Frame} page="fares" title=${t('fares.decide')} back=${['/consola/tarifas', t('console.fares')]}><${Begin} /><//>`;
}

/** From the table that holds last, so that nothing decided in between is lost. */
function Begin() {
  const { data, problem, refresh } = useLive('/access/fares', { everyMs: 300_000 });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  const [latest] = data.items;
  return latest ? html`<${Table} table=${latest} done=${refresh} key=${latest.table_id} />` : html`<p class="empty">${t('fares.none')}</p>`;
}

function Table({ table, done }) {
  const [isRead, setRead] = useState(false);
  const before = written(table);
  const form = useForm({ ...before, table_id: '', valid_from: '', decided: '' }, async (values, key) => {
    if (!isRead) return setRead(true);
    try {
      await call('POST', '/access/fares', { body: documentOf(table, values), key });
    } catch (refusal) {
      setRead(false);
      throw refusal;
    }
    await done();
    return go('/consola/tarifas?decidida');
  });
  const names = Object.keys(before);
  const labels = { table_id: t('fares.table'), valid_from: t('fares.from'), decided: t('fares.decided'), ...Object.fromEntries(names.map((name) => [name, labelOf(table, name)])) };
  const changed = names.filter((name) => String(form.values[name]) !== String(before[name]));
  const back = html`<button type="button" class="link" onClick=${() => setRead(false)}><${Icon} name="left" size=${18} />${t('fares.on')}</button>`;
  return html`
    <section class="panel"><${Form} form=${form} labels=${labels} button=${t(isRead ? 'fares.do' : 'fares.look')} aside=${isRead && back}>
      ${isRead ? html`<${Changes} table=${table} before=${before} values=${form.values} changed=${changed} />` : html`<${Fields} table=${table} form=${form} labels=${labels} />`}
    <//></section>`;
}

function Changes({ table, before, values, changed }) {
  const said = (value) => (centsOf(value) === null ? String(value) : euros(centsOf(value)));
  const shown = (name, value) => (/_(s|days)$/.test(name) ? value : said(value));
  return html`
    <${Notice} icon="eyes" title=${t('fares.changes', { n: changed.length })} live>${t('fares.for_good', { table: values.table_id || '–', day: values.valid_from || '–' })}<//>
    ${changed.length > 0 && html`<dl class="facts">${changed.map((name) => html`<div key=${name}><dt>${labelOf(table, name)}</dt><dd>${shown(name, before[name])} → ${shown(name, values[name])}</dd></div>`)}</dl>`}
    <p class="small">${t('fares.rest', { table: table.table_id })}</p>`;
}

function Fields({ table, form, labels }) {
  const one = (name) => html`<${Field} key=${name} form=${form} name=${name} label=${labels[name].split(' · ').slice(1).join(' · ')} inputmode="decimal" autocomplete="off" />`;
  const group = (prefix, title) => html`<fieldset key=${prefix}><legend>${title}</legend><div class="fields is-many">${Object.keys(form.values).filter((name) => name.startsWith(prefix)).map(one)}</div></fieldset>`;
  return html`
    <p>${t('fares.lead', { table: table.table_id })}</p>
    <div class="fields"><${Field} form=${form} name="table_id" label=${labels.table_id} hint=${t('fares.table_hint')} autocapitalize="none" autocomplete="off" />
      <${Field} form=${form} name="valid_from" type="date" label=${labels.valid_from} hint=${t('fares.from_hint')} min=${isoDay(now.value)} /></div>
    <${Field} form=${form} name="decided" label=${labels.decided} hint=${t('fares.decided_hint')} rows=${2} />
    ${table.products.map((product, i) => group(`products.${i}.`, named(product)))}
    ${table.passes.map((pass, i) => group(`passes.${i}.`, named(pass)))}
    <${Field} form=${form} name="credit_cents" label=${t('fares.credit')} hint=${t('fares.credit_hint')} inputmode="decimal" width="short" autocomplete="off" />`;
}
