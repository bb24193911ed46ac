/** An installer's list: many devices registered at once, row by row, each refused row with its reason. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { number, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Button, Form, idOf, useForm } from '../../ui/form.js';
import { Notice, Skeleton, Table } from '../../ui/parts.js';
import { Frame } from './frame.js';

const WORKING = ['waiting', 'running'];

export default function Import() {
  const [id, setId] = useState(null);
  return html`
    <${Frame} page="devices" title=${t('import.title')} back=${['/consola/dispositivos', t('console.devices')]}>
      ${id ? html`<${Progress} id=${id} />` : html`<${Upload} done=${setId} />`}
    <//>`;
}

function Upload({ done }) {
  const form = useForm({ file: null }, async ({ file }, key) => {
    const text = file ? await file.text() : '';
    const { data } = await call('POST', '/devices/imports', { text, type: 'text/csv', key });
    done(data.import_id);
  });
  return html`
    <section class="panel">
      <p>${t('import.text')}</p>
      <pre class="secret" tabindex="0">device_id;kind;note
centro-botin-door-1;counter;${t('import.sample')}</pre>
      <${Form} form=${form} button=${t('import.send')}>
        <div class="field"><label for=${idOf(form, 'file')}>${t('import.file')}</label>
          <input id=${idOf(form, 'file')} type="file" accept=".csv,text/csv" onChange=${(event) => form.set('file', event.currentTarget.files[0] ?? null)} /></div>
      <//>
    </section>`;
}

function Progress({ id }) {
  const [isDone, setDone] = useState(false);
  const { data, problem } = useLive(`/devices/imports/${id}`, { signed: true, everyMs: isDone ? 60_000 : 2_000 });
  const [refusal, setRefusal] = useState(null);
  useEffect(() => setDone(Boolean(data && !WORKING.includes(data.state))), [data?.state]);
  const fetchAll = () => call('POST', `/devices/imports/${id}/certificates`).then(({ data: { url } }) => location.assign(url), setRefusal);
  if (!data) return problem ? html`<${Notice} tone="warning" title=${problem.message} />` : html`<${Skeleton} tall="panel" />`;
  return html`
    <section class="panel" aria-live="polite">
      <dl class="big"><div><dt>${t('import.rows')}</dt><dd>${number(data.rows)}</dd></div><div><dt>${t('import.registered')}</dt><dd>${number(data.registered)}</dd></div><div><dt>${t('import.refused')}</dt><dd>${number(data.refused)}</dd></div></dl>
      ${data.detail && html`<${Notice} tone="warning" title=${data.detail} />`}
      ${refusal && html`<${Notice} tone="warning" title=${refusal.message} live />`}
      ${data.certificates_until && html`<p>${t('import.bundle')}</p><div><${Button} icon="download" onClick=${fetchAll}>${t('import.fetch')}<//></div>`}
      ${data.problems.length > 0 && html`<${Table} caption=${t('import.problems')} heads=${[t('import.line'), t('field.device'), t('import.why')]} rows=${data.problems.map((row) => [row.line, html`<code>${row.device_id}</code>`, row.detail])} />`}
    </section>`;
}
