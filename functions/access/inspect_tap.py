"""GET /access/inspections: an inspector on a vehicle asks whether a credential travels with a tap.

Reads the account, its journal, and for whom the inspector acts: they see taps with their operators alone. The answer
says whether it tapped here, and which passes and reduced prices hold today; never whose card it is, nor what proved it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from pydantic.fields import Field

from cercano.access.journal import journeys_of
from cercano.access.views import JourneyView
from cercano.kit.web import Caller, Service, View
from cercano.ledger import acting, book, passes, statement
from cercano.ledger.credentials import account_of
from cercano.ledger.model import MADRID
from cercano.ledger.passes import HeldPass
from cercano.ledger.terms import Concession

app = Service("access")
REACH = timedelta(hours=3)
"""Longer than any ride."""


class HeldView(View):
    """A pass or a reduced price that holds today."""

    code: str
    valid_from: dt.date
    valid_to: dt.date


class InspectionView(View):
    """What is known of a credential on a vehicle."""

    is_known: bool
    has_tapped: bool
    """On this vehicle, in the last three hours. A reader without a connection may tell us later."""
    taps: list[JourneyView]
    """Those taps, newest first; the reason names the fare class, for concessions that must be shown."""
    last: JourneyView | None = None
    """The last tap with the inspector's operators in these hours, on whatever vehicle."""
    card_class: str = ""
    passes: tuple[HeldView, ...] = ()
    concessions: tuple[HeldView, ...] = ()


@app.get("/inspections", roles=("operator",))
def inspect(
    credential: Annotated[str, Field(pattern="^[0-9a-f]{16}$")],
    vehicle: Annotated[str, Field(max_length=24)],
    caller: Caller,
) -> InspectionView:
    """Ask whether a credential tapped on a vehicle."""
    account_id = account_of(credential)
    if account_id is None:
        return InspectionView(is_known=False, has_tapped=False, taps=[])
    found = journeys_of(reversed(statement.since(account_id, app.now() - REACH)))
    views = [JourneyView.of(entry, charge) for entry, charge in found]
    own = acting.payees_of(caller.subject)
    seen = [view for view in views if f"operator:{view.operator}" in own]
    here = [view for view in seen if view.vehicle == vehicle]
    terms, today = book.existing(account_id).terms, app.now().astimezone(MADRID).date()
    return InspectionView(
        is_known=True,
        has_tapped=bool(here),
        taps=here,
        last=seen[0] if seen else None,
        card_class=terms.card_class,
        passes=_today(passes.held(terms), today),
        concessions=_today(terms.concessions, today),
    )


def _today(held: Iterable[HeldPass | Concession], today: dt.date) -> tuple[HeldView, ...]:
    return tuple(
        HeldView(code=one.code, valid_from=one.valid_from, valid_to=one.valid_to)
        for one in held
        if one.valid_from <= today <= one.valid_to
    )
