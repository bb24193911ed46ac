"""One run of a function that no person waits for: its name, its ids, its numbers, its one line of summary."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from cercano.kit.log import correlated, log
from cercano.kit.metrics import use_case

_running: ContextVar[dict[str, Any]] = ContextVar("summary")


def tally(**numbers: int) -> None:
    """Add numbers to the running invocation's summary line: one line for each run, not one for each thought."""
    summary = _running.get()
    for name, number in numbers.items():
        summary[name] = summary.get(name, 0) + number


@contextmanager
def invocation(use_case_name: str, context: Any, **ids: str) -> Iterator[dict[str, Any]]:
    """Run the use case of this name ("crowd/ingest_counts"); what is put into the dict ends up in its summary line.

    An exception that leaves the `with` is logged with its traceback and goes on, so that Lambda knows too.
    """
    summary: dict[str, Any] = {}
    before = _running.set(summary)
    with correlated(request_id=str(getattr(context, "aws_request_id", "none")), **ids):
        with use_case(use_case_name) as outcome:
            try:
                yield summary
            except Exception:
                log.exception("invocation_failed", **summary)
                raise
            finally:
                _running.reset(before)
        log.info("invocation_ended", **summary, duration_ms=round(outcome.duration_ms, 1))


def name_of(handle: Callable[..., Any]) -> str:
    """The name of a handler's use case, such as "crowd/ingest_counts".

    In Lambda the file is a module of its own; in tests it sits in functions.<domain>.
    """
    domain = os.environ.get("POWERTOOLS_SERVICE_NAME", "cercano")
    return f"{domain}/{handle.__module__.rpartition('.')[2]}"
