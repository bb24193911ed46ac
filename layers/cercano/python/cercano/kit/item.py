"""A row as DynamoDB spells it, read and written at a third of the cost that PynamoDB asks for it.

PynamoDB goes through a descriptor for each attribute, and sets all defaults twice before it reads. What comes out here
is the same. Lists and maps of DynamoDB's own are not for rows: JsonAttribute is.
"""

from __future__ import annotations

import functools
from typing import Any, Self

from pynamodb.attributes import Attribute
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

Typed = dict[str, dict[str, Any]]
"""{"capacity": {"N": "120"}}"""


class Item(Model):
    """What a row is made of."""

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
        for name, attribute, spelling, kind in _attributes(stored):
            typed = data.get(spelling)
            if typed and "NULL" not in typed:
                values[name] = attribute.deserialize(typed[kind] if kind in typed else attribute.get_value(typed))
            elif attribute.default is not None:
                values[name] = attribute.default() if callable(attribute.default) else attribute.default
        return row

    def serialize(self, null_check: bool = True) -> Typed:
        """The item that the row is.

        Raises:
            AttributeNullError: an attribute that must be there is not.
        """
        item: Typed = {}
        for name, attribute, spelling, kind in _attributes(type(self)):
            value = self.attribute_values.get(name)
            said = None if value is None else attribute.serialize(value)
            if said is not None:
                item[spelling] = {kind: said}
            elif null_check and not attribute.null:
                raise AttributeNullError(name)
        return item


@functools.cache
def _attributes(cls: type[Item]) -> tuple[tuple[str, Attribute[Any], str, str], ...]:
    """Each attribute with its names, ours and DynamoDB's, and its type."""
    return tuple((name, one, one.attr_name, one.attr_type) for name, one in cls.get_attributes().items())
