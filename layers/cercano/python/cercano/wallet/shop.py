"""What the city's shop at the bank is called, and where people and the bank find us: settings of the template."""

from __future__ import annotations

from cercano.kit.settings import setting
from cercano.wallet.gateway import Shop


def our_shop() -> Shop:
    """The city as the bank knows it."""
    return Shop(
        merchant=setting("GATEWAY_MERCHANT"),
        terminal=setting("GATEWAY_TERMINAL", int),
        secret=setting("GATEWAY_SECRET"),
        pay_url=setting("GATEWAY_URL"),
    )
