"""The fake city answers as the real one promises: every answer that the citizen's screens are tried with."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from infra.reference.openapi import document, routes
from tests.web.conftest import Clock
from tests.web.fake.city import City
from tests.web.fake.http import Asked
from tests.web.fake.routes import answer

ACCOUNT = "/wallet/accounts/acc_01lucia"
ENTRY = "0" * 11 + "47" + "0" * 17 + "04"
NEW_ENTRY = "01a208cd73ad7c6fb6ef7cd74eea3b6e"
BANK = {"iban": "ES9121000418450200051332", "holder": "Lucía Inventada"}
REFILL = {"threshold_cents": 500, "amount_cents": 2000, "means": "mandate"}
ASKS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/card/cards", None),
    ("GET", "/card/cards/card_01lucia", None),
    ("GET", "/card/cards/card_01lucia/rights", None),
    ("POST", "/card/applications", {"card_class": "resident", "format": "app"}),
    ("GET", "/card/applications/application_00000000", None),
    ("POST", "/card/cards/card_01lucia/block", {"reason": "lost"}),
    ("POST", "/card/cards/card_01lucia/unblock", None),
    ("GET", "/card/concessions", None),
    ("GET", "/wallet/accounts", None),
    ("GET", ACCOUNT, None),
    ("GET", f"{ACCOUNT}/entries?limit=20", None),
    ("POST", f"{ACCOUNT}/top-ups", {"amount_cents": 2000}),
    ("GET", "/wallet/top-ups/251900000000", None),
    ("POST", f"{ACCOUNT}/mandate", BANK),
    ("GET", f"{ACCOUNT}/mandate", None),
    ("POST", f"{ACCOUNT}/mandate/top-ups", {"entry_id": NEW_ENTRY, "amount_cents": 500}),
    ("PUT", f"{ACCOUNT}/auto-top-up", REFILL),
    ("GET", f"{ACCOUNT}/auto-top-up", None),
    ("PUT", f"{ACCOUNT}/allowances/acc_01lucia", {"amount_cents": 1000, "day": 5}),
    ("GET", f"{ACCOUNT}/allowances", None),
    ("GET", f"{ACCOUNT}/entries/{ENTRY}/proof", None),
    ("GET", "/wallet/roots/2026-11-23", None),
    ("GET", "/access/journeys?account_id=acc_01lucia&limit=20", None),
    ("GET", "/access/stops", None),
    ("GET", "/loyalty/campaigns", None),
    ("GET", "/loyalty/places", None),
    ("POST", "/loyalty/campaigns/campaign_voucher/vouchers", {"request_id": "1" * 32}),
    ("GET", "/loyalty/vouchers", None),
    ("GET", "/loyalty/points", None),
    ("GET", "/citizen/me", None),
    ("GET", "/citizen/me/preferences", None),
    ("GET", "/citizen/me/consents", None),
    ("PUT", "/citizen/me/consents/city_news", {"given": True, "text_version": 1}),
    ("GET", "/citizen/me/readers?limit=10", None),
    ("GET", "/citizen/me/family", None),
    ("POST", "/citizen/me/export", None),
    ("GET", "/citizen/me/erasure", None),
]
"""In the order of a life: what one makes, the next reads."""


@cache
def contract() -> dict[str, Any]:
    """The contract as the code of now says it."""
    return json.loads(json.dumps(document(routes())))  # type: ignore[no-any-return]


def told(city: City, method: str, address: str, body: dict[str, Any] | None) -> tuple[int, Any]:
    """What the fake city says to Lucía."""
    city.sessions["lucia"] = ("citizen@example.org", city.now() + timedelta(hours=1))
    path, _, query = address.partition("?")
    asked = Asked(
        method=method,
        path=path,
        query=dict(part.split("=") for part in query.split("&") if part),
        headers={"authorization": "Bearer lucia"},
        text="" if body is None else json.dumps(body),
        language="es",
    )
    said = answer(city, asked)
    return said.status, said.data


def promised(method: str, address: str, status: int) -> dict[str, Any]:
    """The schema of that answer."""
    path = "/api" + address.partition("?")[0]
    found = [
        operations
        for pattern, operations in contract()["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path) and method.lower() in operations
    ]
    return found[0][method.lower()]["responses"][str(status)]["content"]["application/json"]["schema"]  # type: ignore[no-any-return]


@pytest.mark.slow
def test_every_answer_keeps_to_the_contract() -> None:
    city = City(Clock())
    wrong = []

    for method, address, body in ASKS:
        status, data = told(city, method, address, body)
        assert status < 300, (method, address, data)
        schema = promised(method, address, status) | {"components": contract()["components"]}
        wrong += [
            f"{method} {address}: {'/'.join(map(str, error.path))}: {error.message:.140}"
            for error in Draft202012Validator(schema).iter_errors(data)
        ]

    assert wrong == []
