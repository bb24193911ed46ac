"""A citizen reads what each tap cost and why, and adds the end that a reader never told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.kit.facts import instant
from tests.access.fares import NOON
from tests.functions.access.conftest import ACCOUNT, an_account, balance, left, said, upload
from tests.support.aws import Domain
from tests.support.http import Answer, call

Ride = Callable[..., None]


@pytest.fixture
def ride(access: Domain) -> Ride:
    """Taps as readers upload them."""
    function = access.function("ingest_taps")
    return lambda *taps: function(upload(list(taps)))


@pytest.fixture
def read(access: Domain) -> Callable[..., Answer]:
    """GET /journeys, as ana unless said."""
    function = access.function("read_journeys")

    def asked(account_id: str = ACCOUNT, subject: str = "ana", more: str = "") -> Answer:
        with function.running():
            path = f"/journeys?account_id={account_id}{more}"
            return call(function.module.app, "GET", path, subject=subject, roles=("citizen",))

    return asked


@pytest.fixture
def end(access: Domain) -> Callable[..., Answer]:
    """POST /journeys/{entry_id}/end, as ana unless said."""
    function = access.function("correct_journey")

    def asked(entry_id: str, ago_s: int, subject: str = "ana") -> Answer:
        body = {"account_id": ACCOUNT, "ended_at": instant(NOON - timedelta(seconds=ago_s))}
        with function.running():
            path = f"/journeys/{entry_id}/end"
            return call(function.module.app, "POST", path, subject=subject, roles=("citizen",), body=body)

    return asked


def seen(answer: Answer) -> list[tuple[str, int, str]]:
    return [(one["line"], one["cents"], one["reason"]) for one in answer.json["items"]]


def test_journeys_are_read_newest_first_with_what_late_taps_changed(ride: Ride, read: Any):
    ride(said(1200, 2, line="3"))
    ride(said(3000, 1))

    assert seen(read()) == [("3", 0, "transfer"), ("1", 66, "flat")]
    assert read().json["items"][0]["explanation"]["es"] == "Transbordo gratis: 30 min después de la línea 1."
    assert balance() == 934


def test_a_long_list_is_read_page_by_page(ride: Ride, read: Any):
    ride(*[said(9000 * n + 60, n) for n in range(5)])

    first = read(more="&limit=3").json
    rest = read(more=f"&limit=3&cursor={first['next']}").json

    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 2, None]


def test_nobody_reads_anothers_journeys_nor_learns_that_there_are_any(read: Any):
    an_account("acc_nobody", 0, held=(), citizen_id=None)

    answers = [read(subject="eve"), read("acc_none"), read("acc_nobody")]

    assert [(one.status, one.json["code"]) for one in answers] == [(404, "account_unknown")] * 3


PARKED = {"service": "parking", "operator": "city", "line": "", "stop": "castelar"}


def test_a_missing_end_is_declared_once_and_the_readers_own_word_replaces_it(ride: Ride, read: Any, end: Any):
    ride(said(7200, 1, kind="on", **PARKED))
    assert left() == 100
    (begun,) = read().json["items"]

    for _ in range(2):
        answer = end(begun["entry_id"], 5400)
        assert (answer.status, answer.json["cents"]) == (200, -850), answer.text
    assert balance() == 950

    ride(said(3600, 2, kind="off", **PARKED))
    assert balance() == 900
    assert sum(one["cents"] for one in read().json["items"]) == 100


@pytest.mark.parametrize(
    ("ago_s", "code"), [(7200, "end_out_of_reach"), (7201, "end_out_of_reach"), (-1, "end_out_of_reach")]
)
def test_an_end_lies_between_its_start_and_now(ride: Ride, read: Any, end: Any, ago_s: int, code: str):
    ride(said(7200, 1, kind="on", **PARKED))
    (begun,) = read().json["items"]

    assert end(begun["entry_id"], ago_s).json["code"] == code
    assert left() == 100


def test_only_a_stay_that_lacks_its_end_is_corrected_by_its_own_holder(ride: Ride, read: Any, end: Any):
    ride(said(7200, 1, kind="on", **PARKED), said(3600, 2, kind="off", **PARKED), said(1800, 3))
    bus, off, begun = (one["entry_id"] for one in read().json["items"])

    assert [end(one, 60).json["code"] for one in (bus, off, begun)] == ["nothing_to_correct"] * 3
    assert end("0" * 28, 60).json["code"] == "no_such_journey"
    assert end(begun, 60, subject="eve").json["code"] == "account_unknown"


def test_three_corrections_a_month_and_no_more(ride: Ride, read: Any, end: Any):
    hours = (40, 30, 20, 10)
    for n, hour in enumerate(hours):
        ride(said(hour * 3600, n, kind="on", **PARKED))
        begun = read().json["items"][0]
        answer = end(begun["entry_id"], hour * 3600 - 1800)
        assert answer.status == (200 if n < 3 else 409), answer.text
    assert answer.json["code"] == "too_many_corrections"
