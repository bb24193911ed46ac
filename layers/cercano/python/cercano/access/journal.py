"""Taps as the ledger keeps them: an entry for each, whose memo says where it was, why it cost that, what it changed.

    {"t": [service, line, stop, vehicle, kind], "w": [code, values...], "c": own cents, "d": [[tap, cents, code...]]}

"c" and "d" are there only when a late tap changed others: "d" says what each of them costs from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cercano.access.late import Change
from cercano.access.model import Charge, Place, Priced, Tap, TapKind, Why
from cercano.ledger.ids import entry_id_of, event_time_of
from cercano.ledger.model import Entry, EntryKind

KINDS = {"e": TapKind.ENTRY, "o": TapKind.ON, "f": TapKind.OFF, "d": TapKind.DECLARED}
LETTERS = {kind: letter for letter, kind in KINDS.items()}
OPERATOR = "operator:"


def entries_of(tap: Tap, charge: Charge, changes: Sequence[Change] = ()) -> list[Entry]:
    """What a tap posts: its own entry, with what changes for its operator, and one for each other operator."""
    others: dict[str, list[Change]] = {}
    for change in changes:
        others.setdefault(change.before.tap.place.operator, []).append(change)
    own = others.pop(tap.place.operator, [])
    memo: dict[str, Any] = {"t": [*_place(tap.place), LETTERS[tap.kind]], "w": _why(charge.why)}
    if own:
        memo |= {"c": charge.cents, "d": [_changed(change) for change in own]}
    cents = charge.cents + sum(change.cents for change in own)
    entries = [_entry(tap.tap_id, tap.place.operator, cents, memo)]
    at = event_time_of(tap.tap_id)
    for operator, its in sorted(others.items()):
        entry_id = entry_id_of(at, "repriced", tap.tap_id, operator)
        said = {"of": tap.tap_id, "d": [_changed(change) for change in its]}
        entries.append(_entry(entry_id, operator, sum(change.cents for change in its), said))
    return entries


def priced_in(entries: Iterable[Entry]) -> list[Priced]:
    """The taps of these entries, oldest entry first, each with its charge as it stands after all of them."""
    taps: dict[str, Tap] = {}
    charges: dict[str, Charge] = {}
    for entry in entries:
        if entry.kind is not EntryKind.FARE:
            continue
        if "t" in entry.memo:
            taps[entry.id] = tap_of(entry)
            charges[entry.id] = Charge(entry.memo.get("c", entry.taken_cents), why_of(entry.memo["w"]))
        for tap_id, cents, *why in entry.memo.get("d", ()):
            charges[tap_id] = Charge(cents, why_of(why))
    return [Priced(tap, charges[tap_id]) for tap_id, tap in sorted(taps.items())]


def journeys_of(entries: Iterable[Entry]) -> list[tuple[Entry, Charge]]:
    """The taps among these entries (oldest first), each with what it costs as it stands now, newest first."""
    known = {entry.id: entry for entry in entries}
    return [(known[priced.tap.tap_id], priced.charge) for priced in reversed(priced_in(known.values()))]


def tap_of(entry: Entry) -> Tap:
    """The tap of an entry that is one."""
    service, line, stop, vehicle, letter = entry.memo["t"]
    place = Place(service, entry.payee.removeprefix(OPERATOR), line, stop, vehicle)
    return Tap(entry.id, int(entry.id[:12], 16), KINDS[letter], place)


def why_of(words: Sequence[Any]) -> Why:
    """A reason as it was written."""
    return Why(words[0], tuple(words[1:]))


def _entry(entry_id: str, operator: str, cents: int, memo: dict[str, Any]) -> Entry:
    return Entry(id=entry_id, kind=EntryKind.FARE, payee=f"{OPERATOR}{operator}", amount_cents=-cents, memo=memo)


def _place(place: Place) -> list[str]:
    return [place.service, place.line, place.stop, place.vehicle]


def _why(why: Why) -> list[str | int]:
    return [why.code, *why.values]


def _changed(change: Change) -> list[str | int]:
    return [change.before.tap.tap_id, change.charge.cents, *_why(change.charge.why)]
