"""Questions and answers of the fake city, as its views see them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


class Refused(Exception):
    """An answer that is a problem."""

    def __init__(self, status: int, code: str, es: str, en: str = "", **fields: str) -> None:
        super().__init__(code)
        self.status, self.code, self.texts, self.fields = status, code, {"es": es, "en": en or es}, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as a view needs it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    text: str
    language: str

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that came."""
        return json.loads(self.text) if self.text else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer."""

    status: int = 200
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def iso(at: datetime) -> str:
    """2026-11-23T09:15:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def paged(items: list[dict[str, Any]], asked: Asked, most: int = 12) -> Told:
    """A page of a list, shorter than the real API's so that the app has to follow."""
    start = int(asked.query.get("cursor", "0"))
    end = start + min(int(asked.query.get("limit", "20")), most)
    return Told(data={"items": items[start:end], "next": str(end) if end < len(items) else None})
