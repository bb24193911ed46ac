/** Vouchers: one is reserved with a touch, waits for its holder, and goes back to the others with another. */
import { useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call } from '../../core/api.js';
import { longDay, t } from '../../core/i18n.js';
import { euros } from '../../core/money.js';
import { isSignedIn } from '../../core/session.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/parts.js';
import { rewardOf } from './words.js';

const isGood = ({ state, left_cents: left }) => state === 'held' || (state === 'spent' && left > 0);

/** Those one can still use, with what is left on them. @param {{vouchers: any[], campaigns: any[], done: () => Promise<void>}} props */
export function Mine({ vouchers, campaigns, done }) {
  const [problem, setProblem] = useState(null);
  const shown = vouchers.filter(isGood);
  if (!shown.length) return null;
  const back = ({ campaign_id: campaign, voucher_id: id }) => call('DELETE', `/loyalty/campaigns/${campaign}/vouchers/${id}`).then(() => setProblem(null), setProblem).then(done);
  return html`
    <section class="vouchers" aria-labelledby="vouchers"><h2 id="vouchers">${t('vouchers.title')}</h2><p class="hint">${t('vouchers.how')}</p>
      ${problem && html`<${Notice} tone="warning" title=${problem.message} live />`}
      <ul class="rows">${shown.map((one) => html`<${Voucher} key=${one.voucher_id} voucher=${one} campaign=${campaigns.find(({ campaign_id: id }) => id === one.campaign_id)} back=${back} />`)}</ul>
    </section>`;
}

const Voucher = ({ voucher, campaign, back }) => html`
  <li class="move" data-sign="1"><span class="mark"><${Icon} name="ticket" size=${20} /></span>
    <span class="move-what"><b>${campaign ? rewardOf(campaign.reward) : t('vouchers.one')}</b>
      <small>${t('vouchers.left', { amount: euros(voucher.left_cents) })} · ${t('vouchers.until', { day: longDay(voucher.expires_at) })}</small></span>
    ${voucher.state === 'held' && html`<${Button} kind="quiet is-small" onClick=${() => back(voucher)}>${t('vouchers.back')}<//>`}</li>`;

/** A voucher asked for twice by a nervous thumb is one voucher. @param {{campaign: any, held?: any[], done: () => Promise<void>}} props */
export function Reserve({ campaign, held = [], done }) {
  const [isBusy, setBusy] = useState(false);
  const [told, setTold] = useState(/** @type {{tone: 'good' | 'warning', text: string} | null} */ (null));
  const request = useRef(crypto.randomUUID().replaceAll('-', ''));
  if (!isSignedIn.value) return html`<p><a class="button is-quiet" href="/entrar?seguir=%2Fventajas">${t('vouchers.sign_in')}</a></p>`;
  const reserve = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const { data } = await call('POST', `/loyalty/campaigns/${campaign.campaign_id}/vouchers`, { body: { request_id: request.current } });
      request.current = crypto.randomUUID().replaceAll('-', '');
      setTold({ tone: 'good', text: t('vouchers.reserved', { day: longDay(data.expires_at) }) });
      await done();
    } catch (problem) {
      setTold({ tone: 'warning', text: problem.message });
    }
    setBusy(false);
  };
  const mine = held.filter((one) => one.campaign_id === campaign.campaign_id && isGood(one)).length;
  return html`
    ${told && html`<${Notice} tone=${told.tone} title=${told.text} live />`}
    <p class="actions"><${Button} icon="ticket" onClick=${reserve} aria-disabled=${isBusy}>${isBusy ? t('form.sending') : t('vouchers.reserve')}<//>${mine > 0 && html`<small>${t('vouchers.mine', { n: mine })}</small>`}</p>`;
}
