"""One line of an account's journal: what moved, for whom, when, and what the balance was after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cercano.kit.facts import instant
from cercano.ledger import chain
from cercano.ledger.errors import EntryExistsWithOtherWords
from cercano.ledger.ids import event_time_of

_text = json.encoder.encode_basestring
"""Text as JSON has it."""

NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)
NOTHING: Mapping[str, Any] = MappingProxyType({})


class EntryKind(StrEnum):
    """Why money (or points) moved."""

    TOP_UP = "top_up"
    TOP_UP_RETURN = "top_up_return"
    """A bank took a top-up back. The only debit that no floor stops: the money is gone already."""
    PAYMENT = "payment"
    """With the card present."""
    REMOTE_PAYMENT = "remote_payment"
    """In the app or on the web (AMLD5 limits these for anonymous cards)."""
    FARE = "fare"
    """A tap, or what a late tap changes; below 0 or above. Its amount is worked out by us, from the taps."""
    HOLD = "hold"
    CAPTURE = "capture"
    VOID = "void"
    EXPIRY = "expiry"
    REFUND = "refund"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    ADJUSTMENT = "adjustment"
    EARNED = "earned"
    """Points, and what becomes of them."""
    SPENT = "spent"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it is asked for; the last five fields are the ledger's own, filled in when it is posted.

    `memo` is small JSON for its explanation, without personal data; keep it under 100 bytes, as it is written thrice.
    """

    id: str
    kind: EntryKind
    payee: str
    """The account on the other side: "operator:tus", "gateway:redsys", "kiosk:<id>", "desk", "account:<other>"..."""
    amount_cents: int = 0
    """What it does to the posted balance: below 0 takes."""
    held_cents: int = 0
    """What it does to the money that is held: above 0 holds, below 0 lets go."""
    memo: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    posted_at: datetime = NOT_YET
    """When it entered the account (UTC, to the millisecond), never before the entry before it."""
    seq: int = 0
    """1 for the account's first."""
    balance_cents: int = 0
    """The posted balance after it."""
    prev: str = ""
    hash: str = ""

    @property
    def at(self) -> datetime:
        """When it happened, as its id says."""
        return event_time_of(self.id)

    @property
    def taken_cents(self) -> int:
        """What can be spent less after it (below 0: more)."""
        return self.held_cents - self.amount_cents

    def words(self) -> dict[str, Any]:
        """All that it says, as JSON values: what its hash stands for."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "payee": self.payee,
            "amount_cents": self.amount_cents,
            "held_cents": self.held_cents,
            "memo": dict(self.memo),
            "posted_at": instant(self.posted_at),
            "seq": self.seq,
            "balance_cents": self.balance_cents,
        }

    def posted(self, *, posted_at: datetime, seq: int, balance_cents: int, prev: str) -> Entry:
        """The entry in its place in the journal."""
        asked = self.id, self.kind, self.payee, self.amount_cents, self.held_cents, self.memo
        return placed(*asked, posted_at=posted_at, seq=seq, balance_cents=balance_cents, prev=prev)

    def check_same(self, asked: Entry) -> None:
        """Whether a repeated request asks for what was posted. A fare's amount is not asked: we work it out.

        Raises:
            EntryExistsWithOtherWords: the id was used for something else.
        """
        if (self.id, self.kind, self.payee) != (asked.id, asked.kind, asked.payee):
            raise EntryExistsWithOtherWords
        ours = self.kind is EntryKind.FARE
        if not ours and (self.amount_cents, self.held_cents) != (asked.amount_cents, asked.held_cents):
            raise EntryExistsWithOtherWords


def placed(
    entry_id: str,
    kind: EntryKind,
    payee: str,
    amount_cents: int,
    held_cents: int,
    memo: Mapping[str, Any],
    *,
    posted_at: datetime,
    seq: int,
    balance_cents: int,
    prev: str,
) -> Entry:
    """An entry in its place in the journal, with its hash.

    That stands for the canonical JSON of the entry in its place: `chain.canonical` of its words, spelled out here.
    Each reading of an account says it of all entries in the row; so it takes a sixth of the time.
    """
    said = (
        f'{{"amount_cents":{amount_cents},"balance_cents":{balance_cents},"held_cents":{held_cents},'
        f'"id":{_text(entry_id)},"kind":"{kind}","memo":{chain.canonical(dict(memo)) if memo else "{}"},'
        f'"payee":{_text(payee)},"posted_at":"{instant(posted_at)}","seq":{seq}}}'
    )
    return Entry(
        id=entry_id,
        kind=kind,
        payee=payee,
        amount_cents=amount_cents,
        held_cents=held_cents,
        memo=memo,
        posted_at=posted_at,
        seq=seq,
        balance_cents=balance_cents,
        prev=prev,
        hash=chain.link(prev, chain.digest_of(said)),
    )
