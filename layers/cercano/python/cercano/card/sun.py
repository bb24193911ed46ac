"""The chip in a physical card (NTAG 424 DNA): each touch gives an address that nobody else could have made, once.

The chip mirrors into its URL its number and a counter, encrypted (PICCData), and a MAC over them (SUN message).
Sources: NXP AN12196 (NTAG 424 DNA features and hints: SUN, its session keys and examples) and AN10922 (symmetric key
diversifications: a key of its own for each chip, from one master key). The number of the chip alone proves nothing.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

_MIRRORED = 0xC7
"""PICCDataTag: the chip's number of 7 bytes and its counter are both there."""
_SV2 = bytes.fromhex("3CC300010080")
"""What the session key for the MAC is derived from, before number and counter (AN12196, 3.3)."""
_ZERO_IV = bytes(16)


class NotFromTheChip(Exception):
    """An address that no chip of ours made."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What a chip said of itself: `uid` is its number (14 hexadecimal digits), `counter` how often it was read."""

    uid: str
    counter: int


def read_touch(picc_data: str, *, meta_key: bytes) -> Touch:
    """What stands in the encrypted part of the address. Believe it only after `check_mac`.

    Raises:
        NotFromTheChip: it is not 32 hexadecimal digits that our key opens.
    """
    raw = _hex(picc_data, 16)
    opened = Cipher(algorithms.AES(meta_key), modes.CBC(_ZERO_IV)).decryptor().update(raw)
    if opened[0] != _MIRRORED:
        raise NotFromTheChip
    return Touch(uid=opened[1:8].hex(), counter=int.from_bytes(opened[8:11], "little"))


def check_mac(touch: Touch, mac: str, *, file_key: bytes) -> None:
    """Believe the touch, if the chip of this key made it.

    Raises:
        NotFromTheChip: the MAC is another one.
    """
    if not hmac.compare_digest(_hex(mac, 8), sun_mac(touch, file_key=file_key)):
        raise NotFromTheChip


def sun_mac(touch: Touch, *, file_key: bytes) -> bytes:
    """The 8 bytes the chip mirrors: every second byte of a CMAC over nothing, under the key of this very touch."""
    session = cmac(file_key, _SV2 + bytes.fromhex(touch.uid) + touch.counter.to_bytes(3, "little"))
    return cmac(session, b"")[1::2]


def own_key(master: bytes, uid: str, system: bytes) -> bytes:
    """The AES-128 key of one chip (AN10922, 2.2): CMAC of the master key over 01, its number and the system's name.

    Raises:
        ValueError: number and name together are not 16 to 31 bytes, which is where AN10922 and plain CMAC agree.
    """
    said = bytes.fromhex(uid) + system
    if not 16 <= len(said) <= 31:
        raise ValueError("a diversification input has 16 to 31 bytes here")
    return cmac(master, b"\x01" + said)


def cmac(key: bytes, message: bytes) -> bytes:
    """AES-CMAC (NIST SP 800-38B), 16 bytes."""
    mac = CMAC(algorithms.AES(key))
    mac.update(message)
    return mac.finalize()


def _hex(text: str, length: int) -> bytes:
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raise NotFromTheChip from None
    if len(raw) != length or len(text) != 2 * length:
        raise NotFromTheChip
    return raw
