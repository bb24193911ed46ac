/** The accounts of whoever is signed in, and the one that the address names with `?cuenta=`; else the first. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { useLive } from '../../core/live.js';
import { isSignedIn } from '../../core/session.js';
import { Nothing, Skeleton } from '../../ui/parts.js';

/** @param {{wanted: string | null, of?: string | null, children: (account: any, accounts: any[], refresh: () => Promise<void>) => any}} props `of` somebody one answers for */
export function WithAccount({ wanted, of, children }) {
  const { data, problem, refresh } = useLive(isSignedIn.value ? `/wallet/accounts${of ? `?citizen_id=${encodeURIComponent(of)}` : ''}` : null, { signed: true });
  if (!data) return problem ? html`<${Nothing} problem=${problem} retry=${refresh} />` : html`<${Skeleton} tall="panel" lines=${2} />`;
  const account = data.items.find(({ account_id: id }) => id === wanted) ?? data.items[0];
  return account ? children(account, data.items, refresh) : html`<div class="empty"><p>${t('wallet.none')}</p><p><a class="button" href="/tarjeta/solicitar">${t('apply.title')}</a></p></div>`;
}
