"""GET /access/inspections: an inspector on a vehicle asks whether a credential travels with a tap.

Reads the account's journal, and for whom the inspector acts: they see taps with their own operators alone. The answer
says whether it tapped here and at which fare class, never whose card it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic.fields import Field

from cercano.access.journal import journeys_of
from cercano.access.views import JourneyView
from cercano.kit.web import Caller, Service, View
from cercano.ledger import acting, statement
from cercano.ledger.credentials import account_of

app = Service("access")
REACH = timedelta(hours=3)
"""Longer than any ride."""


class InspectionView(View):
    """What is known of a credential on a vehicle."""

    is_known: bool
    has_tapped: bool
    """On this vehicle, in the last three hours. A reader without a connection may tell us later."""
    taps: list[JourneyView]
    """Those taps, newest first; the reason names the fare class, for concessions that must be shown."""


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
    here = [view for view in views if view.vehicle == vehicle and f"operator:{view.operator}" in own]
    return InspectionView(is_known=True, has_tapped=bool(here), taps=here)
