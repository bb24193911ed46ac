"""A view's signature is its contract: each parameter says where it comes from and what it must be.

    def read_history(venue_id: str, from_: date, step: Step = Step.HOUR) -> History

`venue_id` is in the path; `from_` (Python's own word, so written with `_`) and `step` are the query `from` and `step`.
Special ones by their type: Caller, Paging, IfMatch, a Body, `body: bytes`. Adapters are made once, at import.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any

from pydantic.type_adapter import TypeAdapter
from pydantic_core import ValidationError

from cercano.kit.answers import Body
from cercano.kit.caller import Caller
from cercano.kit.cursor import Paging
from cercano.kit.errors import BadRequest, Invalid
from cercano.kit.etags import IfMatch
from cercano.kit.parameters import Parameter, limit, parameter_of, without_none
from cercano.kit.problems import invalid_body
from cercano.kit.request import Request
from cercano.kit.strict_json import read_json
from cercano.kit.wording import said


class BodyMissing(BadRequest):
    """The use case needs a body and none came."""

    code = "body_missing"
    es, en = "Falta el cuerpo de la petición.", "The request has no body."


class UnknownParameter(BadRequest):
    """The query names something this use case does not know; `errors` says what."""

    code = "unknown_parameter"
    es, en = "La consulta nombra algo que no existe aquí.", "The query names something that is not known here."


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
        self.limit = limit() if self.paging else None
        self.known = {parameter.name for parameter in self.query}
        if self.limit:
            self.known |= {self.limit.name, "cursor"}

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

    def read_limit(self, request: Request) -> int:
        """How many things the page may hold.

        Raises: Invalid.
        """
        assert self.limit is not None, "only asked of a view with Paging"
        values = request.query.get(self.limit.name)
        if not values:
            return int(self.limit.default)
        value, wrong = self.limit.read(values, request.language)
        if wrong:
            raise Invalid(errors=wrong)
        return int(value)

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
        plain, is_optional = without_none(hint)
        if name in in_path:
            self.path.append(parameter_of(argument, hint))
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
            self.query.append(parameter_of(argument, hint))
