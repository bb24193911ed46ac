"""POST /wallet/accounts/{account_id}/holds: money is set aside, for a deposit or a stay; /capture and /void end it.

The holder sets aside; who is to be paid takes all or a part of it, once, or lets it go: only who acts for that payee.
What is not taken in time goes back by itself. Reads and writes the ledger, reads who acts for whom; tells PaymentTaken.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Created, Service
from cercano.ledger import book, holds
from cercano.ledger.errors import AccountUnknown, NoSuchHold
from cercano.ledger.model import Account, EntryKind, Hold
from cercano.ledger.posting import Decide, Known, Posted, Posting
from cercano.wallet import charging, moving
from cercano.wallet.charging import Purpose
from cercano.wallet.payees_side import OFFICES, IsMine, hold_of, mine
from cercano.wallet.seeing import anothers, moved
from cercano.wallet.views import AccountId, Cents, EntryId, Payee, ReceiptView

app = Service("wallet")


class SetAside(Body):
    """What is set aside, for whom, and how long."""

    entry_id: EntryId
    """It names the hold from now on."""
    payee: Payee
    amount_cents: Cents
    purpose: Purpose
    minutes: Annotated[int, Field(ge=1, le=7 * 24 * 60)]


class Capture(Body):
    """How much of it is taken; the rest goes back."""

    entry_id: EntryId
    amount_cents: Cents


class Void(Body):
    """Nothing of it is taken."""

    entry_id: EntryId


@app.post("/accounts/{account_id}/holds")
def hold_money(account_id: AccountId, body: SetAside, caller: Caller) -> Created[ReceiptView]:
    """Set money aside. It can be spent on nothing else until it is taken, let go, or its time is over."""
    now = app.now()
    hold = Hold(
        amount_cents=body.amount_cents,
        expires_at=now + timedelta(minutes=body.minutes),
        payee=body.payee,
        purpose=body.purpose.value,
    )
    memo = charging.memo(body.purpose, None)

    def decide(account: Account, _known: Known) -> Posting:
        moving.require_fresh(body.entry_id, now)
        return holds.place(moved(account, caller), body.entry_id, hold, memo)

    posted = book.post(account_id, [body.entry_id], decide)
    moved(posted.account, caller)
    asked = holds.place(posted.account, body.entry_id, hold, memo).entries[0]
    moving.check_same(posted.entries[0], asked)
    view = ReceiptView.of(posted.entries[0], posted.account, app.language)
    return Created(view, location=f"/accounts/{account_id}/holds/{body.entry_id}")


@app.post("/accounts/{account_id}/holds/{hold_id}/capture", roles=OFFICES)
def capture_hold(account_id: AccountId, hold_id: EntryId, body: Capture, caller: Caller) -> ReceiptView:
    """Take all or a part of what was set aside for the caller's own payee."""
    is_mine = mine(caller)

    def decide(account: Account, _known: Known) -> Posting:
        anothers(account, caller.subject)
        moving.require_fresh(body.entry_id, app.now())
        posting = holds.capture(account, body.entry_id, hold_of(account, hold_id, is_mine), body.amount_cents)
        return Posting(entries=posting.entries, account=posting.account, tells=charging.told)

    posted = _posted(account_id, body.entry_id, decide, is_mine)
    holds.check_same(posted.entries[0], EntryKind.CAPTURE, hold_id, body.amount_cents)
    return ReceiptView.of(posted.entries[0], posted.account, app.language)


@app.post("/accounts/{account_id}/holds/{hold_id}/void", roles=OFFICES)
def void_hold(account_id: AccountId, hold_id: EntryId, body: Void, caller: Caller) -> ReceiptView:
    """Let all of it go."""
    is_mine = mine(caller)

    def decide(account: Account, _known: Known) -> Posting:
        anothers(account, caller.subject)
        moving.require_fresh(body.entry_id, app.now())
        return holds.void(account, body.entry_id, hold_of(account, hold_id, is_mine))

    posted = _posted(account_id, body.entry_id, decide, is_mine)
    holds.check_same(posted.entries[0], EntryKind.VOID, hold_id)
    return ReceiptView.of(posted.entries[0], posted.account, app.language)


def _posted(account_id: str, entry_id: str, decide: Decide, is_mine: IsMine) -> Posted:
    """What was posted. To who does not act for the payee, an old answer and an account are as if they were not."""
    try:
        posted = book.post(account_id, [entry_id], decide)
    except AccountUnknown:
        raise NoSuchHold from None
    if not is_mine(posted.entries[0].payee):
        raise NoSuchHold
    return posted
