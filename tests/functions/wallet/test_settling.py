"""settle_payees pays operators and shops what they received, once; heed_shop_weeks, read_settlements and
read_settled_payments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from cercano.facts.loyalty import ShopWeekSettled
from cercano.kit import aws, clock
from cercano.kit.facts import instant
from cercano.ledger import archive
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.wallet import handing_over, payee_store, payees, sepa, settlement, settling
from cercano.wallet.payee import Details
from tests.functions.wallet.conftest import Ask
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import event, fact_event, schedule_event
from tests.support.http import call
from tests.support.shelf import Killed, Shelf

MONDAY = date(2026, 11, 30)
STAFF: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
TUS: dict[str, Any] = {"name": "TUS Santander", "iban": "ES91 2100 0418 4502 0005 1332", "people": ["pilar"]}
NAMESPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


LUIS: dict[str, Any] = {"subject": "luis", "roles": ("staff",)}


def a_payee(keep: Ask, payee: str = "operator:tus", **changed: Any) -> None:
    """What Eva proposes of a payee, and Luis approves."""
    _, version = payee_store.find(payee)
    match = {"If-Match": f'"{version}"'}
    proposed = keep("PUT", f"/payees/{payee}", **STAFF, body=TUS | changed, headers=match)
    assert proposed.status == 200, proposed.text
    match = {"If-Match": proposed.headers["etag"]}
    assert keep("POST", f"/payees/{payee}/approval", **LUIS, headers=match).status == 200


def receive(payee: str, cents: int, day: date = date(2026, 11, 25), number: int = 1) -> None:
    """An entry of some account that paid this to a payee on a day, as the archive keeps it."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    entry = Entry(id=entry_id_of(at, payee, str(number)), kind=EntryKind.FARE, payee=payee, amount_cents=-cents)
    account = Account.new("acc_ana", "resident", credit_cents=10**9)
    archive.keep([("acc_ana", account.post(entry, now=at).recent[-1])])


