"""One connection to each AWS service for the life of a process, with a patience of seconds.

The address is AWS_ENDPOINT_URL when it is set (the local cloud), else AWS itself. botocore alone, as boto3
only adds to the import; and for the rows of DynamoDB our own client, which asks for a tenth of the processor.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.session import Session

CONNECT_TIMEOUT_S = 1.0
READ_TIMEOUT_S = 3.0
ATTEMPTS = 4
USER_AGENT = "cercano"


@functools.cache
def client(service: str, read_timeout_s: float = READ_TIMEOUT_S) -> Any:
    """The process's one client of `service` ("events", "s3"...). Calls are tried 4 times, with growing pauses.

    Of "dynamodb": the ten calls that read and write rows (kit/dynamo.py).
    """
    if service == "dynamodb":
        from cercano.kit.dynamo import Client

        return Client(
            _session(),
            connect_timeout_s=CONNECT_TIMEOUT_S,
            read_timeout_s=read_timeout_s,
            user_agent=USER_AGENT,
        )
    return botocore_client(service, read_timeout_s)


def botocore_client(service: str, read_timeout_s: float = READ_TIMEOUT_S) -> Any:
    """A client of botocore's own: each call of each service, a new one each time."""
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=read_timeout_s,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        user_agent=USER_AGENT,
    )
    return _session().create_client(service, config=config)


def forget() -> None:
    """Drop every client, so that the next one is made anew: for tests, which change the cloud under our feet."""
    client.cache_clear()


@functools.cache
def _session() -> Session:
    from botocore.session import get_session

    return get_session()
