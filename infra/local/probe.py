"""Tries one of each kind of trigger, because a local cloud may say "deployed" and do nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
from botocore.exceptions import ClientError

from infra.local.aws import Clients
from infra.local.place import Place

PATIENCE_S = 20


class Probe:
    """What can be tried on one running copy."""

    def __init__(self, place: Place, endpoints: dict[str, Any]) -> None:
        self._clients = Clients(place)
        self._endpoints = endpoints
        self._place = place

    def route(self) -> str:
        """A public address answers."""
        answer = httpx.get(f"{self._endpoints['api']}/crowd/venues", params={"limit": 1}, timeout=60)
        return "" if answer.status_code == 200 else f"GET /api/crowd/venues answers {answer.status_code}"

    def token(self) -> str:
        """Signing in gives a token that the APIs take."""
        staff = self._endpoints["people"]["staff"]
        url = self._endpoints["api"]
        body = {"email": staff["email"], "password": staff["password"]}
        answer = httpx.post(f"{url}/identity/sign-in", json=body, timeout=60)
        if answer.status_code != 200:
            return f"POST /api/identity/sign-in answers {answer.status_code}"
        token = answer.json()["access_token"]
        answer = httpx.get(f"{url}/identity/me", headers={"Authorization": f"Bearer {token}"}, timeout=60)
        return (
            "" if answer.status_code == 200 else f"GET /api/identity/me answers {answer.status_code} to a fresh token"
        )

    def message(self) -> str:
        """A message over MQTT reaches the function behind the queue."""
        return self._is_logged("crowd/ingest_counts", "no MQTT message reached crowd/ingest_counts")

    def stream(self) -> str:
        """A changed table reaches the function that tells the city."""
        return self._is_logged("devices/publish_facts", "no table stream reached devices/publish_facts")

    def schedule(self) -> str:
        """The clock's rules are there and switched on."""
        rules = self._clients("events").list_rules()["Rules"]
        clocks = [rule for rule in rules if rule.get("ScheduleExpression")]
        off = [rule["Name"] for rule in clocks if rule["State"] != "ENABLED"]
        return f"schedules are switched off: {off}" if off else "" if clocks else "there are no schedules"

    def file(self) -> str:
        """A file put into a bucket can be read again by a signed address."""
        bucket = next(iter(self._endpoints["buckets"].values()))
        s3 = self._clients("s3")
        s3.put_object(Bucket=bucket, Key="probe/hello", Body=b"hello")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "probe/hello"}, ExpiresIn=60)
        answer = httpx.get(url, timeout=20)
        s3.delete_object(Bucket=bucket, Key="probe/hello")
        return "" if answer.content == b"hello" else f"a file in {bucket} reads back as {answer.status_code}"

    def _is_logged(self, use_case: str, complaint: str) -> str:
        group = f"/aws/lambda/{self._endpoints['functions'][use_case]}"
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            if self._clients("logs").filter_log_events(logGroupName=group, limit=1)["events"]:
                return ""
            time.sleep(0.5)
        return f"{complaint} in {PATIENCE_S} s (make logs FN={use_case})"


def warm(endpoints: dict[str, Any]) -> None:
    """Wakes the functions of a venue's page, so that the first visitor does not wait for them."""
    with httpx.Client(base_url=endpoints["api"], timeout=60) as anyone:
        found = anyone.get("/crowd/venues", params={"limit": 1})
        for venue in found.json()["items"] if found.status_code == 200 else []:
            for page in ("", "/history", "/week", "/forecast"):
                anyone.get(f"/crowd/venues/{venue['venue_id']}{page}")


def probe(place: Place, endpoints: dict[str, Any]) -> list[str]:
    """Tries each kind that this deployment has; a sentence for each that does nothing."""
    one = Probe(place, endpoints)
    tries: dict[str, tuple[bool, Callable[[], str]]] = {
        "route": ("crowd/read_venues" in endpoints["functions"], one.route),
        "token": ("staff" in endpoints.get("people", {}), one.token),
        "message": (bool(endpoints.get("devices")), one.message),
        "stream": (bool(endpoints.get("devices")), one.stream),
        "schedule": (any(name.startswith("crowd/") for name in endpoints["functions"]), one.schedule),
        "file": (bool(endpoints["buckets"]), one.file),
    }
    return [said for is_there, attempt in tries.values() if is_there and (said := _attempted(attempt))]


def _attempted(attempt: Callable[[], str]) -> str:
    try:
        return attempt()
    except (httpx.HTTPError, json.JSONDecodeError, ClientError) as fault:
        return f"the probe of {attempt.__name__} failed: {fault}"
