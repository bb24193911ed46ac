"""Chips in cards: each linked to one card for good, and each of its touches good for once.

The keys come from one secret (setting CHIP_SECRET, in AWS Secrets Manager): its SHA-256 is the master key of the MACs,
then the key that opens PICCData. They are never kept, logged or answered.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from datetime import datetime

from cercano.card import places, store, sun
from cercano.card.errors import ChipTaken, ProofRefused
from cercano.card.model import Card, Credential
from cercano.card.rows import ChipRow
from cercano.card.sun import NotFromTheChip, Touch
from cercano.card.window import Window
from cercano.card.words import Medium
from cercano.kit import aws
from cercano.kit.errors import VersionConflict
from cercano.kit.settings import setting

CHIP_SECRET = setting("CHIP_SECRET")
SYSTEM = f"cercano-{setting('JURISDICTION')}".encode()[:24]
"""Who made the keys, as AN10922 wants it said: a chip of one city has no key of another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The two parts of the address a chip gives at a touch, in hexadecimal digits."""

    picc_data: str
    mac: str


def link(card_id: str, address: Address, *, at: datetime) -> tuple[Card, Credential]:
    """Link the chip that gave this address to a card, in place of the chip before. Repeated, it is the same link.

    Raises:
        ProofRefused: no chip of ours gave it. ChipTaken: it is another card's. CardCannot: not now.
    """
    touch = _believed(address)
    row = ChipRow.find(f"CHIP#{touch.uid}", "CHIP")
    if row is None:
        row = _reserve(touch, card_id)
    if places.owner_of(row.credential_id) != card_id:
        raise ChipTaken
    credential = Credential(credential_id=row.credential_id, medium=Medium.CHIP, since=at)

    def equipped(card: Card) -> Card:
        known = {each.credential_id: each for each in card.credentials}.get(credential.credential_id)
        if known is not None and known.ended_at is not None:
            raise ChipTaken
        return card if known else card.equip(credential)

    return store.change(card_id, equipped, at=at), credential


def use(address: Address) -> str:
    """The credential of the chip that gave this address, whose touch is used up by it.

    Raises:
        ProofRefused: no linked chip gave it, or this touch was used before or is too old. VersionConflict: it is
        being used at this very moment.
    """
    touch = _believed(address)
    row = ChipRow.find(f"CHIP#{touch.uid}", "CHIP")
    if row is None:
        raise ProofRefused(why="unknown_chip")
    window = Window(row.highest, int(row.seen, 16)).after(touch.counter)
    if window is None:
        raise ProofRefused(why="used_before")
    row.highest, row.seen = window.highest, f"{window.seen:x}"
    row.keep()
    return row.credential_id


def _reserve(touch: Touch, card_id: str) -> ChipRow:
    window = Window().after(touch.counter) or Window()
    row = ChipRow(
        f"CHIP#{touch.uid}",
        "CHIP",
        credential_id=places.new_credential(card_id),
        highest=window.highest,
        seen=f"{window.seen:x}",
    )
    try:
        return row.keep()
    except VersionConflict:
        raise ChipTaken from None


def _believed(address: Address) -> Touch:
    master, meta_key = _keys()
    try:
        touch = sun.read_touch(address.picc_data, meta_key=meta_key)
        sun.check_mac(touch, address.mac, file_key=sun.own_key(master, touch.uid, SYSTEM))
    except NotFromTheChip:
        raise ProofRefused(why="not_from_the_chip") from None
    return touch


@functools.cache
def _keys() -> tuple[bytes, bytes]:
    secret = aws.client("secretsmanager").get_secret_value(SecretId=CHIP_SECRET)["SecretString"]
    digest = hashlib.sha256(secret.encode()).digest()
    return digest[:16], digest[16:]
