"""Asks the bank how an order stands, when nothing was heard of it. The answer is believed by its signature."""

from __future__ import annotations

import json

from cercano.kit.settings import setting
from cercano.wallet.errors import GatewayAway
from cercano.wallet.gateway import Said, Shop, believe, question

PATIENCE_S = 5
_MOST_BYTES = 20_000


def ask(shop: Shop, order: str) -> Said | None:
    """What the bank knows of an order; None when it knows nothing.

    Raises: GatewayAway when there is no answer; NotificationRefused when it is not signed as it must be.
    """
    answer = _post(setting("GATEWAY_ASK_URL"), question(shop, order))
    return None if "errorCode" in answer else believe(shop, answer)


def send(url: str, said: dict[str, str]) -> dict[str, object]:
    """What the bank answers to something signed; not believed yet.

    Raises: GatewayAway when there is no answer.
    """
    return _post(url, said)


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
