"""When DynamoDB is asked again: after a fault that passes by itself, a few times, with growing pauses of chance length.

The same faults, pauses and limits as botocore's "standard" mode; tests/kit/test_patience.py compares the two.
"""

from __future__ import annotations

import random
from threading import Lock

ATTEMPTS = 4
THROTTLED = frozenset(
    {
        *("Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled"),
        *("TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException"),
        *("RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown"),
        *("PriorRequestNotComplete", "EC2ThrottledException"),
    }
)
"""We ask too much: the pauses are of seconds."""
PASSING = frozenset({"RequestTimeout", "RequestTimeoutException", "ReplicatedWriteConflictException"})
PASSING_STATUS = frozenset({500, 502, 503, 504})
THROTTLED_STATUS = 429
NAMED = frozenset(
    {
        *("ConditionalCheckFailedException", "IdempotentParameterMismatchException", "InternalServerError"),
        *("ItemCollectionSizeLimitExceededException", "ProvisionedThroughputExceededException"),
        *("ReplicatedWriteConflictException", "RequestLimitExceeded", "ResourceNotFoundException"),
        *("ThrottlingException", "TransactionCanceledException", "TransactionConflictException"),
        "TransactionInProgressException",
    }
)
"""The errors that DynamoDB's own description names for our calls: they say more than the status does."""
THROTTLED_PAUSE_S, PAUSE_S, LONGEST_PAUSE_S = 1.0, 0.025, 20.0
MOST_TOKENS, COST, THROTTLED_COST = 500, 14, 5
"""A process that fails all the time stops asking again, until something succeeds."""


def is_throttled(status: int, code: str) -> bool:
    """Whether an answer says that we ask too much."""
    return code in THROTTLED or (status == THROTTLED_STATUS and code not in NAMED)


def passes(status: int, code: str) -> bool:
    """Whether an answer is worth asking again."""
    return status in PASSING_STATUS or code in PASSING or is_throttled(status, code)


def pause_s(attempt: int, *, throttled: bool) -> float:
    """How long to wait after an attempt, the first is 1: by chance, up to twice as long each time."""
    scale = THROTTLED_PAUSE_S if throttled else PAUSE_S
    return random.random() * min(scale * 2.0 ** (attempt - 1), LONGEST_PAUSE_S)  # noqa: S311 - a pause, not a secret


class Budget:
    """What a process may still spend on asking again."""

    def __init__(self) -> None:
        self.tokens = MOST_TOKENS
        self._lock = Lock()

    def spend(self, *, throttled: bool) -> int:
        """What asking again costs; 0 when there is not enough left."""
        cost = THROTTLED_COST if throttled else COST
        with self._lock:
            if cost > self.tokens:
                return 0
            self.tokens -= cost
            return cost

    def earn(self, spent: int) -> None:
        """A call succeeded: what its last repetition cost comes back, or one token if there was none."""
        if self.tokens < MOST_TOKENS:
            with self._lock:
                self.tokens = min(MOST_TOKENS, self.tokens + (spent or 1))
