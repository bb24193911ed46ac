/** What the city knows of a person, what they agreed to, who looked, a copy of it all, and the way out. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { isSignedIn } from '../../core/session.js';
import { Own } from '../../ui/own.js';
import { Nothing, Skeleton } from '../../ui/parts.js';
import { Consents } from './consents.js';
import { Leaving } from './leaving.js';
import { Preferences } from './preferences.js';
import { Profile } from './profile.js';
import { Readers } from './readers.js';
import { Verification } from './verification.js';

export default function MyData() {
  return html`<${Own} title=${t('data.title')} lead=${t('data.lead')} back=${['/cuenta', t('account.title')]}><${All} /><//>`;
}

function All() {
  const { data, version, problem, refresh } = useLive(isSignedIn.value ? '/citizen/me' : null, { signed: true, everyMs: 3600_000 });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${3} />`;
  return html`
    <${Verification} person=${data} done=${refresh} />
    <${Profile} person=${data} version=${version} done=${refresh} key=${data.level} />
    <${Preferences} />
    <${Consents} />
    <${Readers} />
    <${Leaving} done=${refresh} />`;
}
