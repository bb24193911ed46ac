"""POST /wallet/accounts/{account_id}/desk-top-ups and /kiosk-top-ups: money handed over, at a desk or to a machine.

Reads and writes the ledger, and reads whether who speaks for a kiosk acts for it; tells MoneyToppedUp.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic.fields import Field

from cercano.facts.wallet import MoneyToppedUp
from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Created, Service
from cercano.ledger.model import Entry, EntryKind
from cercano.ledger.posting import Posted
from cercano.wallet import moving
from cercano.wallet.errors import NotYourPayee
from cercano.wallet.payees_side import mine
from cercano.wallet.seeing import anothers
from cercano.wallet.views import AccountId, EntryId, ReceiptView

app = Service("wallet")

Handed = Annotated[int, Field(ge=5, le=50_000)]
"""From five cents (the smallest coin a machine takes) to 500 EUR."""


class Means(StrEnum):
    """How it was handed over."""

    CASH = "cash"
    CARD = "card"


class DeskTopUp(Body):
    """Money taken at a desk."""

    entry_id: EntryId
    amount_cents: Handed
    means: Means


class KioskTopUp(Body):
    """Money taken by a machine, which says which one it is."""

    entry_id: EntryId
    kiosk_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    amount_cents: Handed
    means: Means


@app.post("/accounts/{account_id}/desk-top-ups", roles=("staff",))
def top_up_at_desk(account_id: AccountId, body: DeskTopUp, caller: Caller) -> Created[ReceiptView]:
    """Put money in at a desk."""
    return _top_up(account_id, body.entry_id, "desk", body.amount_cents, body.means, caller)


@app.post("/accounts/{account_id}/kiosk-top-ups", roles=("operator",))
def top_up_at_kiosk(account_id: AccountId, body: KioskTopUp, caller: Caller) -> Created[ReceiptView]:
    """Put money in at a kiosk of the caller's own: whoever names another's would make money out of nothing."""
    if not mine(caller)(f"kiosk:{body.kiosk_id}"):
        raise NotYourPayee
    return _top_up(account_id, body.entry_id, f"kiosk:{body.kiosk_id}", body.amount_cents, body.means, caller)


def _top_up(
    account_id: str, entry_id: str, payee: str, amount_cents: int, means: Means, caller: Caller
) -> Created[ReceiptView]:
    entry = Entry(
        id=entry_id, kind=EntryKind.TOP_UP, payee=payee, amount_cents=amount_cents, memo={"means": means.value}
    )
    posted = moving.order(account_id, entry, lambda account: anothers(account, caller.subject), _told, app.now())
    log.info("money_handed_over", account_id=account_id, entry_id=entry_id, payee=payee, by=caller.subject)
    view = ReceiptView.of(posted.entries[0], posted.account, app.language)
    return Created(view, location=f"/accounts/{account_id}/entries/{entry_id}/proof")


def _told(posted: Posted) -> list[MoneyToppedUp]:
    entry = posted.entries[0]
    channel = entry.payee.partition(":")[0]
    return [
        MoneyToppedUp(
            at=entry.posted_at,
            account_id=posted.account.account_id,
            amount_cents=entry.amount_cents,
            channel=channel,
        )
    ]
