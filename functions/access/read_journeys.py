"""GET /access/journeys: a citizen reads where their card tapped, what each tap cost, and why.

Reads the account and its journal.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.access import journeys
from cercano.access.views import JourneyView
from cercano.kit.web import Caller, Page, Paging, Service

app = Service("access")


@app.get("/journeys")
def read_journeys(
    account_id: Annotated[str, Field(max_length=64)], caller: Caller, paging: Paging
) -> Page[JourneyView]:
    """My taps, or a child's, of the last two months, newest first, with corrections by late taps included."""
    found = journeys.of(journeys.mine(account_id, caller), app.now())
    start = paging.after["skip"] if paging.after else 0
    until = start + paging.limit
    views = [JourneyView.of(entry, charge) for entry, charge in found[start:until]]
    return Page(views, next={"skip": until} if until < len(found) else None)
