"""The end of a stay that no reader told: its holder adds it, as a tap of its own.

Reads and writes the account: the ledger's table.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cercano.access import journeys, tables
from cercano.access.charging import Charged, charge
from cercano.access.days import day_of, is_same_month
from cercano.access.errors import EndOutOfReach, NoSuchJourney, NothingToCorrect, TooManyCorrections
from cercano.access.hearing import OLDEST, Heard
from cercano.access.journal import tap_of
from cercano.access.journeys import Journey
from cercano.access.model import Tap, TapKind
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry

MOST_CORRECTIONS = 3
"""Ends a holder may declare in a month; more is for the desk to look at."""


def end(account: Account, entry_id: str, ended_at: datetime, now: datetime) -> Charged:
    """Add the end of a stay that has none. The reader's own word replaces it when it arrives.

    Raises:
        NoSuchJourney, NothingToCorrect, TooManyCorrections, EndOutOfReach.
    """
    known = journeys.of(account, now)
    begun = next((entry for entry, _ in known if entry.id == entry_id), None)
    if begun is None or now - begun.at > OLDEST:
        raise NoSuchJourney
    heard = _declared(begun, ended_at)
    if not any(entry.id == heard.tap.tap_id for entry, _ in known):
        _check(known, begun, ended_at, now)
    return charge(account.account_id, [heard], now, lends=True)


def _check(known: list[Journey], begun: Entry, ended_at: datetime, now: datetime) -> None:
    tap = tap_of(begun)
    if tap.kind is not TapKind.ON or _has_its_end(known, tap):
        raise NothingToCorrect
    longest = timedelta(seconds=tables.fares(now).on(day_of(tap.at_ms)).product(tap.place.service).longest_s)
    if not begun.at < ended_at <= min(now, begun.at + longest):
        raise EndOutOfReach(errors=[{"pointer": "/ended_at"}])
    today = day_of(int(now.timestamp() * 1000))
    declared = [entry for entry, _ in known if tap_of(entry).kind is TapKind.DECLARED]
    in_month = [entry for entry in declared if is_same_month(day_of(int(entry.posted_at.timestamp() * 1000)), today)]
    if len(in_month) >= MOST_CORRECTIONS:
        raise TooManyCorrections(most=MOST_CORRECTIONS)


def _has_its_end(known: list[Journey], begun: Tap) -> bool:
    """Whether the next thing heard in that service after the start is its end."""
    taps = sorted(tap_of(entry) for entry, _ in known)
    later = [tap for tap in taps if tap.tap_id > begun.tap_id and tap.place.service == begun.place.service]
    return bool(later) and later[0].kind in (TapKind.OFF, TapKind.DECLARED)


def _declared(begun: Entry, ended_at: datetime) -> Heard:
    """One declaration for one start: said again, it is the same tap."""
    place = tap_of(begun).place
    tap_id = entry_id_of(ended_at.astimezone(UTC), "declared", begun.id)
    return Heard(Tap(tap_id, int(tap_id[:12], 16), TapKind.DECLARED, place), "", 0, "")
