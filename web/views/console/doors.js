/** The ways in and out of a venue, and the counter that hangs at each. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { named, stamp, t } from '../../core/i18n.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Field, Form, useForm } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Notice, Table } from '../../ui/parts.js';

export function Doors({ doc }) {
  /** @type {[null | {what: 'edit' | 'fit' | 'remove' | 'unfit', door: any}, Function]} */
  const [task, setTask] = useState(null);
  const [problem, setProblem] = useState(null);
  const done = () => setTask(null);
  const carryOut = (method, path) => doc.change(method, path).then(() => setProblem(null), setProblem).finally(done);
  const rows = doc.venue.doors.map((door) => [
    named(door),
    door.counter ? html`<span class="fine"><${Icon} name="sensor" size=${18} /><code>${door.counter.device_id}</code></span>` : html`<span class="finding"><${Icon} name="warning" size=${18} />${t('door.no_counter')}</span>`,
    door.counter ? stamp(door.counter.since) : '–',
    html`<span class="actions">
      <${Button} kind="quiet is-small" aria-label=${t('door.edit_named', { name: named(door) })} onClick=${() => setTask({ what: 'edit', door })}>${t('edit')}<//>
      ${door.counter
        ? html`<${Button} kind="quiet is-small" aria-label=${t('door.unfit_named', { name: named(door) })} onClick=${() => setTask({ what: 'unfit', door })}>${t('door.unfit')}<//>`
        : html`<${Button} kind="quiet is-small" aria-label=${t('door.remove_named', { name: named(door) })} onClick=${() => setTask({ what: 'remove', door })}>${t('remove')}<//>`}
      <${Button} kind="quiet is-small" aria-label=${t('door.fit_named', { name: named(door) })} onClick=${() => setTask({ what: 'fit', door })}>${t(door.counter ? 'door.swap' : 'door.fit')}<//>
    </span>`,
  ]);
  return html`
    <section class="panel"><div class="work-head"><h2>${t('doors.title')}</h2><${Button} kind="quiet" icon="plus" onClick=${() => setTask({ what: 'edit', door: null })}>${t('door.add')}<//></div>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      ${rows.length ? html`<${Table} hidden caption=${t('doors.title')} heads=${[t('field.door'), t('field.counter'), t('field.since'), t('field.actions')]} rows=${rows} />` : html`<p class="empty">${t('doors.none')}</p>`}
      ${task?.what === 'edit' && html`<${DoorForm} key=${task.door?.door_id ?? ''} doc=${doc} door=${task.door} done=${done} />`}
      ${task?.what === 'fit' && html`<${FitForm} key=${task.door.door_id} doc=${doc} door=${task.door} done=${done} />`}
      ${task?.what === 'remove' && html`<${Dialog} title=${t('door.remove_title', { name: named(task.door) })} yes=${t('remove')} onNo=${done} onYes=${() => carryOut('DELETE', `/doors/${task.door.door_id}`)}>${t('door.remove_text')}<//>`}
      ${task?.what === 'unfit' && html`<${Dialog} title=${t('door.unfit_title', { name: named(task.door) })} yes=${t('door.unfit')} onNo=${done} onYes=${() => carryOut('DELETE', `/doors/${task.door.door_id}/counter`)}>${t('door.unfit_text')}<//>`}
    </section>`;
}

function DoorForm({ doc, door, done }) {
  const form = useForm({ door_id: door?.door_id ?? '', 'name.es': door?.name.es ?? '', 'name.en': door?.name.en ?? '', max_per_minute: door?.max_per_minute ?? 120 }, async (values) => {
    await doc.change('PUT', `/doors/${encodeURIComponent(values.door_id)}`, { name: { es: values['name.es'], en: values['name.en'] }, max_per_minute: Number(values.max_per_minute) });
    done();
  });
  const labels = { door_id: t('field.door_id'), 'name.es': t('field.name_es'), 'name.en': t('field.name_en'), max_per_minute: t('field.max_per_minute') };
  return html`
    <h3>${door ? t('door.edit_named', { name: named(door) }) : t('door.add')}</h3>
    <${Form} form=${form} labels=${labels} button=${t('save')} aside=${html`<button type="button" class="link" onClick=${done}>${t('cancel')}</button>`}>
      ${!door && html`<${Field} form=${form} name="door_id" label=${labels.door_id} hint=${t('field.door_id_hint')} autocapitalize="none" />`}
      <div class="fields"><${Field} form=${form} name="name.es" label=${labels['name.es']} /><${Field} form=${form} name="name.en" label=${labels['name.en']} />
        <${Field} form=${form} name="max_per_minute" label=${labels.max_per_minute} hint=${t('field.max_per_minute_hint')} inputmode="numeric" /></div>
    <//>`;
}

function FitForm({ doc, door, done }) {
  const form = useForm({ device_id: '', line: 1, reversed: false }, async ({ device_id: device, line, reversed }) => {
    await doc.change('PUT', `/doors/${door.door_id}/counter`, { device_id: device, line: Number(line), reversed });
    done();
  });
  const labels = { device_id: t('field.device_id'), line: t('field.line') };
  return html`
    <h3>${t('door.fit_named', { name: named(door) })}</h3>
    <${Form} form=${form} labels=${labels} button=${t('door.fit')} aside=${html`<button type="button" class="link" onClick=${done}>${t('cancel')}</button>`}>
      <div class="fields"><${Field} form=${form} name="device_id" label=${labels.device_id} hint=${t('field.device_id_hint')} autocapitalize="none" />
        <${Field} form=${form} name="line" label=${labels.line} hint=${t('field.line_hint')} options=${['1', '2', '3', '4'].map((line) => [line, line])} /></div>
      <${Field} form=${form} name="reversed" type="checkbox" label=${t('field.reversed')} />
    <//>`;
}
