"""A stay whose end nobody tells is paid when its longest time is over, though its holder never comes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.access.rows import OVERDUE, OverdueRow
from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.ledger import book
from tests.access.fares import NOON
from tests.functions.access.conftest import ACCOUNT, an_account, balance, left, said, upload
from tests.support.aws import Domain
from tests.support.events import event, schedule_event

PARKED: dict[str, Any] = {"kind": "on", "service": "parking", "line": "", "vehicle": ""}
A_DAY = timedelta(days=1)


@pytest.fixture
def ride(access: Domain) -> Callable[..., None]:
    """Taps as readers upload them."""
    function = access.function("ingest_taps")
    return lambda *taps: function(upload(list(taps)))


@pytest.fixture
def sweep(access: Domain, noon: clock.Frozen) -> Callable[..., dict[str, Any]]:
    """The clock strikes so long after noon."""
    function = access.function("end_stays")

    def run(after: timedelta) -> dict[str, Any]:
        noon.move_to(NOON + after)
        done = function(schedule_event(instant(noon.at)))
        return {name: done[name] for name in ("looked", "paid")}

    return run


def notes() -> list[str]:
    return [row.account_id for row in OverdueRow.every(OVERDUE)]


def test_a_stay_that_nobody_ends_is_paid_without_its_holder_coming_again(
    ride: Callable[..., None], sweep: Callable[..., dict[str, Any]]
) -> None:
    ride(said(0, 1, **PARKED))
    held = balance() - left()
    assert (notes(), held > 0) == ([ACCOUNT], True)

    early, done, again = sweep(timedelta(hours=1)), sweep(A_DAY * 2), sweep(A_DAY * 3)

    assert (early, done, again) == (
        {"looked": 0, "paid": 0},
        {"looked": 1, "paid": 1},
        {"looked": 0, "paid": 0},
    )
    assert (balance(), left(), notes()) == (1000 - held, 1000 - held, [])


def test_a_stay_that_was_ended_is_looked_at_and_left_alone(
    ride: Callable[..., None], sweep: Callable[..., dict[str, Any]]
) -> None:
    ride(said(3600, 1, **PARKED))
    ride(said(0, 2, **{**PARKED, "kind": "off"}))
    before = book.existing(ACCOUNT)

    assert sweep(A_DAY * 2) == {"looked": 1, "paid": 0}
    assert book.existing(ACCOUNT) == before


def test_a_tap_without_a_stay_leaves_no_note(ride: Callable[..., None]) -> None:
    ride(said(0, 1), said(60, 2, **{**PARKED, "service": "nowhere"}))

    assert notes() == []


def test_a_stay_told_twice_and_by_its_account_is_paid_once(
    ride: Callable[..., None], sweep: Callable[..., dict[str, Any]], noon: clock.Frozen
) -> None:
    ride(said(0, 1, **PARKED))
    noon.move_to(NOON + A_DAY * 2)
    book.change(ACCOUNT, lambda same: same)
    paid = balance()
    ride(said(0, 1, **PARKED))

    assert sweep(A_DAY * 2) == {"looked": 1, "paid": 0}
    assert (balance(), notes()) == (paid, [])


def test_the_sample_is_taken(access: Domain) -> None:
    an_account("acc_leo", held=())

    assert access.function("end_stays")(event("access", "end_stays"))["looked"] == 0
