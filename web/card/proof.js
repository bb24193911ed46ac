/**
 * That a movement is in the ledger the city signed, worked out here and by nobody else: from its words to its fingerprint,
 * along the account's chain, up the tree over all accounts, to the city's signature (docs/proofs/check_payment.py is the same).
 */
import { fromBase64 } from './bytes.js';

const text = new TextEncoder();
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.of(...parts.flatMap((part) => [...part]))));
const hex = (bytes) => bytes.reduce((written, byte) => written + byte.toString(16).padStart(2, '0'), '');
const unhex = (written) => Uint8Array.from(written.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** JSON with sorted names and no spaces: what fingerprints are taken of. @param {any} said @returns {string} */
export const canonical = (said) => (said === null || typeof said !== 'object' ? JSON.stringify(said)
  : Array.isArray(said) ? `[${said.map(canonical)}]`
    : `{${Object.keys(said).sort().map((name) => `${JSON.stringify(name)}:${canonical(said[name])}`)}}`);

/** What a root says, not verified: its day is needed to ask for it. @param {string} jws */
export const saidBy = (jws) => JSON.parse(new TextDecoder().decode(fromBase64(jws.split('.')[1])));

/** The root that the proof's entry, account and neighbours come to; null when its numbers contradict each other. @param {any} proof */
async function leadsTo({ account_id: account, entry, prev, later, seq, path }) {
  let head = unhex(prev);
  if (entry.seq === 1 && prev !== hex(await sha256(text.encode(`cercano ledger 1\n${account}`)))) return null;
  for (const fingerprint of [await sha256(text.encode(canonical(entry))), ...later.map(unhex)]) head = await sha256(head, fingerprint);
  if (entry.seq + later.length !== seq) return null;
  let node = await sha256([0], text.encode(`${account}\n${seq}\n${hex(head)}`));
  for (const [side, neighbour] of path) node = side === 'left' ? await sha256([1], unhex(neighbour), node) : await sha256([1], node, unhex(neighbour));
  return hex(node);
}

/** @param {any} proof @param {{jws: string, jwk: any}} root @returns {Promise<boolean>} whether every step of it holds */
export async function holds(proof, root) {
  const [head, said, signature] = root.jws.split('.');
  if (proof.v !== 1 || proof.root !== root.jws || JSON.parse(atob(head.replace(/-/g, '+').replace(/_/g, '/'))).alg !== 'ES256') return false;
  const { kty, crv, x, y } = root.jwk;
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const isSigned = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64(signature), text.encode(`${head}.${said}`));
  return isSigned && (await leadsTo(proof)) === saidBy(root.jws).root;
}
