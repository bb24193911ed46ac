"""GET /wallet/settlements/{day}/payments?payee=...&source=2026-11-25: the payments of one line of a settlement.

.../payments/csv gives them as a sheet. Reads the settlement, the archive, and who acts for whom.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Caller, Instant, Page, Paging, Raw, Service, View
from cercano.ledger.model import Entry, EntryKind
from cercano.wallet import payees, settled_payments
from cercano.wallet.errors import NoSuchSettlement, TooManyLines
from cercano.wallet.payees_side import may_see
from cercano.wallet.settled_payments import Line
from cercano.wallet.views import PaidPayee

app = Service("wallet")
MOST_LINES = 20_000
"""Of one sheet: a whole day of most payees, and a sixteenth of a day of the buses."""


class SettledPaymentView(View):
    """A payment, or what was given back of one. Whose card it was is not said."""

    entry_id: str
    kind: EntryKind
    at: Instant
    """When it happened."""
    posted_at: Instant
    """When it was booked: later, for a tap that a bus brought home days after."""
    amount_cents: int
    """What the payee received; below zero, gave back."""
    purpose: str
    reference: str

    @classmethod
    def of(cls, entry: Entry) -> SettledPaymentView:
        """From the ledger."""
        return cls(
            entry_id=entry.id,
            kind=entry.kind,
            at=entry.at,
            posted_at=entry.posted_at,
            amount_cents=-entry.amount_cents,
            purpose=str(entry.memo.get("purpose", "")),
            reference=str(entry.memo.get("ref", "")),
        )


@app.get("/settlements/{day}/payments", roles=("operator", "merchant", "staff"))
def read_settled_payments(
    day: date, payee: PaidPayee, source: date, caller: Caller, paging: Paging
) -> Page[SettledPaymentView]:
    """The payments of one day that a settlement holds."""
    line = _line(day, payee, source, caller)
    begun = paging.after or {"part": 0, "after": ""}
    found, more = settled_payments.page(line, paging.limit, begun["part"], begun["after"])
    views = [SettledPaymentView.of(entry) for entry in found]
    return Page(views, next={"part": more[0], "after": more[1]} if more else None)


@app.get("/settlements/{day}/payments/csv", roles=("operator", "merchant", "staff"))
def read_settled_payments_sheet(
    day: date, payee: PaidPayee, source: date, caller: Caller, part: Annotated[int, Field(ge=0, le=16)] = 0
) -> Raw:
    """The same as a sheet: all of the day, or one of its 16 parts when it is a day of very many."""
    line = _line(day, payee, source, caller)
    if part:
        found = list(settled_payments.payments(line, part - 1))
    else:
        found, _ = settled_payments.page(line, MOST_LINES + 1)
    if len(found) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    name = f"{payee.replace(':', '-')}-{day}-{source}{f'-{part}' if part else ''}.csv"
    kept_as = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Raw(settled_payments.as_csv(found, app.language), "text/csv; charset=utf-8", headers=kept_as)


def _line(day: date, payee: str, source: date, caller: Caller) -> Line:
    may_see(payee, caller)
    settlement, before = payees.settlement_and_before(payee, day)
    if settlement is None or source.isoformat() not in dict(settlement.lines):
        raise NoSuchSettlement
    line = Line(payee=payee, source=source)
    since = before.upto if before and before.upto else line.since
    return Line(payee=payee, source=source, since=since, upto=settlement.upto or line.upto)
