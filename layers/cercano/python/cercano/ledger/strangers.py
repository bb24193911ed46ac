"""What lies in the ledger and belongs to nobody: lines of the archive that no account knows, credentials of no account.

The walk through the accounts (walking.py) finds what is missing; this finds what somebody added. A payee is paid by the
lines of the archive: one line more is money for nothing. Lines are first counted: of each day, how many the accounts
have, and their hashes' sum. Only where that differs is each line looked for in its account.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from cercano.ledger.checking import Wrong, key_of, unsealed
from cercano.ledger.entry import Entry
from cercano.ledger.rows import COUNTER_BUCKETS, CredentialRow, Item, counter_pk, part_of

EARLIER = timedelta(days=36)
"""A bus may bring a tap home 35 days later: so long before the first entry was posted can its day be."""
_HASHES = 1 << 256


class Tally:
    """How many archived entries some accounts have of each day, and the sum of their hashes."""

    def __init__(self) -> None:
        self._days: dict[date, tuple[int, int]] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """An account's."""
        for entry in entries:
            self._add(entry.at.date(), int(entry.hash, 16))

    def agrees(self, on: date, lines: Sequence[Item]) -> bool:
        """Whether the archive has these lines of a day and no others."""
        total = sum(int.from_bytes(line["head"]["B"], "big") for line in lines) % _HASHES
        return self._days.get(on, (0, 0)) == (len(lines), total)

    def days(self, signed: date) -> list[date]:
        """Every day that a line may be of, until the day after the one that was signed."""
        first = min(self._days, default=signed) - EARLIER
        return [first + timedelta(days=n) for n in range((signed - first).days + 2)]

    def _add(self, on: date, own: int) -> None:
        number, total = self._days.get(on, (0, 0))
        self._days[on] = number + 1, (total + own) % _HASHES


def in_the_archive(
    parts: Container[int],
    tally: Tally,
    signed: date,
    items_of: Callable[[str], list[Item]],
    entries_of: Callable[[str], Iterable[Entry] | None],
) -> Iterator[Wrong]:
    """The lines that no account has, of the accounts in these parts of the city.

    `entries_of` reads an account anew; None: it is broken, and that was said.
    """
    buckets = sorted({part % COUNTER_BUCKETS for part in range(256) if part in parts})
    for on in tally.days(signed):
        at = datetime.combine(on, time())
        lines = [line for bucket in buckets for line in items_of(counter_pk(at, bucket)) if _part(line) in parts]
        if tally.agrees(on, lines):
            continue
        read = {name: entries_of(name) for name in {_account(line) for line in lines}}
        own = {(name, one.id, one.hash) for name, entries in read.items() for one in entries or ()}
        for line in lines:
            pk, sk = key_of(line)
            name, entry_id = _account(line), sk.partition("#")[0]
            if read[name] is not None and (name, entry_id, line["head"]["B"].hex()) not in own:
                yield Wrong(pk, sk, "no account has such an entry")


def among_credentials(items: Sequence[Item], cards_of: Callable[[list[str]], Mapping[str, str]]) -> Iterator[Wrong]:
    """Credentials that were changed, or that open an account which is not there or has another card."""
    broken = unsealed(items)
    yield from broken
    spoiled = {(one.pk, one.sk) for one in broken}
    rows = [CredentialRow.from_raw_data(item) for item in items if key_of(item) not in spoiled]
    cards = cards_of(sorted({row.account_id for row in rows}))
    for row in rows:
        if row.account_id not in cards:
            yield Wrong(row.pk, row.sk, "there is no such account")
        elif not row.stamp & 1 and cards[row.account_id] not in ("", row.card_id):
            yield Wrong(row.pk, row.sk, "its account has another card")


def _account(line: Item) -> str:
    return str(line["sk"]["S"].partition("#")[2])


def _part(line: Item) -> Any:
    return part_of(_account(line))
