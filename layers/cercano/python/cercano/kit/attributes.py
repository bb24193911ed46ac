"""What a row may hold: whole numbers, instants, days, words of a list, JSON, bytes, sets of text, and what it tells.

Each refuses on the way in what it could not give back unchanged.
"""

# ruff: noqa: D102 - serialize and deserialize mean what they mean in PynamoDB.

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from pynamodb.attributes import Attribute as PynamoAttribute
from pynamodb.attributes import BinaryAttribute as PynamoBinary
from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute, UnicodeSetAttribute

from cercano.kit import compact
from cercano.kit.facts import Fact, instant
from cercano.kit.log import correlation_id

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class Attribute(PynamoAttribute[T]):
    """One that is looked up under its own name: PynamoDB asks three questions about maps of attributes first."""

    if not TYPE_CHECKING:

        def __set_name__(self, owner: type, name: str) -> None:
            super().__set_name__(owner, name)
            self._own_name = name

        def __get__(self, row: Any, owner: type) -> Any:
            return self if row is None else row.attribute_values.get(self._own_name)

        def __set__(self, row: Any, value: Any) -> None:
            row.attribute_values[self._own_name] = value


class TextAttribute(Attribute[str], UnicodeAttribute):
    """Text as it is."""


class TextSet(Attribute[set[str]], UnicodeSetAttribute):
    """Words in no order. An empty set is kept as nothing at all, and read back as None."""


class IntegerAttribute(Attribute[int]):
    """A whole number; floats and booleans are refused. (PynamoDB's own number is a float.)"""

    attr_type = "N"

    def serialize(self, value: Any) -> str:
        if type(value) is not int:
            raise TypeError(f"{self.attr_name} holds whole numbers, not {value!r:.40}")
        return str(value)

    deserialize: Any = staticmethod(int)


class FloatAttribute(Attribute[float]):
    """A measured number, kept to 12 significant digits; never money, never a count."""

    attr_type = "N"

    def serialize(self, value: Any) -> str:
        if type(value) not in (int, float) or value != value or abs(value) > 1e100:
            raise TypeError(f"{self.attr_name} holds finite numbers, not {value!r:.40}")
        return f"{value:.12g}"

    def deserialize(self, value: str) -> float:
        return float(value)


class UtcAttribute(Attribute[datetime]):
    """An aware instant, kept as "2026-11-23T09:15:00Z"; naive ones are refused."""

    attr_type = "S"

    def serialize(self, value: datetime) -> str:
        return instant(value)

    def deserialize(self, value: str) -> datetime:
        return datetime.fromisoformat(value)


class DateAttribute(Attribute[date]):
    """A calendar day, kept as "2026-11-23"."""

    attr_type = "S"

    def serialize(self, value: date) -> str:
        if isinstance(value, datetime):
            raise TypeError(f"{self.attr_name} holds days, not instants")
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        return date.fromisoformat(value)


class EnumAttribute(Attribute[E]):
    """A word out of a list: `state = EnumAttribute(CardState)`."""

    attr_type = "S"

    def __init__(self, words: type[E], **options: Any) -> None:
        super().__init__(**options)
        self._words = words

    def serialize(self, value: Any) -> str:
        return self._words(value).value

    def deserialize(self, value: str) -> E:
        return self._words(value)


class JsonAttribute(Attribute[Any]):
    """Any JSON value, kept as compact text: cheaper to read, write and store than DynamoDB's own maps."""

    attr_type = "S"

    serialize: Any = staticmethod(compact.written)
    deserialize: Any = staticmethod(compact.read)


class BinaryAttribute(Attribute[bytes], PynamoBinary):
    """Bytes as they are."""

    serialize = deserialize = PynamoAttribute.serialize

    def __init__(self, **options: Any) -> None:
        super().__init__(legacy_encoding=False, **options)


class ExpiryAttribute(Attribute[datetime]):
    """When DynamoDB may delete the row (its time-to-live attribute), kept as seconds since 1970."""

    attr_type = "N"

    def serialize(self, value: datetime) -> str:
        if value.tzinfo is None:
            raise ValueError(f"{self.attr_name} needs its time zone")
        return str(int(value.timestamp()))

    def deserialize(self, value: str) -> datetime:
        return datetime.fromtimestamp(int(value), tz=UTC)


class ToldAttribute(Attribute[Sequence[Fact]]):
    """The facts told by this very write, kept in the row itself until the stream carries them to the bus.

    Reading forgets them, so the next write tells only its own.
    """

    attr_type = "S"

    def serialize(self, value: Sequence[Fact]) -> str | None:
        envelopes = [fact.envelope(correlation_id()) for fact in value]
        return compact.written(envelopes) if envelopes else None

    def deserialize(self, value: str) -> Any:
        return ()


class KindAttribute(DiscriminatorAttribute):
    """Which class a row is of. A module that is loaded again replaces its own classes."""

    def register_class(self, cls: type, discriminator: Any) -> None:
        before = self._discriminator_map.get(discriminator)
        if before and (before.__module__, before.__qualname__) == (cls.__module__, cls.__qualname__):
            self._class_map.pop(before, None)
            self._discriminator_map.pop(discriminator)
        super().register_class(cls, discriminator)
