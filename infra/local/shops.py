"""Opens the demo merchant's shop and two campaigns, each written by one member of staff and launched by another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.api import Api


def open_shops(endpoints: dict[str, Any], staff: Api, said: dict[str, list[dict[str, Any]]]) -> None:
    """Makes sure they are there; a second time it only looks.

    Raises:
        Trouble: the city refused a step.
    """
    merchant, admin = (Api.signed_in(endpoints["api"], endpoints["people"][name]) for name in ("merchant", "admin"))
    there = {shop["name"] for shop in merchant.send("GET", "/loyalty/shops").json()["items"]}
    for shop in said["shops"]:
        if shop["name"] not in there:
            shop_id = merchant.send("POST", "/loyalty/shops", shop).json()["shop_id"]
            staff.send("POST", f"/loyalty/shops/{shop_id}/approval")
    running = {campaign["title"]["es"] for campaign in staff.send("GET", "/loyalty/campaigns/all").json()["items"]}
    for campaign in said["campaigns"]:
        if campaign["title"]["es"] not in running:
            drafted = staff.send("POST", "/loyalty/campaigns", _dated(campaign))
            place = f"/loyalty/campaigns/{drafted.json()['campaign_id']}/launch"
            admin.send("POST", place, If_Match=drafted.headers["ETag"])


def _dated(campaign: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    lasts = timedelta(days=campaign["lasts_days"])
    said = {name: value for name, value in campaign.items() if name != "lasts_days"}
    return said | {"starts_at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "ends_at": f"{now + lasts:%Y-%m-%dT%H:%M:%SZ}"}
