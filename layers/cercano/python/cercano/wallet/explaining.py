"""Why money moved, in a sentence for the person whose money it is: from the entry's kind, its payee and its memo.

The memo holds codes and their values, never words: so the same entry reads in Spanish and in English, and a better
sentence is read in old entries too. The codes of a fare ("why") are those of the fare tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cercano.ledger.model import Entry, EntryKind
from cercano.wallet.words import euros

Pair = tuple[str, str]
"""Spanish, English."""

_KINDS: dict[EntryKind, Pair] = {
    EntryKind.TOP_UP: ("Recarga {channel}", "Top-up {channel}"),
    EntryKind.TOP_UP_RETURN: ("Recarga devuelta por el banco", "Top-up taken back by the bank"),
    EntryKind.PAYMENT: ("Pago a {payee}{purpose}", "Payment to {payee}{purpose}"),
    EntryKind.REMOTE_PAYMENT: ("Pago a {payee}{purpose}", "Payment to {payee}{purpose}"),
    EntryKind.HOLD: ("Retención de {held} para {payee}{purpose}", "{held} held for {payee}{purpose}"),
    EntryKind.CAPTURE: ("Cobro de {payee}, de lo retenido", "Charge by {payee}, out of what was held"),
    EntryKind.VOID: ("Retención anulada de {payee}", "Hold of {payee} let go"),
    EntryKind.EXPIRY: ("Retención caducada de {payee}", "Hold of {payee} ran out"),
    EntryKind.REFUND: ("Devolución de {payee}", "Refund by {payee}"),
    EntryKind.TRANSFER_OUT: ("Traspaso a otra cuenta", "Moved to another account"),
    EntryKind.TRANSFER_IN: ("Traspaso desde otra cuenta", "Moved from another account"),
    EntryKind.ADJUSTMENT: ("Regularización del Ayuntamiento{purpose}", "Adjustment by the city{purpose}"),
    EntryKind.FARE: ("Viaje con {payee}", "Journey with {payee}"),
    EntryKind.EARNED: ("Puntos ganados en {payee}", "Points earned at {payee}"),
    EntryKind.SPENT: ("Puntos gastados en {payee}", "Points spent at {payee}"),
    EntryKind.LAPSED: ("Puntos caducados", "Points lapsed"),
}
_CHANNELS: dict[str, Pair] = {
    "gateway": ("con tarjeta bancaria", "by bank card"),
    "kiosk": ("en un quiosco", "at a kiosk"),
    "desk": ("en una oficina", "at a desk"),
    "bank": ("desde tu cuenta del banco", "from your bank account"),
}
_PAYEES: dict[str, Pair] = {
    "operator:tus": ("TUS", "TUS"),
    "operator:bikes": ("las bicis", "the bikes"),
    "operator:parking": ("los aparcamientos", "the car parks"),
    "city:taxes": ("el Ayuntamiento (tributos)", "the city (taxes)"),
    "city:sports": ("los deportes municipales", "the city's sports"),
    "city:culture": ("la cultura municipal", "the city's culture"),
    "desk": ("una oficina municipal", "a desk of the city"),
}
_PURPOSES: dict[str, Pair] = {
    "ticket": ("una entrada", "a ticket"),
    "fee": ("una tasa", "a fee"),
    "tax": ("un tributo", "a tax"),
    "parking": ("aparcamiento", "parking"),
    "bike": ("una bici", "a bike"),
    "deposit": ("una fianza", "a deposit"),
    "purchase": ("una compra", "a purchase"),
    "wrong_charge": ("un cobro equivocado", "a wrong charge"),
    "goodwill": ("una compensación", "goodwill"),
    "cash_count": ("un recuento de caja", "a cash count"),
    "lost_top_up": ("una recarga que no llegó", "a top-up that did not arrive"),
}
_PERIODS: dict[str, Pair] = {
    "day": ("hoy", "today"),
    "week": ("esta semana", "this week"),
    "month": ("este mes", "this month"),
}
_FARES: dict[str, Pair] = {
    "flat": ("un viaje", "one journey"),
    "free": ("gratis por tu tarifa", "free by your fare"),
    "transfer": (
        "transbordo gratis, {minutes} min después de la línea {line}",
        "free transfer, {minutes} min after line {line}",
    ),
    "cap": ("máximo de {period} alcanzado, {amount}", "most for {period} reached, {amount}"),
    "window": ("gratis en este horario", "free at this time"),
    "pass": ("incluido en tu abono", "included in your pass"),
    "stay_open": ("al entrar se carga el máximo, {amount}", "at the start the most is charged, {amount}"),
    "stay": ("{minutes} min, {amount} en total", "{minutes} min, {amount} in all"),
    "declared": (
        "salida indicada por ti, {minutes} min, {amount} en total",
        "end declared by you, {minutes} min, {amount} in all",
    ),
    "declared_in_vain": ("la salida ya constaba", "the end was known already"),
    "start_missing": ("salida sin entrada: el máximo, {amount}", "an end without a start: the most, {amount}"),
}
_ES, _EN = 0, 1


def explained(entry: Entry, language: str) -> str:
    """One sentence without its full stop, in `language` ("es" or "en")."""
    which = _ES if language == "es" else _EN
    purpose = _PURPOSES.get(str(entry.memo.get("purpose")))
    said = _KINDS[entry.kind][which].format(
        channel=_CHANNELS.get(entry.payee.partition(":")[0], ("", ""))[which],
        payee=payee_name(entry.payee, language),
        purpose=f": {purpose[which]}" if purpose else "",
        held=euros(entry.held_cents, language),
    )
    line = entry.memo.get("line")
    named = f"{said}, {('línea', 'line')[which]} {line}" if line else said
    fare = _fare(entry.memo.get("why"), which)
    return f"{named}: {fare}" if fare else named.strip()


def payee_name(payee: str, language: str) -> str:
    """Who was paid, as people call them; the name in the ledger where they have no other."""
    which = _ES if language == "es" else _EN
    return _PAYEES[payee][which] if payee in _PAYEES else payee.partition(":")[2] or payee


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


def _stay(values: list[Any], which: int) -> dict[str, str]:
    return {"minutes": str(int(values[0])), "amount": _amount(values[1], which)}


def _most(values: list[Any], which: int) -> dict[str, str]:
    return {"amount": _amount(values[0], which)}


def _amount(cents: Any, which: int) -> str:
    return euros(int(cents), ("es", "en")[which])


_SLOTS: Mapping[str, Callable[[list[Any], int], dict[str, str]]] = {
    "transfer": _transfer,
    "cap": _cap,
    "stay": _stay,
    "declared": _stay,
    "stay_open": _most,
    "start_missing": _most,
}
