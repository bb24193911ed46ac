"""The code that a customer shows at a till: believed here, on the city's own side, and good for one sale.

A shop's browser sends the whole code. It has to reach the city while it is on the phone's screen (its half minute, one
more either way): a till without a network sells without the card. From that first look on the same shop has ten minutes
to finish the sale, and no other shop has any. The half minute of a card is what is used up, not the bytes of the code:
a signature can be written in more than one way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from cercano.credential import qr
from cercano.credential.city_keys import CityKeys
from cercano.credential.qr import NotBelieved, Pass
from cercano.kit.settings import setting
from cercano.loyalty.errors import CodeRefused
from cercano.loyalty.rows import CodeRow

TIME_FOR_A_SALE = timedelta(minutes=10)
KEPT = timedelta(days=1)
_city = CityKeys(setting("CITY_KEYS_URL"))

WHY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unreadable": ("Ese no es el código de una tarjeta ciudadana", "That is not the code of a city card"),
        "unknown_version": ("Ese código es de otra versión", "That code is of another version"),
        "foreign": ("Ese código es de otra ciudad, o está falsificado", "That code is of another city, or forged"),
        "outlived": ("El certificado de ese teléfono ha caducado", "That phone's certificate is over"),
        "not_now": ("Ese código es viejo: pide el de ahora", "That code is old: ask for the one of now"),
        "forged": ("Ese código no lo hizo el teléfono de la tarjeta", "The card's phone did not make that code"),
        "used": ("Ese código ya se ha usado: pide el siguiente", "That code has been used: ask for the next one"),
        "late": (
            "Hace demasiado que se leyó ese código: pide el de ahora",
            "That code was read too long ago",
        ),
    }
)
"""Each reason in both languages."""


def said_by(text: str) -> Pass:
    """Whose a code says that it is; not believed yet.

    Raises:
        CodeRefused: it is no code of ours.
    """
    try:
        return qr.said_by(text)
    except NotBelieved as disbelief:
        raise refused(disbelief.why) from None


def key_of(said: Pass) -> tuple[str, str]:
    """Where it is kept that this half minute of this card was shown."""
    return f"CODE#{said.credential_id}#{said.slot}", "CODE"


def believed(text: str, row: CodeRow | None, shop_id: str, now: datetime) -> CodeRow:
    """The row of a code that may make a sale in this shop now: as it was found, or a fresh one, not kept yet.

    Raises:
        CodeRefused. CityKeysUnreachable.
    """
    is_ours = row is not None and row.shop_id == shop_id
    try:
        said = _city.believe(text, shown_at=row.seen_at if row is not None and is_ours else now, now=now)
    except NotBelieved as disbelief:
        raise refused(disbelief.why) from None
    if row is None:
        return CodeRow(*key_of(said), shop_id=shop_id, seen_at=now, expires_at=now + KEPT)
    if row.purchase_id or not is_ours:  # said only to who has the code itself: it tells that somebody was in a shop
        raise refused("used")
    if now - row.seen_at > TIME_FOR_A_SALE:
        raise refused("late")
    return row


def refused(why: str) -> CodeRefused:
    """The refusal for one of these reasons."""
    es, en = WHY[why]
    refusal = CodeRefused(why_es=es, why_en=en, errors=[{"pointer": "/qr", "code": str(why)}])
    refusal.reason = str(why)
    return refusal
