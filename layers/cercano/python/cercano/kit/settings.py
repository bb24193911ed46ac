"""What a function is told by its template: tables, addresses, limits. A missing one stops it at start, by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar, overload

T = TypeVar("T")

GIVEN_TO_ALL = ("STAGE", "TABLE_NAME", "BUS_NAME")
"""What the Globals of every domain's template give; a report of what is missing looks at these as well."""

_UNSET = object()


class MissingSettings(Exception):
    """The template does not give the function what it reads."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        who = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "this function")
        super().__init__(f"{who} is not given {', '.join(names)}: add to Environment.Variables in its infra/*.yaml")


class WrongSetting(Exception):
    """The template gives a value that cannot be read as what it should be. The value itself is not shown."""


@overload
def setting(name: str) -> str: ...
@overload
def setting(name: str, *, default: str) -> str: ...
@overload
def setting(name: str, read_as: Callable[[str], T]) -> T: ...
@overload
def setting(name: str, read_as: Callable[[str], T], default: T) -> T: ...
def setting(name: str, read_as: Callable[[str], object] = str, default: object = _UNSET) -> object:
    """The value of the setting `name`, read as `read_as` (str, int, float...). Call it at import: that is the start.

    Raises: MissingSettings naming all that is missing; WrongSetting when `read_as` refuses the value.
    """
    value = os.environ.get(name, "")
    if value:
        try:
            return read_as(value)
        except ValueError as wrong:
            kind = getattr(read_as, "__name__", "value")
            raise WrongSetting(f"{name} cannot be read as {kind}") from wrong
    if default is not _UNSET:
        return default
    others = [other for other in GIVEN_TO_ALL if other != name and not os.environ.get(other)]
    raise MissingSettings([name, *others])
