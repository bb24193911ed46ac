"""Asks the bank: how an order stands, or to charge a remembered card. Its answer is believed by its signature."""

from __future__ import annotations

import json

from cercano.kit.settings import setting
from cercano.wallet.errors import GatewayAway
from cercano.wallet.gateway import RememberedCard, Said, Shop, believe, charge, question

PATIENCE_S = 5
ORDER_IS_KNOWN = "SIS0051"
"""Redsys: an order of this number came before. One number is one charge, however often it is sent."""
_MOST_BYTES = 20_000


def ask(shop: Shop, order: str) -> Said | None:
    """What the bank knows of an order; None when it knows nothing.

    Raises: GatewayAway when there is no answer; NotificationRefused when it is not signed as it must be.
    """
    answer = _post(setting("GATEWAY_ASK_URL"), question(shop, order))
    return None if "errorCode" in answer else believe(shop, answer)


def charge_card(shop: Shop, order: str, amount_cents: int, card: RememberedCard) -> Said | None:
    """What the bank said of a charge; None when it did not take the order at all.

    Raises:
        GatewayAway: there is no answer: whether it was paid must be asked.
        NotificationRefused: the answer is not signed as it must be.
    """
    answer = _post(setting("GATEWAY_CHARGE_URL"), charge(shop, order, amount_cents, card))
    if answer.get("errorCode") == ORDER_IS_KNOWN:
        return ask(shop, order)
    return None if "errorCode" in answer else believe(shop, answer)


def _post(url: str, said: dict[str, str]) -> dict[str, object]:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    sent = Request(url, json.dumps(said).encode(), {"Content-Type": "application/json"})  # noqa: S310 - ours
    try:
        with urlopen(sent, timeout=PATIENCE_S) as answer:  # noqa: S310 - the address is a setting
            read = json.loads(answer.read(_MOST_BYTES))
    except (URLError, TimeoutError, ValueError, OSError):
        raise GatewayAway from None
    if not isinstance(read, dict):
        raise GatewayAway
    return read
