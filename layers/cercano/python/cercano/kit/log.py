"""One line per decision, as JSON, with ids and a correlation id: what happened, never who somebody is.

`log.info("counts_ingested", readings=12, venues=3)`. Keys that would carry personal data are hidden whatever they hold,
and e-mail addresses, tokens, IBANs and identity numbers are hidden wherever they turn up, tracebacks included.
"""

from __future__ import annotations

import functools
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter

HIDDEN = "(hidden)"

_PERSONAL = frozenset(
    (
        *("email", "mail", "name", "surname", "nickname", "phone", "mobile", "telephone", "address", "birth_date"),
        *("nif", "nie", "dni", "passport", "iban", "pan", "card_number", "ip", "source_ip", "user_agent"),
        *("token", "authorization", "cookie", "password", "secret", "confirmation_code", "private_key"),
    )
)
_PERSONAL_ENDING = re.compile(
    r"(?:^|_)(?:e?mail|phone|mobile|nif|nie|dni|iban|token|password|secret|cookie|postal_address|(?:first|last|full|given|family)_name)$"
)
_PERSONAL_TEXT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+"  # an e-mail address
    r"|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"  # a token
    r"|\b[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?\b"  # an IBAN
    r"|\b(\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z]\b"  # a NIF or NIE
)
_KEPT = frozenset({"level", "location", "timestamp", "service", "function_name", "xray_trace_id"})

_correlation: ContextVar[dict[str, str] | None] = ContextVar("correlation", default=None)


def hide_personal(key: str, value: object) -> object:
    """`value` as it may be written under `key`: itself, or with what is personal hidden, however deep it sits."""
    if _is_personal(key):
        return HIDDEN
    if isinstance(value, str):
        return _PERSONAL_TEXT.sub(HIDDEN, value)
    if isinstance(value, dict):
        return {inner: hide_personal(str(inner), item) for inner, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [hide_personal("", item) for item in value]
    return value


@functools.lru_cache(maxsize=1024)
def _is_personal(key: str) -> bool:
    lowered = key.lower().replace("-", "_")
    return lowered in _PERSONAL or bool(_PERSONAL_ENDING.search(lowered))


@contextmanager
def correlated(**ids: str) -> Iterator[None]:
    """Every line inside the `with` carries these ids, such as `correlation_id` and `request_id`."""
    before = _correlation.set({**(_correlation.get() or {}), **ids})
    try:
        yield
    finally:
        _correlation.reset(before)


def correlation_id() -> str | None:
    """The id that ties together the lines, answers and facts of one request, when there is one."""
    return (_correlation.get() or {}).get("correlation_id")


class _Formatter(LambdaPowertoolsFormatter):
    def serialize(self, log: Any) -> str:
        """One JSON line."""
        line = {**log, **(_correlation.get() or {})}
        kept = {key: value if key in _KEPT else hide_personal(key, value) for key, value in line.items()}
        return str(self.json_serializer(kept))


class _Stdout(logging.StreamHandler[TextIO]):
    """Writes to whatever stdout is at the moment, so that a test can listen."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Lambda's log is its stdout."""
        return sys.stdout


log = Logger(
    logger_formatter=_Formatter(utc=True, use_rfc3339=True, serialize_stacktrace=False),
    logger_handler=_Stdout(),
)
