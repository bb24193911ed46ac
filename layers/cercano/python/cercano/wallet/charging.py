"""What is paid for, and what the city is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from cercano.facts.wallet import PaymentTaken
from cercano.kit.facts import Fact
from cercano.ledger.posting import Posted


class Purpose(StrEnum):
    """What a payment or a hold is for."""

    TICKET = "ticket"
    FEE = "fee"
    TAX = "tax"
    PARKING = "parking"
    BIKE = "bike"
    DEPOSIT = "deposit"
    PURCHASE = "purchase"


def memo(purpose: Purpose, reference: str | None) -> dict[str, Any]:
    """What the entry remembers of it."""
    return {"purpose": purpose.value, **({"ref": reference} if reference else {})}


def told(posted: Posted) -> Sequence[Fact]:
    """A payment was taken."""
    entry = posted.entries[-1]
    taken = PaymentTaken(
        at=entry.posted_at,
        account_id=posted.account.account_id,
        payee=entry.payee,
        amount_cents=-entry.amount_cents,
        entry_id=entry.id,
        purpose=str(entry.memo.get("purpose", "")),
    )
    return (taken,)
