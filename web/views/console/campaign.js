/** One campaign: its words, a dry run on past purchases, and its launch by somebody who did not write it. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { named, t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { go } from '../../core/router.js';
import { has, me } from '../../core/session.js';
import { Dialog } from '../../ui/dialog.js';
import { Button, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';
import { BLANK, CampaignFields, flat, labels, written } from './campaign_fields.js';
import { CampaignFacts } from './campaign_facts.js';
import { DryRun } from './dry_run.js';
import { Frame } from './frame.js';

export default function Campaign({ params: { id } }) {
  const isNew = id === 'nueva';
  return html`
    <${Frame} page="campaigns" title=${t(isNew ? 'campaigns.new' : 'campaigns.one')} back=${['/consola/campanas', t('console.campaigns')]}>
      ${isNew ? html`<${Write} values=${BLANK()} send=${async (body) => go(`/consola/campanas/${(await call('POST', '/loyalty/campaigns', { body })).data.campaign_id}`)} button=${t('campaigns.draft')} />` : html`<${Kept} id=${decodeURIComponent(id)} />`}
    <//>`;
}

function Write({ values, send, button, cancel }) {
  const form = useForm(values, (now) => send(written(now)));
  return html`
    <section class="panel"><${Form} form=${form} labels=${labels()} button=${button} aside=${cancel && html`<button type="button" class="link" onClick=${cancel}>${t('cancel')}</button>`}><${CampaignFields} form=${form} /><//></section>`;
}

function Kept({ id }) {
  const path = `/loyalty/campaigns/${encodeURIComponent(id)}`;
  const { data: one, version, problem, refresh } = useLive(has('staff') ? `${path}/document` : null, { signed: true });
  const [editing, setEditing] = useState(/** @type {null | {values: any, version: string}} */ (null));
  if (!one) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" />`;
  const save = async (body) => {
    await call('PUT', `${path}/document`, { body, version: editing.version });
    await refresh();
    setEditing(null);
  };
  if (editing) return html`<${Write} values=${editing.values} send=${save} button=${t('save')} cancel=${() => setEditing(null)} />`;
  return html`
    <${Steps} one=${one} version=${version} path=${path} done=${refresh} />
    <section class="panel"><div class="work-head"><h2>${named({ name: one.title })}</h2>${one.state === 'draft' && html`<${Button} kind="quiet" onClick=${() => setEditing({ values: flat(one), version })}>${t('edit')}<//>`}</div><${CampaignFacts} one=${one} /></section>
    ${one.state === 'draft' && html`<${DryRun} path=${path} budget=${one} />`}`;
}

/** Where it stands, and the one step that comes next. */
function Steps({ one, version, path, done }) {
  const [refusal, setRefusal] = useState(null);
  const [asking, setAsking] = useState(null);
  const act = (what) => {
    setAsking(null);
    return call('POST', `${path}/${what}`, what === 'launch' ? { version } : {}).then(() => setRefusal(null), setRefusal).then(done);
  };
  const isMine = one.proposed_by === me.value?.subject;
  return html`
    <section class="panel"><p><span class="badge" data-state=${one.state}>${t(`campaign_state.${one.state}`)}</span> ${t(`campaign_state.${one.state}.text`)}</p>
      ${refusal && html`<${Notice} tone="warning" title=${refusal.message} live />`}
      ${one.state === 'draft' && isMine && html`<${Notice} icon="eyes" title=${t('campaigns.four_eyes')}>${t('campaigns.four_eyes_text')}<//>`}
      <p class="actions">${one.state === 'draft' && !isMine && html`<${Button} onClick=${() => setAsking('launch')}>${t('campaigns.launch')}<//>`}
        ${one.state === 'launching' && html`<${Button} onClick=${() => act('launch')}>${t('campaigns.launch')}<//>`}
        ${one.state === 'live' && html`<${Button} kind="danger" onClick=${() => setAsking('end')}>${t('campaigns.end')}<//>`}</p>
      ${asking && html`<${Dialog} title=${t(`campaigns.${asking}_title`)} yes=${t(`campaigns.${asking}`)} onYes=${() => act(asking)} onNo=${() => setAsking(null)}>${t(`campaigns.${asking}_text`)}<//>`}
    </section>`;
}
