"""POST /wallet/adjustments: staff put an account right; over a limit only with four eyes. GET lists what waits.

Reads and writes the adjustment, the ledger and what was put right alone that day, in one write. Who proposed it may not
approve it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.fields import Field

from cercano.kit.web import Body, Caller, Created, Instant, Page, Service, View
from cercano.wallet import adjusting, due
from cercano.wallet.adjustments import Adjustment, State, WaitsFor
from cercano.wallet.views import AccountId, EntryId

app = Service("wallet")


class Propose(Body):
    """By how much an account is put right, and why."""

    entry_id: EntryId
    account_id: AccountId
    amount_cents: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    """Above zero gives, below zero takes; at most 10,000 EUR."""
    purpose: Literal["wrong_charge", "goodwill", "cash_count", "lost_top_up"]


class AdjustmentView(View):
    """An adjustment, and who had a hand in it (accounts, never names)."""

    adjustment_id: str
    account_id: str
    amount_cents: int
    purpose: str
    state: State
    waits_for: WaitsFor | None
    """Why one person was not enough: its amount, or what they, or anybody on that account, did alone that day."""
    proposed_by: str
    proposed_at: Instant
    approved_by: str | None

    @classmethod
    def of(cls, one: Adjustment) -> AdjustmentView:
        """From the model."""
        return cls(
            adjustment_id=one.adjustment_id,
            account_id=one.account_id,
            amount_cents=one.amount_cents,
            purpose=one.purpose,
            state=one.state,
            waits_for=one.waits_for,
            proposed_by=one.proposed_by,
            proposed_at=one.proposed_at,
            approved_by=one.approved_by or None,
        )


@app.post("/adjustments", roles=("staff",))
def propose_adjustment(body: Propose, caller: Caller) -> Created[AdjustmentView]:
    """Put an account right: at once if it is a little, and little of the day; else when somebody else approves it."""
    proposed = Adjustment(
        entry_id=body.entry_id,
        account_id=body.account_id,
        amount_cents=body.amount_cents,
        purpose=body.purpose,
        proposed_by=caller.subject,
        proposed_at=app.now(),
    )
    kept = adjusting.propose(proposed, app.now())
    return Created(AdjustmentView.of(kept), location=f"/adjustments/{kept.adjustment_id}")


@app.get("/adjustments", roles=("staff",))
def read_adjustments() -> Page[AdjustmentView]:
    """What waits for somebody to approve it, the oldest first; at most 100."""
    waiting = due.due("adjustment", app.now(), 100)
    return Page([AdjustmentView.of(one) for one in adjusting.waiting(waiting)])


@app.post("/adjustments/{adjustment_id}/approve", roles=("staff",))
def approve_adjustment(adjustment_id: str, caller: Caller) -> AdjustmentView:
    """Approve what somebody else proposed: the account is put right now."""
    return AdjustmentView.of(adjusting.approve(adjustment_id, caller.subject, app.now()))
