/** Who is signed in. The token lives in memory only; an HttpOnly cookie can bring a new one after a reload. */
import { computed, signal } from '@preact/signals';
import { ask, call, keeper } from './api.js';
import { forgetSigned } from './live.js';

const SAME_SITE = { 'x-cercano': '1' };
const HINT = 'signed-in';
const EARLY_MS = 60_000;
const tabs = new BroadcastChannel('session');

/** @type {import('@preact/signals').Signal<null | {token: string, expiresAt: number, roles: string[], subject: string}>} */
const session = signal(null);
/** @type {Promise<string | null> | null} */
let renewing = null;

/** True while a page just opened does not know yet whether somebody is signed in. */
export const isWaiting = signal(localStorage.getItem(HINT) !== null);
export const isSignedIn = computed(() => session.value !== null);
/** Signed in on this phone, though the city may not have been reached yet to say so again. */
export const isKnown = () => isSignedIn.value || isWaiting.value || localStorage.getItem(HINT) !== null;
/** @param {string} role */
export const has = (role) => (session.value?.roles ?? []).some((mine) => mine === role || mine === 'admin');
/** What the person told us about themselves on this visit. */
export const me = signal(/** @type {null | {name?: string, email?: string, subject: string, roles: string[]}} */ (null));

keeper.token = async () => {
  if (!session.value) return isWaiting.value ? renew() : null;
  return session.value.expiresAt - Date.now() < EARLY_MS ? renew() : session.value.token;
};
keeper.refused = () => (session.value || isWaiting.value ? renew() : Promise.resolve(null));

/** A new token by the cookie; many askers share one question. @returns {Promise<string | null>} */
export function renew() {
  renewing ??= ask('POST', '/identity/refresh', { headers: SAME_SITE })
    .then(({ data }) => begin(data), (problem) => (problem.status ? end() : session.value?.token ?? null))
    .finally(() => {
      renewing = null;
      isWaiting.value = false;
    });
  return renewing;
}

/** @param {{email: string, password: string, new_password?: string}} credentials `new_password` in place of a temporary one */
export async function signIn(credentials) {
  const { data } = await ask('POST', '/identity/sign-in', { body: credentials, headers: SAME_SITE });
  begin(data);
}

/** Everywhere: this tab, the others, the person's other devices; the card leaves this phone, too. */
export async function signOut() {
  await ask('POST', '/identity/sign-out?everywhere=true', { headers: SAME_SITE });
  end();
  indexedDB.deleteDatabase('card');
  localStorage.removeItem('application');
  tabs.postMessage('out');
}

function begin({ access_token: token, expires_in_s: seconds, roles, subject }) {
  if (session.value && session.value.subject !== subject) forgetWho();
  session.value = { token, expiresAt: Date.now() + seconds * 1000, roles, subject };
  localStorage.setItem(HINT, '1');
  isWaiting.value = false;
  if (!me.value) call('GET', '/identity/me').then(({ data }) => (me.value = data), () => null);
  return token;
}

function end() {
  session.value = null;
  localStorage.removeItem(HINT);
  forgetWho();
  return null;
}

/** Somebody else may have signed in in another window: nothing of who was here stays on the screen. */
function forgetWho() {
  me.value = null;
  forgetSigned();
}

tabs.onmessage = end;
if (isWaiting.value) renew();

/** Opened without a network, somebody who had signed in is back as soon as the city can be asked. */
const comeBack = () => isKnown() && !session.peek() && document.visibilityState === 'visible' && renew();
addEventListener('online', comeBack);
setInterval(comeBack, 30_000);
