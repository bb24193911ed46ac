"""A proper body for any command, made from its shape in the contract: what is asked for, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from tests.proofs.idor_contract import words_of

NOON_MS = f"{1_795_431_600_000:012x}"
"""Monday, 23 November 2026, 11:00 UTC, as ids begin."""
WORDS: dict[str, Any] = {
    "address": "Plaza Pombo, s/n",
    "birth_date": "1990-01-31",
    "category": "books",
    "code": "ZZ9Z9ZZ9ZZ",
    "credential": "00000000000000aa",
    "document": "90000009C",
    "email": "nobody@example.org",
    "entry_id": f"{NOON_MS}7{'e' * 19}",
    "es": "Hola",
    "en": "Hello",
    "holder": "Ana Inventada",
    "iban": "ES9121000418450200051332",
    "kiosk_id": "kiosk-1",
    "mac": "94EED9EE65337086",
    "opens": "09:00",
    "operator": "tus",
    "closes": "21:00",
    "payee": "operator:tus",
    "picc_data": "EF963FF7828658A599F3041510671E88",
    "purchase_id": f"{NOON_MS}7{'d' * 19}",
    "refund_id": f"{NOON_MS}7{'c' * 19}",
    "qr": "A" * 285,
    "request_id": "1" * 32,
    "until": "2027-01-01",
    "valid_from": "2026-11-23",
    "valid_to": "2027-01-01",
    "word": "BORRAR",
    "x": "DzHyeoBfV7SX-ftHz_zCdwXTzY3d-nJPYtQLFarzXTI",
    "y": "B8BTzo6Vl8COb_bMiAdMDfhlKv4tnmSpyeS_nKBxZn0",
}
"""For fields that have a form of their own."""
FORMATS = {"date": "2026-12-01", "date-time": "2026-11-23T10:59:00Z", "time": "10:00:00"}


def a_body(schema: Mapping[str, Any], shapes: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    """A body of this shape that says what is `given`, field by field, wherever it has such a field."""
    return _made(schema, shapes, given, "")


def improper(body: Any, schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> list[str]:
    """Where a body is not of its shape: a field has a form that this file has no word for."""
    whole = {**schema, "components": {"schemas": shapes}}
    return [f"{wrong.json_path}: {wrong.message}" for wrong in Draft202012Validator(whole).iter_errors(body)]


def _made(schema: Mapping[str, Any], shapes: Mapping[str, Any], given: Mapping[str, Any], name: str) -> Any:
    if "$ref" in schema:
        return _made(shapes[schema["$ref"].rpartition("/")[2]], shapes, given, name)
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return _made(max(schema[union], key=lambda one: _told(one, shapes, given)), shapes, given, name)
    if "const" in schema:
        return schema["const"]
    if "properties" in schema:
        must = set(schema.get("required", ()))
        asked = {field: part for field, part in schema["properties"].items() if field in must or field in given}
        return {field: _made(part, shapes, given, field) for field, part in asked.items()}
    if name in given:
        return given[name]
    if "enum" in schema:
        return schema["enum"][0]
    return _plain(schema, shapes, given, name)


def _plain(schema: Mapping[str, Any], shapes: Mapping[str, Any], given: Mapping[str, Any], name: str) -> Any:
    kind = schema.get("type")
    if kind == "string":
        return WORDS.get(name) or FORMATS.get(schema.get("format", "")) or "x" * max(1, schema.get("minLength", 1))
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    if kind == "array":
        return [_made(schema["items"], shapes, given, name) for _ in range(schema.get("minItems", 0))]
    return kind == "boolean" or {}


def _told(schema: Mapping[str, Any], shapes: Mapping[str, Any], given: Mapping[str, Any]) -> int:
    """How much of what is given a shape has a field for."""
    return len(set(words_of(schema, shapes)) & given.keys())
