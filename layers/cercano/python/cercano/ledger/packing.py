"""Accounts and entries as they are written: as few bytes as it takes, since every started kilobyte is paid for.

What follows from the rest is left out and worked out on reading: places in the journal, balances, hashes. The hash that
comes out at the end must be the one that was kept, so a byte that changed is found by the very next reading.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cercano.kit import compact
from cercano.ledger.entry import Entry, EntryKind, placed
from cercano.ledger.model import Account, Hold
from cercano.ledger.terms import Concession, Terms

_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = {kind.value: kind for kind in EntryKind}

_A_MILLISECOND = timedelta(milliseconds=1)

_WINDOW_BITS, _MEMORY_LEVEL = 12, 5
"""zlib's room for a page: as small as with its usual 32 kB, which it takes a tenth of a millisecond to sweep."""

_NO_TERMS = Terms()
_OF_TERMS = ("card", "conc", "passes", "heard")

Json = dict[str, Any]


class LedgerBroken(RuntimeError):
    """What is kept is not what was written: its hashes do not fit. Nobody may go on from it; a person must look."""


def pack_entries(entries: Iterable[Entry]) -> bytes:
    """A stretch of journal, without what follows from where it begins."""
    rows = [_row(entry) for entry in entries]
    small = zlib.compressobj(9, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL)
    return small.compress(compact.written(rows).encode()) + small.flush()


def unpack_entries(packed: bytes, *, seq: int, balance_cents: int, prev: str) -> tuple[Entry, ...]:
    """The stretch that begins after entry number `seq`, with that entry's balance and hash."""
    return _follow(_words(packed), seq, balance_cents, prev)


def unpack_last(packed: bytes, *, seq: int, balance_cents: int, prev: str) -> tuple[Entry, ...]:
    """The stretch that begins with hash `prev` and ends at entry number `seq`, which left that balance."""
    rows = _words(packed)
    return _follow(rows, seq - len(rows), balance_cents - sum(row[3] for row in rows), prev)


def unpack_newest(packed: bytes, count: int, *, seq: int, balance_cents: int, prev: str) -> tuple[Entry, ...]:
    """The last `count` of a stretch (fewer, if it is shorter), which begin after entry number `seq`."""
    return _follow(_words(packed)[-count:], seq, balance_cents, prev)


def pack_one(entry: Entry) -> list[Any]:
    """An entry alone, with its place."""
    return [*_row(entry, memo_always=True), entry.seq, entry.balance_cents, entry.prev]


def unpack_one(words: Sequence[Any]) -> Entry:
    """What `pack_one` wrote."""
    seq, balance_cents, prev = words[7:]
    return _entry(words, seq, balance_cents, prev)


def pack_state(account: Account) -> Json:
    """All of an account but its numbers and its recent entries; what is empty is left out."""
    terms = account.terms
    said: Json = {
        "class": account.account_class,
        "credit": account.credit_cents,
        "watch": account.watch_cents,
        "closed": int(account.is_closed),
        "stopped": {why: _milliseconds(at) for why, at in account.stopped.items()},
        "holds": {
            hold_id: [hold.amount_cents, _milliseconds(hold.expires_at), hold.payee, hold.purpose]
            + [1] * hold.is_taken_at_last
            for hold_id, hold in account.holds.items()
        },
        "month": [account.month, account.month_in_cents] if account.month else [],
        "card": [terms.card_id, terms.card_class, terms.citizen_id] if terms.card_id else [],
        "conc": [[c.code, c.valid_from.isoformat(), c.valid_to.isoformat()] for c in terms.concessions],
        "passes": [dict(one) for one in terms.passes],
        "heard": dict(terms.heard),
        "fare": dict(account.fare),
    }
    return {name: value for name, value in said.items() if value}


def unpack_state(said: Mapping[str, Any]) -> Json:
    """The fields of an Account that `pack_state` wrote."""
    month, month_in = said.get("month", ("", 0))
    return {
        "account_class": said["class"],
        "credit_cents": said.get("credit", 0),
        "watch_cents": said.get("watch", 0),
        "is_closed": bool(said.get("closed")),
        "stopped": {why: _instant(at) for why, at in said.get("stopped", {}).items()},
        "holds": {
            hold_id: Hold(
                amount_cents=amount,
                expires_at=_instant(until),
                payee=payee,
                purpose=purpose,
                is_taken_at_last=bool(taken),
            )
            for hold_id, (amount, until, payee, purpose, *taken) in said.get("holds", {}).items()
        },
        "month": month,
        "month_in_cents": month_in,
        "terms": _terms(said),
        "fare": said.get("fare", {}),
    }


def _terms(said: Mapping[str, Any]) -> Terms:
    if said.keys().isdisjoint(_OF_TERMS):
        return _NO_TERMS
    card_id, card_class, citizen_id = said.get("card", ("", "", None))
    return Terms(
        card_id=card_id,
        card_class=card_class,
        citizen_id=citizen_id,
        concessions=tuple(
            Concession(code, date.fromisoformat(first), date.fromisoformat(last))
            for code, first, last in said.get("conc", ())
        ),
        passes=tuple(said.get("passes", ())),
        heard=said.get("heard", {}),
    )


def _row(entry: Entry, *, memo_always: bool = False) -> list[Any]:
    posted = _milliseconds(entry.posted_at)
    row = [entry.id, entry.kind, entry.payee, entry.amount_cents, entry.held_cents, posted]
    if entry.memo or memo_always:
        row.append(dict(entry.memo))
    return row


def _words(packed: bytes) -> list[list[Any]]:
    rows: list[list[Any]] = compact.read(zlib.decompress(packed).decode())
    return rows


def _follow(rows: Iterable[Sequence[Any]], seq: int, balance_cents: int, prev: str) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for words in rows:
        seq, balance_cents = seq + 1, balance_cents + words[3]
        entry = _entry(words, seq, balance_cents, prev)
        found.append(entry)
        prev = entry.hash
    return tuple(found)


def _entry(words: Sequence[Any], seq: int, balance_cents: int, prev: str) -> Entry:
    entry_id, kind, payee, amount, held, posted = words[:6]
    memo = words[6] if len(words) > 6 else {}
    return placed(
        entry_id,
        _KINDS.get(kind) or EntryKind(kind),
        payee,
        amount,
        held,
        memo,
        posted_at=_instant(posted),
        seq=seq,
        balance_cents=balance_cents,
        prev=prev,
    )


def _milliseconds(at: datetime) -> int:
    return (at - _1970) // _A_MILLISECOND


def _instant(milliseconds: int) -> datetime:
    return _1970 + milliseconds * _A_MILLISECOND
