"""Facts: what happened in one part of the city, said in the past tense so that the others can heed it.

A fact is a frozen dataclass in cercano/facts/<domain>.py. It travels as an envelope (a JSON object):
    {"id": ..., "name": "VenueFilled", "v": 1, "at": "2026-11-23T09:15:00Z", "correlation_id": ..., "data": {...}}
Its id is a fingerprint of what it says, so telling the same thing twice is telling it once.

Versions: a new optional field may join at any time (readers ignore fields they do not know, and a field with a default
may be missing). Anything else that changes is a new fact with a new name, told beside the old one until none reads it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, ClassVar, Self

VERSION = 1


class UnreadableFact(ValueError):
    """An envelope that does not say what its fact needs; the message names the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened at an instant (aware UTC)."""

    is_public: ClassVar[bool] = False
    """True for facts meant for readers outside this repository: nobody here has to heed them."""

    at: datetime

    @property
    def fact_id(self) -> str:
        """26 characters, the same for the same words: consumers may forget what they saw by this id."""
        said = json.dumps([type(self).__name__, self.data()], separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:26]

    def data(self) -> dict[str, Any]:
        """The fields as JSON values, without those that are None."""
        pairs = ((f.name, getattr(self, f.name)) for f in dataclasses.fields(self))
        return {name: _to_json(value) for name, value in pairs if value is not None}

    def envelope(self, correlation_id: str | None = None) -> dict[str, Any]:
        """What is saved beside the state and sent over the bus."""
        data = self.data()
        body = {"id": self.fact_id, "name": type(self).__name__, "v": VERSION, "at": data.pop("at"), "data": data}
        return body | ({"correlation_id": correlation_id} if correlation_id else {})

    @classmethod
    def from_envelope(cls, envelope: Any) -> Self:
        """The fact in an envelope.

        Raises:
            UnreadableFact: it is another fact, or a field is missing or of the wrong type.
        """
        if not isinstance(envelope, dict) or envelope.get("name") != cls.__name__:
            raise UnreadableFact(f"not a {cls.__name__}")
        data = envelope.get("data")
        if not isinstance(data, dict):
            raise UnreadableFact(f"{cls.__name__}: data is not an object")
        said = data | {"at": envelope.get("at")}
        hints = typing.get_type_hints(cls)
        asked = [f.name for f in dataclasses.fields(cls) if f.name in said or f.default is dataclasses.MISSING]
        return cls(**{name: _read(cls, name, hints[name], said) for name in asked})


def instant(at: datetime) -> str:
    """An aware instant as "2026-11-23T09:15:00Z" (with microseconds only when there are any)."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read(cls: type[Fact], name: str, hint: Any, said: dict[str, Any]) -> Any:
    if said.get(name) is None and not _is_optional(hint):
        raise UnreadableFact(f"{cls.__name__}: {name} is missing")
    try:
        return _from_json(hint, said.get(name))
    except (TypeError, ValueError) as problem:
        raise UnreadableFact(f"{cls.__name__}: {name}: {problem}") from problem


def _is_optional(hint: Any) -> bool:
    return types.NoneType in typing.get_args(hint)


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return [_to_json(v) for v in value] if isinstance(value, tuple) else value


def _from_json(hint: Any, value: Any) -> Any:
    args = typing.get_args(hint)
    if _is_optional(hint):
        inner = next(arg for arg in args if arg is not types.NoneType)
        return None if value is None else _from_json(inner, value)
    if typing.get_origin(hint) is tuple:
        return tuple(_from_json(args[0], v) for v in _of_type(list, value))
    if issubclass(hint, datetime):
        return _instant(_of_type(str, value))
    if issubclass(hint, date):
        return date.fromisoformat(_of_type(str, value))
    if issubclass(hint, Enum):
        return hint(value)
    return float(_of_type((int, float), value)) if hint is float else _of_type(hint, value)


def _of_type(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{value!r:.40} is not {kind}")
    return value


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text:.40} has no time zone")
    return at.astimezone(UTC)
