"""What a use case answers with: a view, a page of views, a document with its version, a file, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from pydantic.config import ConfigDict
from pydantic.functional_validators import AfterValidator
from pydantic.main import BaseModel
from pydantic.types import AwareDatetime

V = TypeVar("V")


def _to_utc(at: AwareDatetime) -> AwareDatetime:
    from datetime import UTC

    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""An instant with its time zone, kept in UTC; written "2026-11-23T09:15:00Z"."""


class Body(BaseModel):
    """What a client sends: exactly these fields, of exactly these types (no "5" for 5, no 1 for true)."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, hide_input_in_errors=True, defer_build=True
    )


class View(BaseModel):
    """What a reader gets. JSON in snake_case, instants as "2026-11-23T09:15:00Z"."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[V]):
    """Part of a list. `next` is what the following call gets as `Paging.after`; None: this is the last page."""

    items: Sequence[V]
    next: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer(Generic[V]):
    """A view with a status or headers of its own (a list of values for a header that repeats, such as Set-Cookie)."""

    view: V
    status: int = 200
    headers: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document(Generic[V]):
    """A view people edit, with its version: sent as an ETag, asked back in If-Match."""

    view: V
    version: int


@dataclass(frozen=True, slots=True)
class Created(Generic[V]):
    """201: a new thing, and where it lives (a path below the domain's own, such as `/venues/centro-botin`)."""

    view: V
    location: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NoContent:
    """204: done, and there is nothing to say."""

    headers: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """Something other than a view: CSV, a file, a redirect. Bytes travel as base64 and arrive as bytes."""

    body: str | bytes = ""
    content_type: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str | list[str]] = field(default_factory=dict)


def to_json(view: object) -> str:
    """A view, or a list of views, as JSON text.

    Raises: TypeError for anything else: a view function answers with views.
    """
    if isinstance(view, BaseModel):
        return view.model_dump_json()
    if isinstance(view, list | tuple):
        return "[" + ",".join(to_json(item) for item in view) + "]"
    raise TypeError(f"a use case answers with views, not with {type(view).__name__}")
