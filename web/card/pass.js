/**
 * The card that lives in this phone: a key nobody can copy out of it, and the city's word that the key is the card's.
 * Both stay in the browser's own database, so that the card opens gates without a network.
 */
import { call } from '../core/api.js';
import { base32, endOf, fromBase64, slotOf, unsigned } from './bytes.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGN = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * @typedef {{card_id: string, credential_id?: string, certificate?: Uint8Array, ends_at?: number, key: CryptoKey, jwk: object, subject: string,
 *   holder: string, card_class: string, expires_on: string}} Pass `ends_at`, ms since 1970: from then on no gate believes the certificate
 */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} act @returns {Promise<T>} */
async function inStore(mode, act) {
  const opening = indexedDB.open('card', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('passes', { keyPath: 'card_id' });
  const database = await done(opening);
  try {
    return await done(act(database.transaction('passes', mode).objectStore('passes')));
  } finally {
    database.close();
  }
}

/** The cards this phone can show. @returns {Promise<Pass[]>} */
export const kept = () => inStore('readonly', (store) => store.getAll());

/** @param {string} cardId */
export const forget = (cardId) => inStore('readwrite', (store) => store.delete(cardId));

/**
 * Make a key that cannot leave this phone and have the city vouch for it.
 * @param {{card_id: string, card_class: string, expires_on: string}} card @param {{subject: string, holder: string}} person
 */
export async function activate({ card_id: cardId, card_class: cardClass, expires_on: expiresOn }, person) {
  const { privateKey: key, publicKey } = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  return vouched({ ...person, card_id: cardId, card_class: cardClass, expires_on: expiresOn, key, jwk: { kty, crv, x, y } });
}

/** The city vouches for 30 days: well before they are over, and whenever a name or a class changed, it is asked anew. @param {Pass} pass @param {Partial<Pass>} [news] */
export const vouched = async (pass, news = {}) => {
  const { data } = await call('POST', `/card/cards/${pass.card_id}/app-key`, { body: { jwk: pass.jwk } });
  const certificate = fromBase64(data.certificate);
  await inStore('readwrite', (store) => store.put({ ...pass, ...news, credential_id: data.credential_id, certificate, ends_at: endOf(certificate) }));
};

/** What the gate reads now. @param {Pass} pass @param {number} ms by the city's clock @returns {Promise<string>} */
export async function codeAt(pass, ms) {
  const said = unsigned(pass.certificate, slotOf(ms));
  const signature = await crypto.subtle.sign(SIGN, pass.key, said);
  return base32(Uint8Array.of(...said, ...new Uint8Array(signature)));
}
