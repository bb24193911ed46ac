"""POST /wallet/accounts/{account_id}/mandate: a citizen links their bank account by mandate. GET shows, DELETE ends.

Reads the account; writes the mandate and that it is in force. The number is checked, and afterwards shown by its end.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Created, Instant, NoContent, Service, View
from cercano.ledger import book
from cercano.ledger.model import MADRID
from cercano.wallet import fundings, iban, mandate_text, mandates, mandating
from cercano.wallet.errors import NoSuchMandate
from cercano.wallet.funding import Funding
from cercano.wallet.mandates import MandateRow
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId

app = Service("wallet")


class LinkBank(Body):
    """Whose bank account it is. Sending this, signed in, signs the mandate (SEPA Core rulebook, 4.1)."""

    iban: Annotated[str, Field(min_length=15, max_length=42)]
    holder: Annotated[str, Field(pattern=r"^[^\W\d_][\w .,'-]{1,69}$")]
    notice_days: Literal[2, 14] = 14
    """How long before each collection they are told; 2 only if they agree to it here."""


class UpcomingView(View):
    """A top-up that the bank has still to be asked for."""

    amount_cents: int
    notified_on: date
    collected_from: date
    """Not before this day."""


class MandateView(View):
    """The mandate in force."""

    reference: str
    """What the bank shows beside each collection."""
    iban_end: str
    """Its last four characters: nobody sees more of it again."""
    holder: str
    signed_at: Instant
    is_suspended: bool
    """A collection came back: link the bank account anew to use it."""
    notice_days: int
    text: str
    """What was signed."""
    upcoming: list[UpcomingView]

    @classmethod
    def of(cls, row: MandateRow, funding: Funding) -> MandateView:
        """From its row, and the account's ways to money."""
        today = app.now().astimezone(MADRID).date()
        return cls(
            reference=mandates.reference_of(row),
            iban_end=iban.end_of(row.iban),
            holder=row.holder,
            signed_at=row.signed_at,
            is_suspended=funding.is_suspended,
            notice_days=row.notice_days,
            text=mandate_text.text(row.notice_days, app.language),
            upcoming=[
                UpcomingView(amount_cents=one.cents, notified_on=one.on, collected_from=one.due)
                for one in funding.under_way
                if one.due >= today
            ],
        )


@app.post("/accounts/{account_id}/mandate")
def link_bank(account_id: AccountId, body: LinkBank, caller: Caller) -> Created[MandateView]:
    """Link a bank account. Linked again as it is, nothing changes; another takes its place."""
    number = iban.checked(body.iban)
    moved(book.existing(account_id), caller)
    view = MandateView.of(*mandating.given(account_id, number, body.holder.strip(), app.now(), body.notice_days))
    return Created(view, location=f"/accounts/{account_id}/mandate")


@app.get("/accounts/{account_id}/mandate")
def read_mandate(account_id: AccountId, caller: Caller) -> MandateView:
    """The bank account that is linked."""
    moved(book.existing(account_id), caller)
    found = mandating.in_force(account_id)
    if found is None:
        raise NoSuchMandate
    return MandateView.of(found[0], fundings.of(fundings.find(account_id)))


@app.delete("/accounts/{account_id}/mandate")
def unlink_bank(account_id: AccountId, caller: Caller) -> NoContent:
    """Take the mandate back: nothing more is ordered under it, and the account fills itself no more."""
    mandating.take_back(account_id, lambda account: moved(account, caller), app.now())
    return NoContent()
