"""A guardian reads a child's journeys while they answer for it; a copy has journeys and refused taps of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.facts.citizen import GuardianshipEnded, GuardianshipGranted, RepresentationGranted
from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.ledger import holders
from tests.access.fares import NOON
from tests.functions.access.conftest import ACCOUNT, PHONE, an_account, said, upload
from tests.support.aws import Domain
from tests.support.copies import ask_for_copy
from tests.support.events import event, fact_event
from tests.support.http import Answer, call

END = NOON + timedelta(days=30)
BOND = GuardianshipGranted(at=NOON, guardian_id="eva", child_id="ana", ends_at=END)
Ask = Callable[..., Answer]


@pytest.fixture
def hear(access: Domain) -> Callable[..., None]:
    function = access.function("heed_citizens")

    def heard(*facts: Any) -> None:
        assert function(fact_event(*facts)) == {"batchItemFailures": []}

    return heard


@pytest.fixture
def journeys(access: Domain) -> Ask:
    """GET /journeys of Ana's account."""
    access.function("ingest_taps")(upload([said(60, 1)]))
    function = access.function("read_journeys")

    def asked(subject: str, account_id: str = ACCOUNT) -> Answer:
        with function.running():
            path = f"/journeys?account_id={account_id}"
            return call(function.module.app, "GET", path, subject=subject, roles=("citizen",))

    return asked


def test_a_guardian_reads_the_childs_journeys_until_the_bond_is_over(
    journeys: Ask, hear: Callable[..., None], noon: clock.Frozen
) -> None:
    before = journeys("eva")
    hear(BOND)
    an_account("acc_leo", held=(), citizen_id="leo")

    during, other = journeys("eva"), journeys("eva", "acc_leo")
    noon.move_to(END)
    at_its_end = journeys("eva")
    noon.move_to(NOON + timedelta(hours=1))
    hear(GuardianshipEnded(at=noon.at, guardian_id="eva", child_id="ana"), BOND)

    assert [one["vehicle"] for one in during.json["items"]] == ["204"]
    assert {one.code for one in (before, other, at_its_end, journeys("eva"))} == {"account_unknown"}
    assert len(journeys("ana").json["items"]) == 1


def test_a_representative_reads_them_if_it_was_agreed(journeys: Ask, hear: Callable[..., None]) -> None:
    for who, scope in (("luz", ("wallet",)), ("max", ("card",))):
        two = {"representative_id": who, "represented_id": "ana"}
        hear(RepresentationGranted(at=NOON, **two, scope=scope, ends_at=END))

    assert [journeys(who).status for who in ("luz", "max")] == [200, 404]


def test_a_guardian_adds_the_end_of_a_childs_stay(access: Domain, hear: Callable[..., None]) -> None:
    access.function("ingest_taps")(upload([said(7200, 1, kind="on", service="parking", line="", vehicle="")]))
    hear(BOND)
    from cercano.ledger import book

    entry_id = book.existing(ACCOUNT).recent[-1].id
    body = {"account_id": ACCOUNT, "ended_at": instant(NOON - timedelta(hours=1))}
    function = access.function("correct_journey")
    with function.running():
        path = f"/journeys/{entry_id}/end"
        answers = [
            call(function.module.app, "POST", path, subject=who, roles=("citizen",), body=body)
            for who in ("luz", "eva")
        ]

    assert [answer.status for answer in answers] == [404, 200]


def test_a_copy_has_ones_own_journeys_and_refused_taps_and_nobody_elses(access: Domain) -> None:
    an_account("acc_leo", held=("0011223344556677",), citizen_id="leo")
    for citizen_id, account_id in (("ana", ACCOUNT), ("leo", "acc_leo"), ("ana", "acc_leo")):
        holders.ownership(citizen_id, account_id).keep()
    access.function("ingest_taps")(
        upload([said(60, 1), said(30, 1, line="2"), said(20, 1, credential="0011223344556677")])
    )

    held = ask_for_copy(access, access.function("heed_citizens"), "ana", times=2)

    (account,) = held["accounts"]
    assert (held["format"], account["account_id"], account["credentials"]) == ("cercano.access/1", ACCOUNT, [PHONE])
    assert [one["line"] for one in account["journeys"]] == ["1"]
    refused = {"credential_id": PHONE, "reason": "counter_used", "reader_id": "bus-204", "vehicle": "204"}
    assert account["refused"] == [{**refused, "at": instant(NOON - timedelta(seconds=30))}]


def test_the_sample_is_taken(access: Domain) -> None:
    from cercano.kit import aws
    from tests.support.aws import REGION

    where = {"LocationConstraint": REGION}
    aws.client("s3").create_bucket(Bucket=access.ref("ExportsBucket"), CreateBucketConfiguration=where)

    assert access.function("heed_citizens")(event("access", "heed_citizens")) == {"batchItemFailures": []}
