/** Back from the bank. The browser's word counts for nothing here: this page says only what the city heard from the bank. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { euros } from '../../core/money.js';
import { isSignedIn } from '../../core/session.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

const EVERY_MS = 2000;
const PATIENCE_MS = 45_000;
/** What the city heard, and how it looks. */
const SEEN = { credited: ['is-good', 'quiet'], refused: ['is-bad', 'full'], lapsed: ['is-bad', 'clock'], to_return: ['is-bad', 'turn'] };

export default function TopUpBack({ params: { id } }) {
  return html`<${Own} title=${t('top_up.title')} back=${['/monedero', t('wallet.title')]}><${Heard} id=${id} /><//>`;
}

function Heard({ id }) {
  const [isOver, setOver] = useState(false);
  const { data, problem, refresh } = useLive(isSignedIn.value ? `/wallet/top-ups/${encodeURIComponent(id)}` : null, { signed: true, everyMs: isOver ? undefined : EVERY_MS });
  const isWaiting = !data || data.state === 'asked';
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!data && problem) return html`<${Nothing} problem=${problem} retry=${refresh} />`;
  if (!data) return html`<${Skeleton} tall="panel" />`;
  if (isWaiting) {
    return html`
      <section class="outcome" role="status"><span class="spinner" aria-hidden="true"></span><h2>${t('top_up.waiting')}</h2><b>${euros(data.amount_cents)}</b><p>${t('top_up.waiting_text')}</p></section>
      ${isOver && html`<${Notice} icon="clock" title=${t('top_up.slow')} live>${t('top_up.slow_text')}<//>`}`;
  }
  const [look, icon] = SEEN[data.state] ?? SEEN.lapsed;
  return html`
    <section class=${`outcome ${look}`} role="status"><${Icon} name=${icon} size=${40} /><h2>${t(`top_up_state.${data.state}`)}</h2><b>${euros(data.amount_cents)}</b><p>${t(`top_up_state.${data.state}.text`)}</p></section>
    <p class="actions"><a class="button" href="/monedero">${t('top_up.to_wallet')}</a>${data.state !== 'credited' && html`<a class="button is-quiet" href="/monedero/recargar">${t('top_up.again')}</a>`}</p>`;
}
