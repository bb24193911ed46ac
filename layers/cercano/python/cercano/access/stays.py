"""The money of a stay is set aside while nobody knows its end: what it costs is taken then, and the rest let go.

Only where the money is changes here, never what a stay costs: what is set aside or paid comes to the charges of
pricing.py, in whatever order taps are told. A stay whose longest time is over is paid at its most, as a hold that is
taken at last; its real end, told or declared after that, gives back the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cercano.access.days import day_of
from cercano.access.fares import Fares
from cercano.access.model import Tap, TapKind
from cercano.access.state import State, Stay
from cercano.ledger.model import Account, Entry, Hold


def set_aside(
    account: Account, tap: Tap, entries: list[Entry], before: State, after: State, fares: Fares
) -> tuple[Account, list[Entry]]:
    """The account with the holds as they are after a tap, and what the tap posts: its first entry is its own.

    `before` is what was known just before the tap, `after` what is known after all that are later, too.
    """
    own, *others = entries
    service = tap.place.service
    if tap.kind in (TapKind.OFF, TapKind.DECLARED):
        hold_id = _held_for(account.holds, before.stay_in(service))
        if hold_id is None:
            return account, entries
        cents = account.holds[hold_id].amount_cents
        taken = replace(own, amount_cents=own.amount_cents - cents, held_cents=-cents)
        return account.without_hold(hold_id), [taken, *others]
    stay = after.stay_in(service)
    if stay is None or stay.at_ms != tap.at_ms or stay.cents <= 0 or stay.is_declared:
        return account, entries
    longest_s = fares.on(day_of(tap.at_ms)).product(service).longest_s
    ends = datetime.fromtimestamp(tap.at_ms / 1000, UTC) + timedelta(seconds=longest_s)
    hold = Hold(amount_cents=stay.cents, expires_at=ends, payee=own.payee, purpose=service, is_taken_at_last=True)
    held = replace(own, amount_cents=own.amount_cents + stay.cents, held_cents=stay.cents)
    return account.with_hold(tap.tap_id, hold), [held, *others]


def _held_for(holds: Mapping[str, Hold], stay: Stay | None) -> str | None:
    """The hold of a stay, by the moment its tap's id begins with."""
    if stay is None:
        return None
    begun = f"{stay.at_ms:012x}"
    return next((one for one, hold in sorted(holds.items()) if one.startswith(begun) and hold.is_taken_at_last), None)
