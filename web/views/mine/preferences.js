/** What one wants to hear about, through which channels, and when nothing may ring. */
import { useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { Field, Form, useForm } from '../../ui/form.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

const INTERESTS = ['culture', 'sport', 'mobility', 'roadworks', 'environment', 'families', 'seniors', 'youth', 'commerce', 'participation', 'employment', 'emergencies'];
const CHANNELS = ['push', 'email', 'sms', 'whatsapp', 'telegram', 'letter'];

export function Preferences() {
  const { data, version, problem, refresh } = useLive('/citizen/me/preferences', { signed: true, everyMs: 3600_000 });
  return html`
    <section class="panel"><h2>${t('prefs.title')}</h2>
      ${data ? html`<${Said} said=${data} version=${version} done=${refresh} />` : problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} />`}
    </section>`;
}

function Said({ said, version, done }) {
  const [isKept, setKept] = useState(false);
  const chosen = Object.fromEntries([...said.interests, ...said.channels].map((one) => [one, true]));
  const form = useForm({ ...chosen, starts: said.quiet_hours?.starts ?? '', ends: said.quiet_hours?.ends ?? '' }, async (values, key) => {
    const marked = (names) => names.filter((name) => values[name]);
    const quiet = values.starts || values.ends ? { starts: values.starts, ends: values.ends } : null;
    await call('PUT', '/citizen/me/preferences', { body: { interests: marked(INTERESTS), channels: marked(CHANNELS), quiet_hours: quiet, language: said.language }, version, key });
    setKept(true);
    await done();
  });
  const labels = { starts: t('prefs.starts'), ends: t('prefs.ends') };
  const marks = (names, called) => names.map((name) => html`<${Field} form=${form} name=${name} type="checkbox" label=${called(name)} />`);
  return html`
    ${isKept && html`<${Notice} tone="good" title=${t('data.kept')} live />`}
    <${Form} form=${form} labels=${labels} button=${t('save')}>
      <fieldset><legend>${t('prefs.interests')}</legend><div class="marks">${marks(INTERESTS, (name) => t(`interest.${name}`))}</div></fieldset>
      <fieldset><legend>${t('prefs.channels')}</legend><div class="marks">${marks(CHANNELS, (name) => t(`channel.${name}`))}</div></fieldset>
      <fieldset><legend>${t('prefs.quiet')}</legend><div class="fields"><${Field} form=${form} name="starts" type="time" label=${labels.starts} /><${Field} form=${form} name="ends" type="time" label=${labels.ends} /></div></fieldset>
    <//>`;
}
