"""DynamoDB is asked again for the same faults, as often and after as long as botocore would."""

from __future__ import annotations

import random
from typing import ClassVar
from unittest.mock import patch

import pytest
from botocore.retries import standard
from botocore.session import get_session

from cercano.kit import patience
from cercano.kit.dynamo import METHODS
from cercano.kit.patience import Budget, is_throttled, passes, pause_s

MODEL = get_session().get_service_model("dynamodb")
SHAPES = {shape.name: shape for name in METHODS.values() for shape in MODEL.operation_model(name).error_shapes}
CODES = sorted(
    {*SHAPES, *standard.ThrottledRetryableChecker._THROTTLED_ERROR_CODES}
    | {*standard.TransientRetryableChecker._TRANSIENT_ERROR_CODES, "ValidationException", "AccessDeniedException"}
    | {"ExpiredTokenException", "429", "500"}
)


class Operation:
    """An operation that may fail in every way that any of ours may."""

    service_model = MODEL
    error_shapes: ClassVar = list(SHAPES.values())


class Heard:
    """An answer without a body."""

    headers: ClassVar[dict[str, str]] = {}
    content = b""

    def __init__(self, status: int) -> None:
        self.status_code = status


def context(status: int, code: str, attempt: int = 1) -> standard.RetryContext:
    return standard.RetryContext(attempt, Operation(), {"Error": {"Code": code}}, Heard(status))


@pytest.mark.parametrize("status", [400, 403, 413, 429, 500, 501, 502, 503, 504])
def test_the_same_faults_pass(status: int) -> None:
    theirs = standard.StandardRetryConditions(max_attempts=patience.ATTEMPTS)
    haste = standard.ThrottlingErrorDetector(standard.RetryEventAdapter())

    assert {code: passes(status, code) for code in CODES} == {
        code: bool(theirs.is_retryable(context(status, code))) for code in CODES
    }
    assert {code: is_throttled(status, code) for code in CODES} == {
        code: haste.is_throttling_error_from_context(context(status, code)) for code in CODES
    }


@pytest.mark.parametrize("code", ["ThrottlingException", "InternalServerError"])
def test_the_pauses_are_as_long(code: str) -> None:
    haste = standard.ThrottlingErrorDetector(standard.RetryEventAdapter())
    theirs = standard.ExponentialBackoff(random=lambda: 0.5, service_name="dynamodb", throttling_detector=haste)

    for attempt in range(1, 9):
        with patch.object(random, "random", lambda: 0.5):
            ours = pause_s(attempt, throttled=is_throttled(400, code))
        assert ours == theirs.delay_amount(context(400, code, attempt))


def test_a_process_that_only_fails_stops_asking_again_until_something_succeeds() -> None:
    budget = Budget()

    asked_again = sum(bool(budget.spend(throttled=False)) for _ in range(100))
    budget.earn(patience.COST)

    assert asked_again == patience.MOST_TOKENS // standard.RetryQuotaChecker._RETRY_COST
    assert patience.THROTTLED_COST == standard.RetryQuotaChecker._THROTTLING_RETRY_COST
    assert budget.spend(throttled=False) == patience.COST
    assert budget.spend(throttled=False) == 0


def test_nobody_saves_more_than_the_beginning() -> None:
    budget = Budget()
    for _ in range(20):
        budget.earn(0)
    budget.spend(throttled=True)
    budget.earn(100)

    assert budget.tokens == patience.MOST_TOKENS
