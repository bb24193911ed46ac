/** Believes a phone's code as a reader without a network does (layers/cercano/python/cercano/credential/qr.py), with the city's public keys. */
import { base32, LETTERS, slotOf } from '../../card/bytes.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const VERIFY = { name: 'ECDSA', hash: 'SHA-256' };
const BYTES = 178;

/** A code that opens nothing. */
export class NotBelieved extends Error {
  /** @param {'unreadable' | 'unknown_version' | 'foreign' | 'outlived' | 'not_now' | 'forged'} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * Whose code this is: 16 hexadecimal digits. Whether the credential still lives, the city says.
 * @param {string} text as the camera saw it @param {JsonWebKey[]} keys of the city @param {number} ms since 1970, by the city's clock
 * @returns {Promise<string>} @throws {NotBelieved}
 */
export async function believed(text, keys, ms) {
  const raw = bytesOf(text);
  if (raw?.length !== BYTES) throw new NotBelieved('unreadable');
  if (raw[0] !== 1) throw new NotBelieved('unknown_version');
  const numbers = new DataView(raw.buffer);
  if (Math.abs(numbers.getUint32(9) - slotOf(ms)) > 1) throw new NotBelieved('not_now');
  const certified = Uint8Array.of(...raw.subarray(0, 9), ...raw.subarray(13, 50));
  const vouched = await Promise.all(keys.map(async ({ kty, crv, x, y }) => isSigned(await crypto.subtle.importKey('jwk', { kty, crv, x, y }, CURVE, false, ['verify']), raw.subarray(50, 114), certified)));
  if (!vouched.includes(true)) throw new NotBelieved('foreign');
  if (ms >= numbers.getUint32(46) * 1000) throw new NotBelieved('outlived');
  const phone = await crypto.subtle.importKey('raw', unpacked(raw.subarray(13, 46)), CURVE, false, ['verify']);
  if (!(await isSigned(phone, raw.subarray(114), raw.subarray(0, 114)))) throw new NotBelieved('forged');
  return hex(raw.subarray(1, 9));
}

/** The bytes of a code, written in the one way they can be; null for anything else. */
function bytesOf(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = (held << 5) | LETTERS.indexOf(letter);
    if (held < 0) return null;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
    held &= (1 << bits) - 1;
  }
  const found = Uint8Array.from(bytes);
  return base32(found) === text ? found : null;
}

const isSigned = (key, signature, message) => crypto.subtle.verify(VERIFY, key, signature, message);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** A point of P-256 with both of its coordinates: browsers do not read the short form (SEC 1, 2.3.4). @param {Uint8Array} short 33 bytes */
function unpacked(short) {
  const x = BigInt(`0x${hex(short.subarray(1))}`);
  const root = power((x ** 3n - 3n * x + B) % P + P, (P + 1n) / 4n);
  const y = Number(root & 1n) === (short[0] & 1) ? root : P - root;
  return Uint8Array.of(4, ...short.subarray(1), ...Uint8Array.from({ length: 32 }, (_, i) => Number((y >> BigInt(8 * (31 - i))) & 255n)));
}

/** base ** exponent mod P. Public numbers only: it takes longer for some than for others. */
function power(base, exponent) {
  let result = 1n;
  for (let factor = base % P, left = exponent; left; left >>= 1n) {
    if (left & 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}
