"""Looks through a day's sales of every shop, and keeps what a person should look at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from cercano.kit.batch import put_many
from cercano.loyalty import shops
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.model import CITY_TIME, ShopState
from cercano.loyalty.rows import FindingRow
from cercano.loyalty.settling import sales_between
from cercano.loyalty.signals import Finding, findings

PK = "FINDINGS"
KEPT = timedelta(days=365)


def look_through(day: date, now: datetime) -> int:
    """Keep the findings of a city day; answers how many. The same day again says the same."""
    first, after = (datetime.combine(one, time(), CITY_TIME) for one in (day, day + timedelta(days=1)))
    found = [
        finding
        for shop in shops.every(ShopState.OPEN)
        for finding in findings(shop, day, sales_between(shop.shop_id, first, after))
    ]
    put_many(_row(finding, now) for finding in found)
    return len(found)


def kept(shop_id: str | None = None) -> list[Finding]:
    """What was found, the newest first."""
    found = [from_json(Finding, row.document) for row in FindingRow.every(PK, newest_first=True)]
    return [finding for finding in found if shop_id in (None, finding.shop_id)]


def _row(finding: Finding, now: datetime) -> FindingRow:
    key = f"{finding.day}#{finding.shop_id}#{finding.signal.value}#{finding.card_id}"
    return FindingRow(PK, key, document=to_json(finding), expires_at=now + KEPT)
