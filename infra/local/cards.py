"""Gives the demo people a Citizen Card each: known to the register, issued at the desk, with some money in its account.

The phone is left to them: the card comes alive when its holder opens it in a browser.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from infra.local.api import Api
from infra.local.say import Trouble

NEEDED = {"citizen", "card", "wallet"}
"""The domains a card needs."""
HOLDERS = ("citizen", "neighbour")
"""Whose card it is; the register's first entries are theirs, in this order."""
FIRST_MONEY_CENTS = 2000
PATIENCE_S = 60


def hand_out(endpoints: dict[str, Any], staff: Api, register: list[dict[str, str]]) -> None:
    """Makes sure that every holder has a card; who has one keeps it.

    Raises:
        Trouble: the city refused a step.
    """
    for name, entry in zip(HOLDERS, register, strict=False):
        holder = Api.signed_in(endpoints["api"], endpoints["people"][name])
        if holder.send("GET", "/card/cards").json()["items"]:
            continue
        claim = {part: entry[part] for part in ("document", "birth_date", "postcode")}
        holder.send("POST", "/citizen/me/verification", claim)
        asked = {"card_class": "resident", "format": "app"}
        application = holder.send("POST", "/card/applications", asked).json()["application_id"]
        card = staff.send("POST", f"/card/applications/{application}/issue").json()
        _put_in(staff, card["account_id"])


def _put_in(staff: Api, account_id: str) -> None:
    """Money at the desk, as soon as the wallet has heard of the card."""
    ends = time.monotonic() + PATIENCE_S
    while staff.send("GET", f"/wallet/accounts/{account_id}", fine=(404,)).status_code == 404:
        if time.monotonic() > ends:
            raise Trouble(f"the wallet has not opened {account_id} after {PATIENCE_S} s")
        time.sleep(0.5)
    paid = {"entry_id": entry_id(), "amount_cents": FIRST_MONEY_CENTS, "means": "cash"}
    staff.send("POST", f"/wallet/accounts/{account_id}/desk-top-ups", paid)


def entry_id() -> str:
    """A new name for a movement of money: a UUID of version 7 (RFC 9562) without its dashes."""
    random = secrets.randbits(74)
    return f"{time.time_ns() // 1_000_000:012x}7{random >> 62:03x}{0x8000000000000000 | random & (2**62 - 1):016x}"
