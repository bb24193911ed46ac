"""The nouns of loyalty as plain JSON values and back, by their own types."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
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
    hint: Any = kind
    read: T = _reader(hint)(value)
    return read


Reader = Callable[[Any], Any]


@cache
def _reader(hint: Any) -> Reader:
    """What reads a value of this type: worked out once, as types do not change and documents are read all day."""
    args, origin = typing.get_args(hint), typing.get_origin(hint)
    if types.NoneType in args:
        some = _reader(next(arg for arg in args if arg is not types.NoneType))
        return lambda value: None if value is None else some(value)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _reader_of_fields(hint)
    if origin is Mapping:
        of_item = _reader(args[1])
        return lambda value: {name: of_item(item) for name, item in value.items()}
    if origin in (tuple, frozenset):
        of_each = _reader(args[0])
        return lambda value: origin(map(of_each, value))
    if issubclass(hint, datetime | date | time):
        from_text: Reader = hint.fromisoformat
        return from_text
    return hint if issubclass(hint, Enum) else lambda value: value


def _reader_of_fields(kind: Any) -> Reader:
    known: dict[str, Reader] = {}

    def read(value: Any) -> Any:
        if not known:  # not before it is needed: a type may name itself
            known.update({name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()})
        return kind(**{name: known[name](item) for name, item in value.items()})

    return read
