"""Why a ride, a stay or an entrance cost what it did, for the person who paid: in the words of the statement.

The memo of such an entry is written by access (access/journal.py), and read here:
"t" where it was [service, line, stop, vehicle, what was done], "w" why [code, value...], "c" its own cents and "d" the
later taps it changed, when it came late. An entry with "of" holds what a late tap changes for another operator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cercano.kit.money import euros
from cercano.ledger.model import Entry
from cercano.wallet.words import Pair

_PERIODS: dict[str, Pair] = {
    "day": ("del día", "a day"),
    "week": ("de la semana", "a week"),
    "month": ("del mes", "a month"),
}
_FARES: dict[str, Pair] = {
    "flat": ("un viaje", "one journey"),
    "free": ("gratis por tu tarifa", "free by your fare"),
    "transfer": (
        "transbordo gratis, {minutes} min después de la línea {line}",
        "free transfer, {minutes} min after line {line}",
    ),
    "cap": ("máximo {period} alcanzado, {amount}", "most for {period} reached, {amount}"),
    "window": ("gratis en este horario", "free at this time"),
    "pass": ("incluido en tu abono", "included in your pass"),
    "carnet": ("viaje {number} de {journeys} de tu carné", "journey {number} of {journeys} of your carnet"),
    "stay_open": ("al entrar se aparta el máximo, {amount}", "at the start the most is set aside, {amount}"),
    "stay": ("{minutes} min, {amount} en total", "{minutes} min, {amount} in all"),
    "declared": (
        "salida indicada por ti, {minutes} min, {amount} en total",
        "end declared by you, {minutes} min, {amount} in all",
    ),
    "declared_in_vain": ("la salida ya constaba", "the end was known already"),
    "start_missing": ("salida sin entrada: el máximo, {amount}", "an end without a start: the most, {amount}"),
}
_LINE: Pair = ("línea", "line")
_LATER: Pair = ("viajes posteriores corregidos", "later journeys put right")
_ES, _EN = 0, 1


def ride(said: str, entry: Entry, language: str) -> str:
    """`said`, and after it the line, the reason, and what a tap that came late changed in later ones."""
    which = _ES if language == "es" else _EN
    memo = entry.memo
    place = memo.get("t") or ["", ""]
    named = f"{said}, {_LINE[which]} {place[1]}" if place[1] else said
    reasons = [_fare(memo.get("w"), which), _corrected(entry, language)]
    return ": ".join([named, ", ".join(filter(None, reasons))]).removesuffix(": ")


def _corrected(entry: Entry, language: str) -> str:
    """Of a tap that came late: its own cents, and what it did to those after it as that moves the balance."""
    if "d" not in entry.memo:
        return ""
    own_cents = int(entry.memo.get("c", 0))
    moved = entry.amount_cents + own_cents
    own = f"{euros(own_cents, language)}; " if "c" in entry.memo else ""
    sign = "+" if moved > 0 else ""
    return f"{own}{_LATER[_ES if language == 'es' else _EN]}, {sign}{euros(moved, language)}"


def _fare(why: Any, which: int) -> str:
    """The reason of a fare, `[code, value...]`; "" for one this page does not know."""
    if not isinstance(why, list | tuple) or not why or str(why[0]) not in _FARES:
        return ""
    code, values = str(why[0]), list(why[1:])
    try:
        return _FARES[code][which].format(**_SLOTS.get(code, _no_slots)(values, which))
    except (IndexError, KeyError, ValueError, TypeError):
        return ""


def _no_slots(_values: list[Any], _which: int) -> dict[str, str]:
    return {}


def _transfer(values: list[Any], _which: int) -> dict[str, str]:
    return {"line": str(values[0]), "minutes": str(int(values[1]) // 60_000)}


def _cap(values: list[Any], which: int) -> dict[str, str]:
    return {"period": _PERIODS[str(values[0])][which], "amount": _amount(values[1], which)}


def _carnet(values: list[Any], _which: int) -> dict[str, str]:
    return {"number": str(int(values[2])), "journeys": str(int(values[3]))}


def _stay(values: list[Any], which: int) -> dict[str, str]:
    return {"minutes": str(int(values[0])), "amount": _amount(values[1], which)}


def _most(values: list[Any], which: int) -> dict[str, str]:
    return {"amount": _amount(values[0], which)}


def _amount(cents: Any, which: int) -> str:
    return euros(int(cents), ("es", "en")[which])


_SLOTS: Mapping[str, Callable[[list[Any], int], dict[str, str]]] = {
    "transfer": _transfer,
    "cap": _cap,
    "carnet": _carnet,
    "stay": _stay,
    "declared": _stay,
    "stay_open": _most,
    "start_missing": _most,
}
