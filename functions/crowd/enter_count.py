"""POST and GET /crowd/venues/{venue_id}/audits: a person has counted by hand, and the counters are judged by it.

Keeps the count; the venue's number is set right by it, and a past day is settled again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic.fields import Field

from cercano.crowd import counting, hours, store
from cercano.crowd.editing import REMEMBERED
from cercano.crowd.errors import CountOutOfReach
from cercano.crowd.model import Audit
from cercano.crowd.present import shown
from cercano.kit.ids import new_id
from cercano.kit.web import Body, Caller, Created, Instant, Page, Service, View

app = Service("crowd")

CLOCKS_DIFFER = timedelta(minutes=1)
"""A telephone may be this far ahead of us."""
LIVELY = timedelta(minutes=2)
"""A count this fresh is compared with the number shown now."""


class Count(Body):
    """People inside at an instant; now, when none is said."""

    people: Annotated[int, Field(ge=0, le=200_000)]
    at: Instant | None = None
    note: Annotated[str, Field(max_length=280)] = ""
    """Never names of people."""


class CountView(View):
    """A count by hand."""

    audit_id: str
    at: Instant
    people: int
    by: str
    """The account of who counted, never their name."""
    note: str

    @classmethod
    def of(cls, audit: Audit) -> CountView:
        """From the model."""
        return cls(audit_id=audit.audit_id, at=audit.at, people=audit.people, by=audit.by, note=audit.note)


class CountAccepted(CountView):
    """The count, beside what the counters said at that moment."""

    estimated: int | None
    """What was shown when the count came in; null when nothing was, or when the count is of an earlier moment."""
    difference: int | None
    """The counters' number less the people counted."""


@app.post("/venues/{venue_id}/audits", roles=("staff",))
def enter_count(venue_id: str, body: Count, caller: Caller) -> Created[CountAccepted]:
    """Enter how many people are inside, counted by hand."""
    now = app.now().replace(microsecond=0)
    at = body.at or now
    if not now - REMEMBERED <= at <= now + CLOCKS_DIFFER:
        raise CountOutOfReach(days=REMEMBERED.days, errors=[{"pointer": "/at"}])
    at = min(at, now)
    place = store.place(venue_id)
    estimated = shown(place.venue, place.live, now).people if now - at <= LIVELY else None
    audit = Audit(audit_id=new_id("audit"), at=at, people=body.people, by=caller.subject, note=body.note)
    store.save_audit(venue_id, audit)
    counting.refresh(venue_id, now)
    day = hours.business_day_at(place.venue, at)
    if day.settles_at <= now:
        store.mark_dirty(venue_id, [day.date])
    view = CountAccepted(
        **dict(CountView.of(audit)),
        estimated=estimated,
        difference=None if estimated is None else estimated - audit.people,
    )
    return Created(view, location=f"/venues/{venue_id}/audits")


@app.get("/venues/{venue_id}/audits", roles=("staff",))
def read_counts(venue_id: str, since: Instant | None = None) -> Page[CountView]:
    """Counts by hand of the last 35 days (or since an instant), the newest first."""
    store.venue(venue_id)
    now = app.now()
    found = store.audits(venue_id, since or now - REMEMBERED, now)
    return Page([CountView.of(audit) for audit in reversed(found)])
