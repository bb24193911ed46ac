"""The register of citizens on moto: its table, its bucket with a municipal register of invented people, at noon."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cercano.kit import aws, clock
from tests.support.aws import Domain
from tests.support.http import Answer, call
from tests.support.templates import ROOT

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
"""Noon in Santander."""
SEED = json.loads((ROOT / "infra" / "seed" / "santander" / "register.json").read_text())
ADULT, OTHER = SEED[0], SEED[1]
"""People of the municipal register: 42 and 36 years old."""


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


class Town:
    """The register of citizens as citizens and staff use it."""

    def __init__(self, domain: Domain, noon: clock.Frozen) -> None:
        self.domain, self.clock = domain, noon
        self.table = domain.ref("CitizenTable")
        self.bucket = domain.ref("Copies")
        self._functions: dict[str, Any] = {}
        aws.client("s3").put_object(Bucket=self.bucket, Key="register.json", Body=json.dumps(SEED).encode())

    def function(self, use_case: str) -> Any:
        """A use case, loaded once."""
        if use_case not in self._functions:
            self._functions[use_case] = self.domain.function(use_case)
        return self._functions[use_case]

    def ask(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call an HTTP use case as Ana, a citizen, unless `subject` and `roles` say otherwise."""
        function = self.function(use_case)
        with function.running():
            return call(function.handler, method, path, body=body, **{"roles": ("citizen",), **options})

    def me(self, who: str = "ana") -> Any:
        """GET /me, as JSON."""
        return self.ask("keep_profile", "GET", "/me", subject=who).json

    def say_who(self, who: str = "ana", **said: Any) -> Answer:
        """PUT /me over the version there is."""
        version = self.ask("keep_profile", "GET", "/me", subject=who).headers["etag"]
        body = {"name": "Ana Inventada", **said}
        return self.ask("keep_profile", "PUT", "/me", body, subject=who, headers={"If-Match": version})

    def verify(self, who: str = "ana", person: dict[str, str] = ADULT, **changed: Any) -> Answer:
        """POST /me/verification with the data of somebody in the municipal register."""
        body = {name: person[name] for name in ("document", "birth_date", "postcode")} | changed
        return self.ask("verify_residence", "POST", "/me/verification", body, subject=who)

    def family(self, who: str = "ana") -> list[dict[str, Any]]:
        """The bonds somebody sees."""
        found: list[dict[str, Any]] = self.ask("keep_family", "GET", "/me/family", subject=who).json["items"]
        return found

    def bind(self, who: str = "ana", **body: Any) -> Answer:
        """POST /me/family."""
        return self.ask("keep_family", "POST", "/me/family", body, subject=who)

    def consent(self, purpose: str, *, given: bool, who: str = "ana", **said: Any) -> Answer:
        """PUT /me/consents/{purpose}."""
        body = {"given": given, **said}
        return self.ask("keep_consents", "PUT", f"/me/consents/{purpose}", body, subject=who)

    def leave(self, who: str = "ana") -> Answer:
        """POST /me/erasure."""
        return self.ask("ask_erasure", "POST", "/me/erasure", {"word": "BORRAR"}, subject=who)

    def run(self, use_case: str) -> Any:
        """A function of the clock, at the present hour."""
        return self.function(use_case)({"time": self.clock.at.isoformat(), "id": "e1"})

    def items(self) -> list[dict[str, Any]]:
        """Every row of the table, as DynamoDB holds it."""
        found: list[dict[str, Any]] = aws.client("dynamodb").scan(TableName=self.table)["Items"]
        return found

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Every fact that rows of the table hold now: (name, data)."""
        envelopes = [e for item in self.items() for e in json.loads(item.get("told", {}).get("S", "[]"))]
        return sorted(((e["name"], e["data"]) for e in envelopes), key=str)

    def files(self) -> list[str]:
        """The copies that citizens asked for."""
        found = aws.client("s3").list_objects_v2(Bucket=self.bucket, Prefix="exports/")
        return sorted(one["Key"] for one in found.get("Contents", []))


@pytest.fixture
def town(city: Callable[[str], Domain], noon: clock.Frozen) -> Town:
    """The domain, with nobody in it."""
    return Town(city("citizen"), noon)
