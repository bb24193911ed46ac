"""reconcile_day holds our books against others', report_takings says what others say; nothing vanishes unexplained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cercano.kit import aws
from cercano.ledger import archive
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.wallet import files
from tests.functions.wallet.conftest import Ask
from tests.functions.wallet.test_the_bank_s_files import collect, linked
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.bank_post import Move, camt053, pain002
from tests.support.events import event, queue_event

STAFF: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
TODAY = "/reconciliation?date=2026-11-23"


def top_up(payee: str, cents: int, at: datetime = NOON, **memo: str) -> None:
    """An entry as the archive keeps it."""
    entry = Entry(
        id=entry_id_of(at, payee, str(memo)), kind=EntryKind.TOP_UP, payee=payee, amount_cents=cents, memo=memo
    )
    archive.keep([("acc_ana", Account.new("acc_ana", "resident").post(entry, now=at).recent[-1])])


@pytest.fixture
def reconcile(asking: Callable[[str], Ask]) -> Ask:
    return asking("reconcile_day")


@pytest.fixture
def report(asking: Callable[[str], Ask]) -> Ask:
    return asking("report_takings")


def items(reconcile: Ask, path: str = TODAY) -> list[tuple[Any, ...]]:
    answer = reconcile("GET", path, **STAFF)
    assert answer.status == 200, answer.text
    return [(one["kind"], one["reference"], one["ours_cents"], one["theirs_cents"]) for one in answer.json["items"]]


def test_each_order_is_held_against_the_payment_page_s_report(wallet: Domain, reconcile: Ask, report: Ask) -> None:
    for order, cents in (("2519AAAAAAA1", 2000), ("2519AAAAAAA2", 1000), ("2519AAAAAAA3", 500)):
        top_up("gateway:redsys", cents, order=order)
    top_up("gateway:redsys", 700, datetime(2026, 11, 22, 22, 58, tzinfo=UTC), order="2519AAAAAAA0")  # the 22nd, 23:58
    lines = [
        {"order": order, "amount_cents": cents}
        for order, cents in (("2519AAAAAAA0", 700), ("2519AAAAAAA1", 2000), ("2519AAAAAAA2", 1001), ("2519AAAAAAA9", 4))
    ]

    assert report("POST", "/reconciliation/2026-11-23/gateway-report", **STAFF, body={"lines": lines}).json == {
        "lines": 4
    }

    assert items(reconcile) == [
        ("amounts_differ", "2519AAAAAAA2", 1000, 1001),
        ("not_theirs", "2519AAAAAAA3", 500, None),
        ("not_ours", "2519AAAAAAA9", None, 4),
    ]
    assert reconcile("GET", TODAY, **STAFF).json["agreed"] == 1
    assert items(reconcile, "/reconciliation?date=2026-11-22") == []


def test_a_kiosk_s_cash_is_held_against_its_count(wallet: Domain, reconcile: Ask, report: Ask) -> None:
    top_up("kiosk:estaciones-1", 2000, means="cash", n="1")
    top_up("kiosk:estaciones-1", 500, means="cash", n="2")
    top_up("kiosk:estaciones-1", 9900, means="card")
    top_up("desk", 300, means="cash")

    def count(cents: int) -> None:
        body = {"place": "kiosk:estaciones-1", "counted_cents": cents}
        assert report("POST", "/reconciliation/2026-11-23/cash-counts", **STAFF, body=body).status == 200

    count(2400)
    assert items(reconcile) == [
        ("not_theirs", "desk", 300, None),
        ("amounts_differ", "kiosk:estaciones-1", 2500, 2400),
    ]
    count(2500)
    assert items(reconcile) == [("not_theirs", "desk", 300, None)]


def test_the_bank_s_statement_is_held_against_our_files_and_what_came_back(
    wallet: Domain, reconcile: Ask, an_account: Callable[..., Account]
) -> None:
    linked(an_account)
    name = collect()
    for kind, cents in (("pain008", [2000, 501]), ("pain001", [9300])):
        files.begin(kind, date(2026, 11, 24), cents, date(2026, 11, 26), NOON)
    take, bucket = wallet.function("take_bank_files"), wallet.ref("BankFiles")
    statement = camt053(
        Move(cents=2501, batch="pain008-2026-11-24"),
        Move(cents=-9300, batch="pain001-2026-11-24"),
        Move(cents=-2000, reference=name, reason="AM04"),
        Move(cents=-150),
    )
    for key, raw in (("in/1.xml", statement), ("in/2.xml", pain002((name, "AM04")))):
        aws.client("s3").put_object(Bucket=bucket, Key=key, Body=raw)
        for _ in range(2):
            assert take(queue_event({"Records": [{"s3": {"object": {"key": key}}}]})) == {"batchItemFailures": []}

    assert items(reconcile, "/reconciliation?date=2026-11-26") == [("not_ours", "BANK3", None, -150)]
    assert reconcile("GET", "/reconciliation?date=2026-11-26", **STAFF).json["agreed"] == 3


def test_a_file_the_bank_never_booked_stays_open_on_the_day_it_was_due(wallet: Domain, reconcile: Ask) -> None:
    files.begin("pain001", date(2026, 11, 20), [9300], date(2026, 11, 23), NOON)

    assert items(reconcile) == [("not_theirs", "pain001-2026-11-20", -9300, None)]
    assert items(reconcile, "/reconciliation?date=2026-11-24") == []


def test_an_item_is_explained_with_its_reason_and_opens_again_when_its_amounts_change(
    wallet: Domain, reconcile: Ask, report: Ask
) -> None:
    top_up("kiosk:estaciones-1", 2000, means="cash")
    (item,) = reconcile("GET", TODAY, **STAFF).json["items"]
    path = f"/reconciliation/2026-11-23/items/{item['item_id']}/explanation"
    why = {"why": "count_wrong", "note": "Acta 12/2026"}

    answers = [reconcile("POST", path, **STAFF, body=why) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    day = reconcile("GET", TODAY, **STAFF).json
    said = {"why": "count_wrong", "note": "Acta 12/2026", "by": "eva", "at": "2026-11-23T11:00:00Z"}
    assert (day["open"], [one["explanation"] for one in day["items"]]) == (0, [said])
    top_up("kiosk:estaciones-1", 10, means="cash", n="2")
    assert reconcile("GET", TODAY, **STAFF).json["open"] == 1
    assert reconcile("POST", path, **STAFF, body=why).code == "no_such_item"


@pytest.mark.parametrize("who", [{"subject": "ana"}, {"subject": "pilar", "roles": ("operator",)}])
def test_only_staff_see_the_city_s_books(reconcile: Ask, report: Ask, who: dict[str, Any]) -> None:
    answers = [
        reconcile("GET", TODAY, **who),
        reconcile("POST", f"/reconciliation/2026-11-23/items/{'a' * 24}/explanation", **who, body={"why": "bank_fee"}),
        report("POST", "/reconciliation/2026-11-23/cash-counts", **who, body={"place": "desk", "counted_cents": 1}),
        report("POST", "/reconciliation/2026-11-23/gateway-report", **who, body={"lines": []}),
    ]

    assert {answer.code for answer in answers} == {"not_allowed"}


def test_the_samples_are_taken(asking: Callable[[str], Ask], reconcile: Ask) -> None:
    sample = event("wallet", "report_takings")
    assert asking("report_takings")("POST", sample["path"], **STAFF, body=sample["body"]).status == 200
    asked = event("wallet", "reconcile_day")
    assert reconcile("GET", asked["path"], **STAFF, query=asked["queryStringParameters"]).json["open"] == 1
