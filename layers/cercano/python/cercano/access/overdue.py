"""Stays whose end nobody told: noted when they begin, looked at when their longest time is over.

The money of such a stay is set aside in its account, and is taken at the account's next write (stays.py). Whoever
never comes again would never pay; so each beginning leaves a note under the instant at which it must be over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from cercano.access import denying
from cercano.access.days import day_of
from cercano.access.fares import Fares
from cercano.access.model import Tap, TapKind
from cercano.access.rows import OVERDUE, OverdueRow
from cercano.kit.batch import put_many
from cercano.kit.errors import Refusal
from cercano.kit.facts import instant
from cercano.ledger import book


def note(account_id: str, taps: Iterable[Tap], fares: Fares) -> None:
    """Note when the stays that these taps begin must be over; said again, it is the same note.

    It is written before the stay is charged: a note too many is looked at in vain, one too few would never be.
    """
    ends = {_ends(tap, fares) for tap in taps if tap.kind is TapKind.ON} - {None}
    put_many(OverdueRow(OVERDUE, f"{end}#{account_id}", account_id=account_id) for end in ends)


def due(now: datetime) -> Iterator[OverdueRow]:
    """The notes whose instant has come, oldest first."""
    return OverdueRow.every(OVERDUE, OverdueRow.sk < f"{instant(now)}~", consistent=True)


def settle(row: OverdueRow, now: datetime) -> bool:
    """Take what the stays of an account cost whose time is over; whether there were any. Then the note goes."""
    account = book.read(row.account_id)
    is_owed = account is not None and any(hold.expires_at <= now for hold in account.holds.values())
    if account is not None and is_owed:
        after = book.change(row.account_id, lambda same: same)
        denying.look_after(after, after.available_cents - account.available_cents, now)
    row.delete()
    return is_owed


def _ends(tap: Tap, fares: Fares) -> str | None:
    """A second after its longest time, as stays.set_aside reckons it; None where the fares know no such service."""
    try:
        longest_s = fares.on(day_of(tap.at_ms)).product(tap.place.service).longest_s
    except Refusal:  # the tap itself is refused for it
        return None
    return instant(datetime.fromtimestamp(tap.at_ms // 1000, UTC) + timedelta(seconds=longest_s + 1))
