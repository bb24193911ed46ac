"""Hangs a counter at a door since longer ago than staff may say, for recordings that are longer than that.

Staff may say seven days, as readings are read again while they wait. A recording is published afterwards, so nothing is
to be read: the beginning of the fit is written into the table by hand, in the venue's document and the device's view.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.api import Api
from infra.local.aws import Clients

STAFF_MAY_SAY = timedelta(days=6, hours=23)


def hang(
    staff: Api, clients: Clients, endpoints: dict[str, Any], *, venue_id: str, door_id: str, thing: str, since: datetime
) -> None:
    """Hangs it there, since any instant of the past."""
    path, earliest = f"/crowd/venues/{venue_id}", datetime.now(UTC) - STAFF_MAY_SAY
    etag = staff.send("GET", f"{path}/document").headers["ETag"]
    body = {"device_id": thing, "line": 1, "since": f"{max(since, earliest).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    staff.send("PUT", f"{path}/doors/{door_id}/counter", body, If_Match=etag)
    if since < earliest:
        table = endpoints["tables"]["crowd/CrowdTable"]
        _move(clients, table, f"DEVICE#{thing}", "FITS", "fits", thing, since)
        _move(clients, table, "VENUES", f"{venue_id}#DOC", "document", thing, since)


def _move(clients: Clients, table: str, pk: str, sk: str, name: str, thing: str, since: datetime) -> None:
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    held = json.loads(clients("dynamodb").get_item(TableName=table, Key=key)["Item"][name]["S"])
    fits = held if name == "fits" else [fit for door in held["doors"] for fit in door["fits"]]
    for fit in fits:
        if fit["device_id"] == thing and fit["until"] is None:
            fit["since"] = since.astimezone(UTC).isoformat()
    clients("dynamodb").update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET #name = :held",
        ExpressionAttributeNames={"#name": name},
        ExpressionAttributeValues={":held": {"S": json.dumps(held, separators=(",", ":"), ensure_ascii=False)}},
    )
