"""One connection to each AWS service for the life of a process, with a patience of seconds.

The address is AWS_ENDPOINT_URL when it is set (the local cloud), else AWS itself. botocore alone, as boto3
only adds to the import.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.session import Session

CONNECT_TIMEOUT_S = 1.0
READ_TIMEOUT_S = 3.0
ATTEMPTS = 4


@functools.cache
def client(service: str, read_timeout_s: float = READ_TIMEOUT_S) -> Any:
    """The process's one client of `service` ("events", "s3"...). Calls are tried 4 times, with growing pauses.

    Two things botocore would do anew for each call cost a busy function an eighth of its processor time: checking the
    shape of DynamoDB's parameters, which PynamoDB has built, and composing a name for itself.
    """
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=read_timeout_s,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        parameter_validation=service != "dynamodb",
        user_agent="cercano",
    )
    return _session().create_client(service, config=config)


def forget() -> None:
    """Drop every client, so that the next one is made anew: for tests, which change the cloud under our feet."""
    client.cache_clear()


@functools.cache
def _session() -> Session:
    from botocore.session import get_session

    return get_session()
