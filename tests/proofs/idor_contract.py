"""Every route of the city as its contract says it, and which of its words name somebody's thing.

A word that is in none of the two lists below is one nobody has thought about: the matrix fails until it is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.reference.openapi import Route as Declared
from infra.reference.openapi import document, routes

SOMEBODYS = frozenset(
    {
        "account_id",
        "adjustment_id",
        "application_id",
        "bond_id",
        "card_id",
        "citizen_id",
        "credential",
        "credential_id",
        "document",
        "draft_id",
        "export_id",
        "file_id",
        "hold_id",
        "journey_id",
        "named_payee",
        "order",
        "pass_id",
        "payment_id",
        "purchase_id",
        "represented_id",
        "shop_id",
        "to_account_id",
        "voucher_id",
    }
)
"""Words that name a thing of one person or one shop."""

NOBODYS = frozenset(
    {
        *(
            "at",
            "count",
            "date",
            "day",
            "everywhere",
            "file_format",
            "first",
            "from",
            "hours",
            "last",
            "lat",
            "limit",
            "lon",
            "month",
            "notice_days",
        ),
        *("near", "offset", "part", "q", "rows", "since", "starts_on", "source", "step", "to", "topic"),
        *(
            "campaign_id",
            "code",
            "concession",
            "device_id",
            "door_id",
            "feed",
            "id",
            "import_id",
            "item_id",
            "kind",
            "line",
            "purpose",
            "state",
        ),
        *("payee", "system_id", "table_id", "type", "vehicle", "venue_id"),
        *("entry_id", "kiosk_id", "refund_id", "request_id"),
    }
)
"""Words that name a moment, a place, a choice, a thing of the city, or what the caller is just giving a name to."""

OTHERWISE = {
    ("access_correct_journey", "entry_id"): "journey_id",
    ("loyalty_take_purchase", "purchase_id"): "",
    ("citizen_verify_residence", "document"): "",
    ("citizen_verify_in_person", "document"): "",
}
"""Where a word means something else than everywhere else ("": the caller's own words, that name no kept thing)."""

NAMED = {"entry_id": "payment_id", "payee": "named_payee"}
"""Words that name a kept thing in a path or a query; in a body they are a new name, or a choice."""

HEADERS = {"IdempotencyKeyRequired": ("Idempotency-Key", "k-1"), "IfMatch": ("If-Match", '"1"')}
"""What a proper request carries besides its token, where the contract asks for it."""


@dataclass(frozen=True)
class Route:
    """One route: `words` are its path's, its query's and its body's that name somebody's thing, with what they name."""

    id: str
    use_case: str
    method: str
    path: str
    roles: frozenset[str]
    is_public: bool
    all_words: frozenset[str]
    words: Mapping[str, str]
    query: tuple[str, ...]
    body: Mapping[str, Any] | None
    headers: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@functools.cache
def contract() -> tuple[list[Route], dict[str, Any]]:
    """All routes, and the shapes their bodies refer to."""
    found = routes()
    said = document(found)
    shapes: dict[str, Any] = said["components"]["schemas"]
    return [_read(one, said["paths"][one.path][one.operation.method.lower()], shapes) for one in found], shapes


def unthought() -> list[str]:
    """Words in paths and queries, and ids in bodies, that are in none of the lists, with their route."""
    return [f"{one}: {word}" for one in contract()[0] for word in sorted(one.all_words - SOMEBODYS - NOBODYS)]


def _read(one: Declared, said: dict[str, Any], shapes: dict[str, Any]) -> Route:
    given = [p for p in said.get("parameters", ()) if "name" in p]
    body = next(iter(said.get("requestBody", {"content": {"": {}}})["content"].values())).get("schema")
    names = {p["name"] for p in given}
    inside = set(words_of(body or {}, shapes))
    named = {name: thing for name, thing in NAMED.items() if name in names}
    meant = {name: OTHERWISE.get((one.id, name), named.get(name, name)) for name in names | inside}
    headers = {p["$ref"].rpartition("/")[2] for p in said.get("parameters", ()) if "$ref" in p}
    return Route(
        id=one.id,
        use_case=one.operation.use_case,
        method=one.operation.method,
        path=one.path,
        roles=frozenset(said.get("x-roles", ())),
        is_public=said["security"] == [],
        all_words=frozenset(names | {name for name in inside if name.endswith("_id")}),
        words={name: thing for name, thing in sorted(meant.items()) if thing in SOMEBODYS},
        query=tuple(p["name"] for p in given if p["in"] == "query" and (p.get("required") or p["name"] in SOMEBODYS)),
        body=body,
        headers=dict(pair for name, pair in HEADERS.items() if name in headers),
    )


def words_of(schema: Mapping[str, Any], shapes: Mapping[str, Any], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all fields of a body, those inside of others too."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name and name not in seen:
        yield from words_of(shapes[name], shapes, (*seen, name))
    for field, inner in schema.get("properties", {}).items():
        yield field
        yield from words_of(inner, shapes, seen)
    for part in (schema.get("items"), *(one for union in ("anyOf", "oneOf", "allOf") for one in schema.get(union, ()))):
        if isinstance(part, Mapping):
            yield from words_of(part, shapes, seen)