@pytest.fixture(autouse=True)
def a_short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day stays open for nine days, as reading five weeks of an archive takes its time."""
    monkeypatch.setattr(settlement, "OPEN_FOR", timedelta(days=9))


@pytest.fixture
def keep(asking: Callable[[str], Ask]) -> Ask:
    return asking("keep_payee")


@pytest.fixture
def read(asking: Callable[[str], Ask]) -> Ask:
    return asking("read_settlements")


@pytest.fixture
def settle(wallet: Domain) -> Callable[[date], dict[str, Any]]:
    function = wallet.function("settle_payees")

    def run(day: date) -> dict[str, Any]:
        done = function(schedule_event(instant(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))))
        return {name: done[name] for name in ("settlements", "paid", "paid_cents")}

    return run


def the_file(wallet: Domain, day: date = MONDAY) -> Xml.Element:
    key = f"out/pain001/{day}.xml"
    return Xml.fromstring(aws.client("s3").get_object(Bucket=wallet.ref("BankFiles"), Key=key)["Body"].read())


def test_what_an_operator_received_is_paid_once(
    wallet: Domain, keep: Ask, settle: Callable[[date], dict[str, Any]], read: Ask
) -> None:
    a_payee(keep)
    for number, cents in enumerate([6600, 3300, -600]):
        receive("operator:tus", cents, number=number)
    receive("city:sports", 9999)

    assert settle(MONDAY) == {"settlements": 1, "paid": 1, "paid_cents": 9300}
    assert settle(MONDAY) == {"settlements": 1, "paid": 1, "paid_cents": 9300}

    file = the_file(wallet)
    assert [one.text for one in file.iterfind(".//p:InstdAmt", NAMESPACE)] == ["93.00"]
    assert file.findtext(".//p:CdtrAcct/p:Id/p:IBAN", "", NAMESPACE) == "ES9121000418450200051332"
    (shown,) = read("GET", "/settlements?payee=operator:tus", **PILAR).json["items"]
    assert shown == {
        "number": 1,
        "day": "2026-11-30",
        "lines": [{"source": "2026-11-25", "amount_cents": 9300}],
        "brought_cents": 0,
        "paid_cents": 9300,
        "carried_cents": 0,
        "is_held": False,
        "reference": file.findtext(".//p:EndToEndId", "", NAMESPACE),
    }


def test_a_tap_that_comes_home_late_is_in_the_next_one(keep: Ask, settle: Callable[[date], dict[str, Any]]) -> None:
    a_payee(keep)
    receive("operator:tus", 6600)
    settle(MONDAY)
    receive("operator:tus", 1234, number=2)

    assert settle(MONDAY)["paid_cents"] == 6600
    assert settle(MONDAY + timedelta(days=7)) == {"settlements": 1, "paid": 1, "paid_cents": 1234}
    assert settle(MONDAY + timedelta(days=14)) == {"settlements": 0, "paid": 0, "paid_cents": 0}


def test_a_shop_s_weeks_of_loyalty_are_paid_with_its_sales(
    wallet: Domain, keep: Ask, settle: Callable[[date], dict[str, Any]]
) -> None:
    week = ShopWeekSettled(at=NOON, shop_id="shop_1", week="2026-W47", city_cents=4250)
    heed = wallet.function("heed_shop_weeks")
    for _ in range(3):
        assert heed(fact_event(week)) == {"batchItemFailures": []}
    heed(fact_event(ShopWeekSettled(at=NOON, shop_id="shop_1", week="2026-W47", city_cents=9999)))
    receive("merchant:shop_1", 750)

    assert settle(MONDAY) == {"settlements": 1, "paid": 0, "paid_cents": 0}
    a_payee(keep, "merchant:shop_1", name="Librería Gil")
    assert settle(MONDAY + timedelta(days=7)) == {"settlements": 1, "paid": 1, "paid_cents": 5000}
    heed(fact_event(week))
    assert settle(MONDAY + timedelta(days=14))["settlements"] == 0


def test_nobody_sees_what_another_payee_receives(
    keep: Ask, read: Ask, settle: Callable[[date], dict[str, Any]]
) -> None:
    a_payee(keep)
    receive("operator:tus", 6600)
    settle(MONDAY)
    path = "/settlements?payee=operator:tus"

    assert read("GET", path, subject="luis", roles=("operator",)).code == "no_such_payee"
    assert read("GET", path, subject="pilar").code == "not_allowed"
    assert read("GET", "/settlements", **STAFF).status == 422
    assert len(read("GET", path, **STAFF).json["items"]) == 1


NIGHT = datetime(2026, 11, 30, 4, tzinfo=UTC)


def approved(payee: str, iban: str = "ES9121000418450200051332", at: datetime = NOON) -> None:
    """A payee with this bank account, as Eva proposed and Luis approved."""
    before, version = payee_store.find(payee)
    proposed = before.propose(Details(name=payee, iban=iban, people=()), "eva", at)
    payee_store.keep(before, proposed, version, "eva", at)
    payee_store.keep(proposed, proposed.approve("luis", at), version + 1, "luis", at)


def a_city_with_debts() -> None:
    for payee, cents in (("operator:tus", 6600), ("operator:bikes", 2500), ("merchant:shop_1", 300)):
        approved(payee)
        receive(payee, cents, date(2026, 11, 28))
    approved("operator:late")
    payees.owe("merchant:shop_1", "2026-W47", 4250)


def settled_with_a_cut(cut: int) -> tuple[dict[str, int], bool]:
    """What was paid when the power went ahead of the call number `cut`, and whether it went at all.

    Somebody's money arrives while the power is off: it is paid this week or the next, and no file changes by it.
    The readings of the archive are not counted as calls: there are sixteen for each day, and they change nothing.
    """
    shelf, left = Shelf(), iter(range(cut))

    def before(operation: str, call: Any) -> None:
        is_archive = operation == "Query" and "COUNTER#" in str(call["ExpressionAttributeValues"])
        if not is_archive and next(left, None) is None:
            raise Killed

    with clock.freeze(NIGHT), shelf.standing_in():
        a_city_with_debts()
        shelf.before = before
        went = False
        try:
            settling.settle_all(MONDAY, NIGHT)
        except Killed:
            went, shelf.before = True, lambda _operation, _call: None
            receive("operator:late", 7700, date(2026, 11, 28))
            settling.settle_all(MONDAY, NIGHT)
        shelf.before = lambda _operation, _call: None
        settling.settle_all(MONDAY + timedelta(days=7), NIGHT)
        made = [
            one
            for monday in (MONDAY, MONDAY + timedelta(days=7))
            for one in payees.settlements_on(monday, payees.everybody())
        ]
        return {one.payee: one.paid_cents for one in made}, went


def test_the_power_may_go_at_any_call_and_everybody_is_paid_once(
    monkeypatch: pytest.MonkeyPatch, wallet: Domain
) -> None:
    for name, value in wallet.settings("settle_payees").items():
        monkeypatch.setenv(name, value)
    sent: dict[str, set[bytes]] = {}
    monkeypatch.setattr(handing_over, "aws", type("S3", (), {"client": staticmethod(lambda _: Bucket(sent))}))
    monkeypatch.setattr(settlement, "OPEN_FOR", timedelta(days=2))
    monkeypatch.setattr(sepa, "try_schema", lambda made, schema: None)

    cuts = 0
    while True:
        sent.clear()
        paid, went = settled_with_a_cut(cuts)
        assert paid.pop("operator:late", None) == (7700 if went else None)
        assert paid == {"operator:tus": 6600, "operator:bikes": 2500, "merchant:shop_1": 4550}
        assert all(len(contents) == 1 for contents in sent.values())
        if not went:
            break
        cuts += 1
    assert cuts > 20


class Bucket:
    """Takes what is put."""

    def __init__(self, sent: dict[str, set[bytes]]) -> None:
        self.sent = sent

    def put_object(self, *, Key: str, Body: bytes, **_: Any) -> None:  # noqa: N803 - botocore's own names
        self.sent.setdefault(Key, set()).add(Body)


NEW_IBAN = "ES7620770024003102575766"


def test_a_changed_bank_account_waits_a_week_and_then_the_new_one_is_paid(
    wallet: Domain,
    keep: Ask,
    settle: Callable[[date], dict[str, Any]],
    read: Ask,
    noon: clock.Frozen,
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_payee(keep)
    receive("operator:tus", 6600)
    noon.move_to(datetime(2026, 11, 29, 12, tzinfo=UTC))
    a_payee(keep, iban=NEW_IBAN)

    held = settle(MONDAY)
    said = capsys.readouterr().out
    (shown,) = read("GET", "/settlements?payee=operator:tus", **STAFF).json["items"]
    paid = settle(MONDAY + timedelta(days=7))

    assert held == {"settlements": 1, "paid": 0, "paid_cents": 0}
    assert (shown["is_held"], shown["carried_cents"], shown["paid_cents"]) == (True, 6600, 0)
    assert "payment_held" in said
    assert paid == {"settlements": 1, "paid": 1, "paid_cents": 6600}
    file = the_file(wallet, MONDAY + timedelta(days=7))
    assert file.findtext(".//p:CdtrAcct/p:Id/p:IBAN", "", NAMESPACE) == NEW_IBAN


def test_the_file_pays_to_the_bank_account_that_was_approved_when_it_was_settled(
    wallet: Domain, settle: Callable[[date], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    approved("operator:tus")
    receive("operator:tus", 6600)
    with monkeypatch.context() as broken:
        broken.setattr(settling, "_pay", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settle(MONDAY)
    approved("operator:tus", NEW_IBAN, NIGHT)

    assert settle(MONDAY)["paid_cents"] == 6600

    found = the_file(wallet).findtext(".//p:CdtrAcct/p:Id/p:IBAN", "", NAMESPACE)
    assert found == "ES9121000418450200051332"


PILAR: dict[str, Any] = {"subject": "pilar", "roles": ("operator",)}
LINE = "/settlements/2026-11-30/payments?payee=operator:tus&source=2026-11-25"
SHEET = LINE.replace("/payments?", "/payments/csv?")


def test_a_payee_s_people_read_the_payments_of_a_settlement_page_by_page_and_as_a_sheet(
    keep: Ask, settle: Callable[[date], dict[str, Any]], read: Ask, asking: Callable[[str], Ask]
) -> None:
    a_payee(keep)
    for number, cents in enumerate([6600, 3300, -600]):
        receive("operator:tus", cents, number=number)
    receive("operator:bikes", 111)
    settle(MONDAY)
    receive("operator:tus", 50, number=7)
    ask = asking("read_settled_payments")

    assert read("GET", "/my-payees", **PILAR).json["items"] == [{"payee": "operator:tus"}]
    found, path = [], f"{LINE}&limit=2"
    while path:
        page = ask("GET", path, **PILAR)
        assert page.status == 200, page.text
        found += page.json["items"]
        path = f"{LINE}&limit=2&cursor={page.json['next']}" if page.json.get("next") else ""
    sheet = ask("GET", SHEET, **PILAR)

    assert sorted(one["amount_cents"] for one in found) == [-600, 50, 3300, 6600]
    assert all("account_id" not in one for one in found)
    assert (sheet.status, sheet.text.count("\r\n"), "acc_ana" in sheet.text) == (200, 5, False)
    parts = [ask("GET", f"{SHEET}&part={number}", **PILAR).text.count("\r\n") - 1 for number in range(1, 17)]
    assert sum(parts) == 4


def test_a_payment_is_in_one_settlement_alone(
    keep: Ask, settle: Callable[[date], dict[str, Any]], asking: Callable[[str], Ask]
) -> None:
    a_payee(keep)
    receive("operator:tus", 6600)
    settle(MONDAY)
    late(1234, posted_at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert settle(MONDAY + timedelta(days=7))["paid_cents"] == 1234
    ask = asking("read_settled_payments")

    first = ask("GET", LINE, **PILAR).json["items"]
    second = ask("GET", LINE.replace("2026-11-30", "2026-12-07"), **PILAR).json["items"]

    assert ([one["amount_cents"] for one in first], [one["amount_cents"] for one in second]) == ([6600], [1234])


def late(cents: int, posted_at: datetime) -> None:
    """A tap of 25 November that a bus brought home later."""
    at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    entry = Entry(
        id=entry_id_of(at, "operator:tus", "late"), kind=EntryKind.FARE, payee="operator:tus", amount_cents=-cents
    )
    account = Account.new("acc_ana", "resident", credit_cents=10**9)
    archive.keep([("acc_ana", account.post(entry, now=posted_at).recent[-1])])


@pytest.mark.parametrize("path", [LINE, SHEET, "/settlements?payee=operator:tus"])
def test_nobody_else_reads_a_payee_s_payments(
    keep: Ask, settle: Callable[[date], dict[str, Any]], asking: Callable[[str], Ask], path: str
) -> None:
    a_payee(keep)
    receive("operator:tus", 6600)
    settle(MONDAY)
    ask = asking("read_settlements" if path.startswith("/settlements?") else "read_settled_payments")

    assert ask("GET", path, subject="luis", roles=("operator",)).code == "no_such_payee"
    assert ask("GET", path, subject="pilar", roles=("citizen",)).code == "not_allowed"
    assert ask("GET", path, **STAFF).status == ask("GET", path, **PILAR).status == 200
    if "source" in path:
        assert ask("GET", path.replace("2026-11-25", "2026-11-24"), **PILAR).code == "no_such_settlement"


def test_the_samples_are_taken(wallet: Domain, keep: Ask, read: Ask) -> None:
    a_payee(keep, people=["5c1b8a90-0000-4000-8000-000000000001"])
    for use_case in ("heed_shop_weeks", "settle_payees"):
        assert wallet.function(use_case)(event("wallet", use_case)) is not None
    for use_case, status in (("read_settlements", 200), ("read_settled_payments", 404)):
        asked, function = event("wallet", use_case), wallet.function(use_case)
        with function.running():
            answer = call(function.module.app, "GET", asked["path"], **STAFF, query=asked["queryStringParameters"])
        assert answer.status == status, answer.text
