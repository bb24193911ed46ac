/** What a gate reads, byte by byte, as layers/cercano/python/cercano/credential/qr.py reads it. Pure: no keys, no network, no clock. */

/** A code is good for half a minute, and for the reader's clock one half minute to either side. */
export const SLOT_MS = 30_000;

/** Of base32 (RFC 4648), in the order of what they are worth. */
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Version and credential: what stands before the half minute. */
const HEAD = 9;

/** The half minute a moment belongs to. @param {number} ms since 1970 */
export const slotOf = (ms) => Math.floor(ms / SLOT_MS);

/** Five bits a letter (RFC 4648), without padding: all of them of a QR's dense alphabet. @param {Uint8Array} bytes */
export function base32(bytes) {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
    held &= 31;
  }
  return bits ? text + LETTERS[(held << (5 - bits)) & 31] : text;
}

/** @param {string} text base64, either alphabet */
export const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

/** Everything the phone signs: the city's certificate with the half minute in it. @param {Uint8Array} certificate @param {number} slot */
export const unsigned = (certificate, slot) =>
  Uint8Array.of(...certificate.subarray(0, HEAD), slot >>> 24, (slot >>> 16) & 255, (slot >>> 8) & 255, slot & 255, ...certificate.subarray(HEAD));

/** When the certificate ends, ms since 1970: four bytes after the version, the credential and the key. @param {Uint8Array} certificate */
export const endOf = (certificate) => new DataView(certificate.buffer, certificate.byteOffset).getUint32(HEAD + 33) * 1000;
