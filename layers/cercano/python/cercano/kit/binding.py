"""A view's signature is its contract: each parameter says where it comes from and what it must be.

    def read_history(venue_id: str, from_: date, step: Step = Step.HOUR) -> History

`venue_id` is in the path; `from_` (Python's own word, so written with `_`) and `step` are the query `from` and `step`.
Special ones by their type: Caller, Paging, IfMatch, a Body, `body: bytes`. Adapters are made once, at import.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic.config import ConfigDict
from pydantic.fields import Field
from pydantic.type_adapter import TypeAdapter
from pydantic_core import ValidationError

from cercano.kit.answers import Body
from cercano.kit.caller import Caller
from cercano.kit.cursor import DEFAULT_LIMIT, MAX_LIMIT, Paging
from cercano.kit.errors import BadRequest, Invalid
from cercano.kit.etags import IfMatch
from cercano.kit.problems import invalid_body, invalid_parameter
from cercano.kit.request import Request
from cercano.kit.strict_json import MAX_INTEGER, read_json
from cercano.kit.wording import said

_EXACT = ConfigDict(allow_inf_nan=False, hide_input_in_errors=True)
_MAX_QUERY_VALUE = 2000
_LISTS = (list, tuple, set, frozenset)


class BodyMissing(BadRequest):
    """The use case needs a body and none came."""

    code = "body_missing"
    es, en = "Falta el cuerpo de la petición.", "The request has no body."


class UnknownParameter(BadRequest):
    """The query names something this use case does not know; `errors` says what."""

    code = "unknown_parameter"
    es, en = "La consulta nombra algo que no existe aquí.", "The query names something that is not known here."


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a view that comes in the path or the query."""

    argument: str
    name: str
    """As clients write it."""
    hint: Any
    is_required: bool
    is_list: bool
    adapter: TypeAdapter[Any]

    def read(self, values: list[str], language: str) -> tuple[Any, list[dict[str, str]]]:
        """The value, and what is wrong with it."""
        if len(values) > 1 and not self.is_list:
            return None, self._wrong("repeated", language)
        if any(len(value) > _MAX_QUERY_VALUE for value in values):
            return None, self._wrong("too_big", language)
        try:
            value = self.adapter.validate_python(values if self.is_list else values[0])
        except ValidationError as error:
            return None, invalid_parameter(self.name, error.errors(include_url=False, include_input=False), language)
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            return None, self._wrong("too_big", language)
        return value, []

    def _wrong(self, kind: str, language: str) -> list[dict[str, str]]:
        return [{"parameter": self.name, "code": kind, "detail": said(kind, {}, language)}]


