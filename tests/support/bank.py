"""The bank of the tests: it shares a secret with the city of the tests, and signs as Redsys does."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from cercano.wallet.gateway import Shop
from infra.local.bank import Bank
from tests.support.aws import PARAMETERS

SECRET = PARAMETERS["GatewaySecret"]
SHOP = Shop(merchant="999008881", terminal=1, secret=SECRET, pay_url="https://bank.test/pay")
BANK = Bank(SECRET)


def said(order: str, amount_cents: int, **changed: str) -> dict[str, str]:
    """What the bank says of an order, paid unless `changed` says otherwise ("" takes a field away)."""
    words = {
        "Ds_Date": "23/11/2026",
        "Ds_Hour": "10:15",
        "Ds_Amount": str(amount_cents),
        "Ds_Currency": "978",
        "Ds_Order": order,
        "Ds_MerchantCode": SHOP.merchant,
        "Ds_Terminal": str(SHOP.terminal),
        "Ds_TransactionType": "0",
        "Ds_Response": "0000",
        "Ds_AuthorisationCode": "714205",
        "Ds_SecurePayment": "1",
    }
    return {name: value for name, value in (words | changed).items() if value}


def signed(order: str, amount_cents: int, **changed: str) -> dict[str, str]:
    """The same with its signature: the three fields."""
    return BANK.sign(said(order, amount_cents, **changed))


def posted(order: str, amount_cents: int, **changed: str) -> str:
    """The same as the bank posts it."""
    return urlencode(signed(order, amount_cents, **changed))


NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
