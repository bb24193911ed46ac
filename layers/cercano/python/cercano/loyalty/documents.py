"""The nouns of loyalty as plain JSON values and back, by their own types."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """A value of our own types as JSON; sets are sorted, so that the same says the same."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {name: to_json(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [to_json(item) for item in value] if isinstance(value, tuple) else value


def from_json(kind: type[T], value: Any) -> T:
    """What `to_json` wrote, as a `kind` again; fields that are missing have their defaults."""
    read: T = _read(kind, value)
    return read


def _read(hint: Any, value: Any) -> Any:
    args = typing.get_args(hint)
    if types.NoneType in args:
        return None if value is None else _read(next(arg for arg in args if arg is not types.NoneType), value)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        known = _hints(hint)
        return hint(**{name: _read(known[name], item) for name, item in value.items()})
    origin = typing.get_origin(hint)
    if origin is Mapping:
        return {name: _read(args[1], item) for name, item in value.items()}
    if origin in (tuple, frozenset):
        return origin(_read(args[0], item) for item in value)
    if issubclass(hint, datetime | date | time):
        return hint.fromisoformat(value)
    return hint(value) if issubclass(hint, Enum) else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
