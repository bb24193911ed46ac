"""A row as DynamoDB spells it, made, read and written at a quarter of the cost that PynamoDB asks for it.

PynamoDB goes through a descriptor for each attribute, and sets all defaults twice before it reads. What comes out here
is the same. Lists and maps of DynamoDB's own are not for rows: JsonAttribute is.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

from pynamodb.attributes import Attribute, DiscriminatorAttribute
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

_AS_IT_IS = (Attribute.serialize, Attribute.deserialize)

Typed = dict[str, dict[str, Any]]
"""{"capacity": {"N": "120"}}"""


class Item(Model):
    """What a row is made of."""

    def __init__(
        self, hash_key: Any = None, range_key: Any = None, _user_instantiated: bool = True, **values: Any
    ) -> None:
        """A new row of this key, with its defaults where nothing is said.

        Raises:
            ValueError: a value has the name of no attribute.
        """
        shape = _shape(type(self))
        if hash_key is not None:
            values[shape.pk] = hash_key
        if range_key is not None:
            values[shape.sk] = range_key
        if not values.keys() <= shape.names:
            raise ValueError(f"{type(self).__name__} has no {', '.join(sorted(values.keys() - shape.names))}")
        self.attribute_values = {**shape.constants, **{name: make() for name, make in shape.made}, **values}

    @classmethod
    def from_raw_data(cls, data: Typed) -> Self:
        """The row in an item as it was read, of the class that its `kind` says.

        Raises:
            ValueError: it is of another class than was asked for.
        """
        stored = cls._get_discriminator_class(data) or cls
        if not issubclass(stored, cls):
            raise ValueError(f"cannot read a {stored.__name__} as a {cls.__name__}")
        row: Self = stored.__new__(stored)
        row.attribute_values = values = {}
        given = data.get
        for name, spelling, kind, read, attribute in _shape(stored).reading:
            typed = given(spelling)
            if typed and kind in typed:
                raw = typed[kind]
            elif typed and "NULL" not in typed:
                raw = attribute.get_value(typed)
            else:
                if attribute.default is not None:
                    values[name] = attribute.default() if callable(attribute.default) else attribute.default
                continue
            values[name] = read(raw) if read else raw
        return row

    @classmethod
    def _get_discriminator_class(cls, data: Typed) -> type[Self] | None:
        shape = _shape(cls)
        typed = data.get(shape.kind) if shape.kind else None
        if not typed:
            return None
        known: type[Self] | None = shape.kinds.get(typed.get("S", ""))
        return known or super()._get_discriminator_class(data)

    def serialize(self, null_check: bool = True) -> Typed:
        """The item that the row is.

        Raises:
            AttributeNullError: an attribute that must be there is not.
        """
        item: Typed = {}
        given = self.attribute_values.get
        for name, spelling, kind, write, attribute in _shape(type(self)).writing:
            value = given(name)
            if value is not None and write:
                value = write(value)
            if value is not None:
                item[spelling] = {kind: value}
            elif null_check and not attribute.null:
                raise AttributeNullError(name)
        return item


_Part = tuple[str, str, str, Callable[[Any], Any] | None, Attribute[Any]]
"""An attribute with its names, ours and DynamoDB's, its type, and how it is read or written (None: as it is)."""


class _Shape(NamedTuple):
    """What is known of a class of rows before any row is."""

    reading: tuple[_Part, ...]
    writing: tuple[_Part, ...]
    names: frozenset[str]
    pk: str
    sk: str
    constants: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    kind: str
    """How DynamoDB spells the attribute that says the class; "": none does."""
    kinds: dict[str, Any]


@functools.cache
def _shape(cls: type[Item]) -> _Shape:
    attributes = cls.get_attributes()
    defaults = {
        name: one.default if one.default_for_new is None else one.default_for_new for name, one in attributes.items()
    }
    constants = {name: one for name, one in defaults.items() if one is not None and not callable(one)}
    made = tuple((name, one) for name, one in defaults.items() if callable(one))
    kind = next((one for one in attributes.values() if isinstance(one, DiscriminatorAttribute)), None)
    if kind is not None and kind.get_discriminator(cls) is not None:
        constants[_name_of(attributes, kind)] = cls
    return _Shape(
        reading=tuple(_part(name, one, "deserialize") for name, one in attributes.items()),
        writing=tuple(_part(name, one, "serialize") for name, one in attributes.items()),
        names=frozenset(attributes),
        pk=cls._hash_keyname or "",
        sk=cls._range_keyname or "",
        constants=constants,
        made=made,
        kind=kind.attr_name if kind is not None else "",
        kinds=kind._discriminator_map if kind is not None else {},
    )


def _name_of(attributes: Mapping[str, Attribute[Any]], wanted: Attribute[Any]) -> str:
    return next(name for name, one in attributes.items() if one is wanted)


def _part(name: str, attribute: Attribute[Any], how: str) -> _Part:
    own = getattr(type(attribute), how)
    return (
        name,
        attribute.attr_name,
        attribute.attr_type,
        None if own in _AS_IT_IS else getattr(attribute, how),
        attribute,
    )
