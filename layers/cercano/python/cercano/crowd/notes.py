"""Small documents of people flow that others work out: a venue's health, its rhythm, a forecast's score, the alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cercano.crowd.alerts import Alert, from_json, to_json
from cercano.crowd.rows import ALERTS, CITY, DocumentRow, venue_pk
from cercano.kit.batch import put_many
from cercano.kit.facts import Fact
from cercano.kit.table import Cursor

ALERT_LIFE = timedelta(days=90)


def health(venue_id: str) -> Any:
    """What watch_counters found last at a venue's counters; None until it looked."""
    row = DocumentRow.find(CITY, f"{venue_id}#HEALTH")
    return row.document if row else None


def save_health(venue_id: str, health: Any, told: Sequence[Fact] = ()) -> None:
    """Keep what watch_counters found, and tell what changed; it is read with store.places."""
    row = DocumentRow.find(CITY, f"{venue_id}#HEALTH") or DocumentRow(CITY, f"{venue_id}#HEALTH")
    row.document, row.told = health, told
    row.keep()


def rhythm(venue_id: str) -> Any:
    """A venue's typical week as it was kept; None until it was learned."""
    row = DocumentRow.find(venue_pk(venue_id), "RHYTHM")
    return row.document if row else None


def save_rhythm(venue_id: str, document: Any) -> None:
    """Keep a venue's typical week in place of the one before."""
    put_many([DocumentRow(venue_pk(venue_id), "RHYTHM", document=document)])


def scores(venue_id: str, first: date, last: date) -> list[tuple[date, Any]]:
    """How the forecast did on the days from `first` to `last`, both included."""
    where = DocumentRow.sk.between(f"SCORE#{first.isoformat()}", f"SCORE#{last.isoformat()}")
    rows = DocumentRow.every(venue_pk(venue_id), where)
    return [(date.fromisoformat(row.sk[6:]), row.document) for row in rows]


def save_score(venue_id: str, on: date, document: Any) -> None:
    """Keep how the forecast did on a day, over what was there."""
    put_many([DocumentRow(venue_pk(venue_id), f"SCORE#{on.isoformat()}", document=document)])


def alert(key: str) -> Alert | None:
    """A crossing as it was kept, by `Alert.key`."""
    row = DocumentRow.find(ALERTS, key)
    return from_json(row.document) if row else None


def save_alert(alert: Alert) -> None:
    """Keep a crossing for 90 days. Keeping it twice is keeping it once."""
    DocumentRow(ALERTS, alert.key, document=to_json(alert), expires_at=alert.at + ALERT_LIFE).save()


def alerts(limit: int, after: Cursor | None = None) -> tuple[list[Alert], Cursor | None]:
    """The latest crossings, newest first, and where the next page begins."""
    rows, following = DocumentRow.page(ALERTS, limit=limit, after=after, newest_first=True)
    return [from_json(row.document) for row in rows], following
