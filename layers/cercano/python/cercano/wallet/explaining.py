"""Why money moved, in a sentence for the person whose money it is: from the entry's kind, its payee and its memo.

The memo holds codes and their values, never words: so the same entry reads in Spanish and in English, and a better
sentence is read in old entries too. What a ride cost and why is told by rides.py.
"""

from __future__ import annotations

from cercano.kit.money import euros
from cercano.ledger.model import Entry, EntryKind
from cercano.wallet.rides import ride
from cercano.wallet.words import Pair

_KINDS: dict[EntryKind, Pair] = {
    EntryKind.TOP_UP: ("Recarga {channel}", "Top-up {channel}"),
    EntryKind.TOP_UP_RETURN: ("Recarga devuelta por el banco", "Top-up taken back by the bank"),
    EntryKind.PAYMENT: ("Pago a {payee}{purpose}", "Payment to {payee}{purpose}"),
    EntryKind.REMOTE_PAYMENT: ("Pago a {payee}{purpose}", "Payment to {payee}{purpose}"),
    EntryKind.HOLD: ("Retención de {held} para {payee}{purpose}", "{held} held for {payee}{purpose}"),
    EntryKind.CAPTURE: (
        "Cobro de {payee}, de lo retenido{purpose}",
        "Charge by {payee}, out of what was held{purpose}",
    ),
    EntryKind.VOID: ("Retención anulada de {payee}", "Hold of {payee} let go"),
    EntryKind.EXPIRY: ("Retención caducada de {payee}", "Hold of {payee} ran out"),
    EntryKind.REFUND: ("Devolución de {payee}{purpose}", "Refund by {payee}{purpose}"),
    EntryKind.TRANSFER_OUT: ("Traspaso a otra cuenta{purpose}", "Moved to another account{purpose}"),
    EntryKind.TRANSFER_IN: ("Traspaso desde otra cuenta{purpose}", "Moved from another account{purpose}"),
    EntryKind.ADJUSTMENT: ("Regularización del Ayuntamiento{purpose}", "Adjustment by the city{purpose}"),
    EntryKind.FARE: ("Viaje con {payee}", "Journey with {payee}"),
    EntryKind.EARNED: ("Puntos ganados en {payee}", "Points earned at {payee}"),
    EntryKind.SPENT: ("Puntos gastados en {payee}", "Points spent at {payee}"),
    EntryKind.LAPSED: ("Puntos caducados", "Points lapsed"),
}
_MONTH: Pair = (
    "Lo gastado en el mes {month}, cobrado en tu cuenta del banco",
    "What was spent in the month {month}, collected from your bank account",
)
"""A collection from who pays at the end of the month."""
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
    "city:passes": ("el Ayuntamiento (abonos)", "the city (passes)"),
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
    "pass": ("un abono", "a pass"),
    "wrong_charge": ("un cobro equivocado", "a wrong charge"),
    "allowance": ("la paga del mes", "the month's allowance"),
    "goodwill": ("una compensación", "goodwill"),
    "leaving": ("tu saldo, enviado a tu banco al irte", "your balance, sent to your bank as you left"),
    "cash_count": ("un recuento de caja", "a cash count"),
    "no_end": ("no consta la salida", "no end was told"),
    "lost_top_up": ("una recarga que no llegó", "a top-up that did not arrive"),
}
_CLASSES: dict[str, Pair] = {
    "standard": ("tarifa general", "standard fare"),
    "youth": ("tarifa joven", "youth fare"),
    "child": ("tarifa infantil", "child fare"),
    "senior": ("tarifa de mayores", "senior fare"),
    "disability": ("tarifa por discapacidad", "disability fare"),
    "large_family": ("tarifa de familia numerosa", "large family fare"),
    "unemployed": ("tarifa de desempleo", "unemployed fare"),
    "resident": ("tarifa de residente", "resident fare"),
}
_ES, _EN = 0, 1


def explained(entry: Entry, language: str) -> str:
    """One sentence without its full stop, in `language` ("es" or "en")."""
    which = _ES if language == "es" else _EN
    purpose = _PURPOSES.get(str(entry.memo.get("purpose")))
    said = _KINDS[entry.kind] if "month" not in entry.memo else _MONTH
    text = said[which].format(
        channel=_CHANNELS.get(entry.payee.partition(":")[0], ("", ""))[which],
        payee=payee_name(entry.payee, language),
        purpose=f": {purpose[which]}{_priced_by(entry, language)}" if purpose else "",
        held=euros(entry.held_cents, language),
        month="/".join(reversed(str(entry.memo.get("month", "")).split("-"))),
    )
    return ride(text, entry, language) if entry.kind is EntryKind.FARE else text.strip()


def payee_name(payee: str, language: str) -> str:
    """Who was paid, as people call them; the name in the ledger where they have no other."""
    which = _ES if language == "es" else _EN
    return _PAYEES[payee][which] if payee in _PAYEES else payee.partition(":")[2] or payee


def fare_class_name(code: str, language: str) -> str:
    """What people call the class of fares that made a price; its code where it has no other name."""
    return _CLASSES.get(code, (code, code))[_ES if language == "es" else _EN]


def _priced_by(entry: Entry, language: str) -> str:
    """Which pass, and the class of fares that made its price."""
    if "class" not in entry.memo:
        return ""
    return f" ({entry.memo['code']}), {fare_class_name(str(entry.memo['class']), language)}"
