"""One value in the path or the query: what it must be, and what is wrong when it is not."""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic.config import ConfigDict
from pydantic.fields import Field
from pydantic.type_adapter import TypeAdapter
from pydantic_core import ValidationError

from cercano.kit.cursor import DEFAULT_LIMIT, MAX_LIMIT
from cercano.kit.problems import invalid_parameter
from cercano.kit.strict_json import MAX_INTEGER
from cercano.kit.wording import said

Wrong = list[dict[str, str]]

_EXACT = ConfigDict(allow_inf_nan=False, hide_input_in_errors=True)
_MAX_LENGTH = 2000
_LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a view that comes in the path or the query."""

    argument: str
    name: str
    """As clients write it."""
    hint: Any
    default: Any
    is_required: bool
    is_list: bool
    adapter: TypeAdapter[Any] | None
    """None for plain text, which is what it is."""

    def read(self, values: list[str], language: str) -> tuple[Any, Wrong]:
        """The value, and what is wrong with it."""
        if len(values) > 1 and not self.is_list:
            return None, self.wrong("repeated", language)
        if any(len(value) > _MAX_LENGTH for value in values):
            return None, self.wrong("too_big", language)
        if self.adapter is None:
            return values[0], []
        try:
            value = self.adapter.validate_python(values if self.is_list else values[0])
        except ValidationError as error:
            return None, invalid_parameter(self.name, error.errors(include_url=False, include_input=False), language)
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            return None, self.wrong("too_big", language)
        return value, []

    def wrong(self, kind: str, language: str) -> Wrong:
        """One place where it does not hold."""
        return [{"parameter": self.name, "code": kind, "detail": said(kind, {}, language)}]


def parameter_of(argument: inspect.Parameter, hint: Any) -> Parameter:
    """The parameter an argument of a view stands for. `from_` is `from`: Python keeps that word for itself."""
    plain, _ = without_none(hint)
    while typing.get_origin(plain) is Annotated:
        plain, _ = without_none(typing.get_args(plain)[0])
    is_required = argument.default is inspect.Parameter.empty
    return Parameter(
        argument=argument.name,
        name=argument.name.removesuffix("_"),
        hint=hint,
        default=None if is_required else argument.default,
        is_required=is_required,
        is_list=(typing.get_origin(plain) or plain) in _LISTS,
        adapter=None if hint in (str, str | None) else TypeAdapter(hint, config=_config(plain)),
    )


@cache
def limit() -> Parameter:
    """How many things a page may hold, 1 to 200, 50 when not said."""
    hint = Annotated[int, Field(ge=1, le=MAX_LIMIT)]
    return Parameter("limit", "limit", hint, DEFAULT_LIMIT, False, False, TypeAdapter(hint))


def without_none(hint: Any) -> tuple[Any, bool]:
    """`X` and whether it may be left out, of `X | None`."""
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint, False
    others = [arg for arg in typing.get_args(hint) if arg is not types.NoneType]
    is_optional = len(others) < len(typing.get_args(hint))
    return (others[0] if len(others) == 1 else hint), is_optional


def _config(plain: Any) -> ConfigDict | None:
    """Models and dataclasses bring their own."""
    has_own = isinstance(plain, type) and (hasattr(plain, "model_config") or hasattr(plain, "__dataclass_fields__"))
    return None if has_own else _EXACT
