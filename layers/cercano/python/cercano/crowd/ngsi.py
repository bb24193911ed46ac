"""People flow in the words of FIWARE's smart data models: one CrowdFlowObserved entity for each venue.

Smart Data Models, dataModel.Transportation, CrowdFlowObserved 0.0.3 (simplified form). `peopleCountTowards` and
`peopleCountAway` are those who came in and left since the venue's day began. The model's `occupancy` is the share of
time in which a walkway was occupied, not people by capacity: we do not send it, and say `peopleInside` in words of our
own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cercano.crowd.hours import business_day
from cercano.crowd.model import Crowding, Venue
from cercano.crowd.present import Live, shown

CONTEXT: list[Any] = [
    "https://raw.githubusercontent.com/smart-data-models/dataModel.Transportation/master/context.jsonld",
    {
        name: f"urn:cercano:crowd:{name}"
        for name in ("peopleInside", "peopleInsideLow", "peopleInsideHigh", "capacity", "crowding")
    },
]


def crowd_flow_observed(venue: Venue, live: Live | None, at: datetime, *, city: str) -> dict[str, Any] | None:
    """The entity of a venue as it is known at `at`; None while no counter has spoken. What nobody knows is left out."""
    if live is None or live.as_of is None:
        return None
    since, now = business_day(venue, date.fromisoformat(live.date)).starts_at, shown(venue, live, at)
    is_told = now.is_for_everybody
    entity = {
        "id": f"urn:ngsi-ld:CrowdFlowObserved:{city}:{venue.venue_id}",
        "type": "CrowdFlowObserved",
        "name": venue.name.es,
        "location": {"type": "Point", "coordinates": [venue.lon, venue.lat]},
        "dateObserved": f"{_instant(since)}/{_instant(live.as_of)}",
        "dateObservedFrom": _instant(since),
        "dateObservedTo": _instant(live.as_of),
        "peopleCount": live.total_in + live.total_out,
        "peopleCountTowards": live.total_in,
        "peopleCountAway": live.total_out,
        "congested": now.state is Crowding.FULL,
        "peopleInside": now.people if is_told else None,
        "peopleInsideLow": now.low if is_told else None,
        "peopleInsideHigh": now.high if is_told else None,
        "capacity": venue.capacity,
        "crowding": now.state.value,
        "@context": CONTEXT,
    }
    return {name: value for name, value in entity.items() if value is not None}


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