class Signature:
    """What a view asks for, read once from its annotations."""

    def __init__(self, view: Callable[..., Any], path: str) -> None:
        self.hints = typing.get_type_hints(view, include_extras=True)
        self.path: list[Parameter] = []
        self.query: list[Parameter] = []
        self.caller = self.paging = self.if_match = self.body = ""
        self.caller_is_optional = self.if_match_is_optional = False
        self.body_adapter: TypeAdapter[Any] | None = None
        in_path = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for argument in inspect.signature(view).parameters.values():
            self._sort(argument, in_path)
        lost = in_path - {parameter.argument for parameter in self.path}
        if lost:
            raise TypeError(f"{view.__name__} does not take {', '.join(sorted(lost))} of its path {path}")
        self.known = {parameter.name for parameter in self.query}
        if self.paging:
            self.known |= {"limit", "cursor"}

    @property
    def body_is_raw(self) -> bool:
        """Whether the view wants the bytes themselves."""
        return bool(self.body) and self.body_adapter is None

    def read_parameters(self, request: Request) -> dict[str, Any]:
        """The arguments that come in the path and the query.

        Raises: NotFound, UnknownParameter, Invalid.
        """
        language = request.language
        unknown = request.query.keys() - self.known
        if unknown:
            detail = said("unknown_parameter", {}, language)
            raise UnknownParameter(
                errors=[{"parameter": name[:100], "detail": detail} for name in sorted(unknown)[:20]]
            )
        arguments: dict[str, Any] = {}
        wrong: list[dict[str, str]] = []
        for parameter in self.path:
            value, trouble = parameter.read([request.path_value(parameter.name)], language)
            arguments[parameter.argument] = value
            wrong += trouble
        for parameter in self.query:
            values = request.query.get(parameter.name)
            if values:
                value, trouble = parameter.read(values, language)
                arguments[parameter.argument] = value
                wrong += trouble
            elif parameter.is_required:
                wrong.append({"parameter": parameter.name, "code": "missing", "detail": said("missing", {}, language)})
        if wrong:
            raise Invalid(errors=wrong)
        return arguments

    def read_body(self, raw: bytes, language: str) -> Any:
        """The body as the view wants it.

        Raises: BodyMissing, UnreadableJson, Invalid.
        """
        if self.body_adapter is None:
            return raw
        if not raw.strip():
            raise BodyMissing
        read_json(raw)
        try:
            return self.body_adapter.validate_json(raw)
        except ValidationError as error:
            raise invalid_body(error.errors(include_url=False, include_input=False), language) from None

    def _sort(self, argument: inspect.Parameter, in_path: set[str]) -> None:
        hint, name = self.hints[argument.name], argument.name
        plain, is_optional = _without_none(hint)
        if name in in_path:
            self.path.append(_parameter(argument, hint))
        elif plain is Caller:
            self.caller, self.caller_is_optional = name, is_optional
        elif plain is Paging:
            self.paging = name
        elif plain is IfMatch:
            self.if_match, self.if_match_is_optional = name, is_optional
        elif name == "body" or (isinstance(plain, type) and issubclass(plain, Body)):
            self.body = name
            self.body_adapter = None if hint is bytes else TypeAdapter(hint)
        else:
            self.query.append(_parameter(argument, hint))


LIMIT: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=1, le=MAX_LIMIT)])


def read_limit(values: list[str] | None, language: str) -> int:
    """How many things a page may hold, 1 to 200, 50 when not said.

    Raises: Invalid.
    """
    if not values:
        return DEFAULT_LIMIT
    value, wrong = Parameter("limit", "limit", int, False, False, LIMIT).read(values, language)
    if wrong:
        raise Invalid(errors=wrong)
    return int(value)


def _parameter(argument: inspect.Parameter, hint: Any) -> Parameter:
    plain, _ = _without_none(hint)
    while typing.get_origin(plain) is Annotated:
        plain, _ = _without_none(typing.get_args(plain)[0])
    config = None if _has_own_config(plain) else _EXACT
    return Parameter(
        argument=argument.name,
        name=argument.name.removesuffix("_"),
        hint=hint,
        is_required=argument.default is inspect.Parameter.empty,
        is_list=(typing.get_origin(plain) or plain) in _LISTS,
        adapter=TypeAdapter(hint, config=config),
    )


def _has_own_config(plain: Any) -> bool:
    return isinstance(plain, type) and (hasattr(plain, "model_config") or hasattr(plain, "__dataclass_fields__"))


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint, False
    others = [arg for arg in typing.get_args(hint) if arg is not types.NoneType]
    is_optional = len(others) < len(typing.get_args(hint))
    return (others[0] if len(others) == 1 else hint), is_optional


def media_type(content_type: str) -> str:
    """`application/json` from `application/json; charset=utf-8`; empty when the charset is not UTF-8."""
    kind, *rest = [part.strip().lower() for part in content_type.split(";")]
    charsets = [part.partition("=")[2].strip('" ') for part in rest if part.startswith("charset")]
    return kind if all(charset in {"utf-8", "utf8", "us-ascii"} for charset in charsets) else ""


def default_of(view: Callable[..., Any], argument: str) -> Any:
    """The default of a view's parameter, for the reference pages."""
    parameters: Mapping[str, inspect.Parameter] = inspect.signature(view).parameters
    default = parameters[argument].default
    return None if default is inspect.Parameter.empty else default
