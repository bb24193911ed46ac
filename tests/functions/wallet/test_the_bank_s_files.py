"""Every night collect_top_ups writes what the bank collects; take_bank_files takes back what the bank took. Once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from cercano.kit import aws, clock
from cercano.kit.facts import instant
from cercano.ledger import book
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.ledger.posting import Posting
from cercano.wallet import collecting, end_to_end, files, fundings, mandates, refilling, returning
from cercano.wallet.bankfile import Returned
from cercano.wallet.collecting import CollectionState
from cercano.wallet.crossings import RETURNED, Crossing, Line
from cercano.wallet.files import FileChanged
from cercano.wallet.funding import Funding, Refill
from tests.functions.wallet.conftest import an_id
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.bank_post import Move, camt053, pain002
from tests.support.cuts import ends_after_every_cut
from tests.support.events import event, queue_event, schedule_event

Open = Callable[..., Account]
TODAY = date(2026, 11, 23)
NAMESPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}


def linked(open_: Open, account_id: str = "acc_ana", balance_cents: int = 0) -> None:
    open_(account_id, "ana", balance_cents)
    mandate = f"CER{account_id[4:]}"
    row = fundings.find(account_id)
    refill = Refill(threshold_cents=500, amount_cents=2000)
    fundings.changed(row, Funding(account_id=account_id, mandate=mandate, refill=refill)).keep()
    mandates.signed(mandate, account_id, "ES9121000418450200051332", "Ana Ruiz", NOON).keep()


def collect(number: int = 1, cents: int = 2000, account_id: str = "acc_ana") -> str:
    entry, now = collecting.entry_of(an_id(number), cents, {}), clock.now()
    book.post(account_id, [entry.id], lambda account, _: ordered(account, entry, now))
    return end_to_end.written(now.date(), entry.id)


def ordered(account: Account, entry: Entry, now: datetime) -> Posting:
    return collecting.ordered(account, fundings.find(account.account_id), entry, now)


def spend(cents: int, number: int = 50) -> None:
    entry = Entry(id=an_id(number), kind=EntryKind.PAYMENT, payee="operator:tus", amount_cents=-cents)
    book.post_entry("acc_ana", entry)


@pytest.fixture
def night(wallet: Domain) -> Callable[[datetime], dict[str, Any]]:
    function = wallet.function("collect_top_ups")
    return lambda at: {"files": function(schedule_event(instant(at)))["days"]}


@pytest.fixture
def bank_sends(wallet: Domain) -> Callable[..., None]:
    """Put a file where the bank puts it, and let the function take it so many times."""
    function, bucket = wallet.function("take_bank_files"), wallet.ref("BankFiles")

    def send(raw: bytes, times: int = 1, key: str = "in/statement.xml") -> None:
        aws.client("s3").put_object(Bucket=bucket, Key=key, Body=raw)
        told = {"Records": [{"s3": {"object": {"key": key}}}]}
        for _ in range(times):
            assert function(queue_event(told)) == {"batchItemFailures": []}

    return send


def file_of(wallet: Domain, day: date) -> bytes:
    key = f"out/pain008/{day}.xml"
    body: bytes = aws.client("s3").get_object(Bucket=wallet.ref("BankFiles"), Key=key)["Body"].read()
    return body


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=UTC)


def test_each_collection_is_in_one_file_once(
    wallet: Domain, an_account: Open, night: Callable[[datetime], dict[str, Any]], noon: clock.Frozen
) -> None:
    linked(an_account)
    linked(an_account, "acc_leo")
    names = [collect(1), collect(2, 700), collect(3, 501, "acc_leo")]
    noon.move_to(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # half past midnight in Madrid: the 24th
    late = collecting.entry_of(an_id(4), 900, {})
    book.post("acc_leo", [late.id], lambda account, _: ordered(account, late, noon.at))

    assert night(at(24)) == {"files": ["2026-11-23"]}
    assert night(at(24, 5)) == {"files": []}
    assert night(at(25)) == {"files": ["2026-11-24"]}

    file = Xml.fromstring(file_of(wallet, TODAY))
    assert {one.text for one in file.iterfind(".//p:EndToEndId", NAMESPACE)} == set(names)
    assert file.findtext(".//p:GrpHdr/p:CtrlSum", "", NAMESPACE) == "32.01"
    assert file.findtext(".//p:ReqdColltnDt", "", NAMESPACE) == "2026-12-07"
    after = Xml.fromstring(file_of(wallet, date(2026, 11, 24)))
    assert [one.text for one in after.iterfind(".//p:EndToEndId", NAMESPACE)] == [
        end_to_end.written(date(2026, 11, 24), late.id)
    ]


def test_no_file_is_written_of_a_day_that_is_not_over(
    an_account: Open, night: Callable[[datetime], dict[str, Any]]
) -> None:
    linked(an_account)
    collect()

    assert night(NOON) == {"files": []}
    assert night(datetime(2026, 11, 23, 23, 59, tzinfo=UTC)) == {"files": []}
    assert night(datetime(2026, 11, 24, 0, 0, tzinfo=UTC)) == {"files": ["2026-11-23"]}


def test_a_week_of_missed_nights_is_made_up(an_account: Open, night: Callable[[datetime], dict[str, Any]]) -> None:
    linked(an_account)
    collect()

    assert night(at(30)) == {"files": ["2026-11-23"]}


def test_the_power_may_go_between_any_two_steps_and_the_file_is_the_same(
    wallet: Domain, an_account: Open, night: Callable[[datetime], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(an_account)
    collect()
    real, left = files.FileRow.keep, iter([True, False])

    def keep(row: files.FileRow, **more: Any) -> Any:
        if row.sha256 and next(left):
            raise SystemExit
        return real(row, **more)

    monkeypatch.setattr(files.FileRow, "keep", keep)
    with pytest.raises(SystemExit):
        night(at(24))
    first = file_of(wallet, TODAY)

    assert night(at(25)) == {"files": ["2026-11-23"]}
    assert file_of(wallet, TODAY) == first


def test_a_file_that_would_hold_something_else_now_is_not_written(
    wallet: Domain, an_account: Open, night: Callable[[datetime], dict[str, Any]]
) -> None:
    linked(an_account)
    collect()
    files.begin("pain008", TODAY, [2000, 1], date(2026, 11, 26), at(24))

    with pytest.raises(FileChanged):
        night(at(24))


def test_a_top_up_taken_back_by_the_bank_leaves_the_account_once(
    an_account: Open, bank_sends: Callable[..., None]
) -> None:
    linked(an_account, balance_cents=300)
    name = collect()

    bank_sends(camt053(Move(cents=-2000, reference=name, reason="MD06")), times=3)
    bank_sends(camt053(Move(cents=-2000, reference=name, reason="MD06"), name="STMT-2"))
    bank_sends(pain002((name, "AM04")))

    account = book.existing("acc_ana")
    assert (account.balance_cents, account.frozen_since) == (300, None)
    assert [(one.kind, one.amount_cents) for one in account.recent][-1] == (EntryKind.TOP_UP_RETURN, -2000)
    assert dict(account.recent[-1].memo) == {"of": an_id(1), "reason": "MD06"}
    (row,) = collecting.of_day(TODAY)
    assert (row.state, row.reason) == (CollectionState.RETURNED, "MD06")
    assert fundings.of(fundings.find("acc_ana")).is_suspended


def test_who_spent_it_owes_it_and_pays_again_when_it_is_paid(
    wallet: Domain, an_account: Open, bank_sends: Callable[..., None]
) -> None:
    linked(an_account)
    name = collect()
    spend(1500)

    bank_sends(pain002((name, "AM04")), times=2)

    owing = book.existing("acc_ana")
    assert (owing.balance_cents, list(owing.stopped), owing.status.value) == (-1500, [RETURNED], "frozen")
    assert facts_of(wallet, "ACCOUNT#acc_ana") == ["TopUpReturned", "AccountFrozen"]
    assert refilling.thaw("acc_ana", clock.now()) is False

    paid = Entry(id=an_id(60), kind=EntryKind.TOP_UP, payee="desk", amount_cents=1500)
    book.post_entry("acc_ana", paid)
    cleared = Crossing(account_id="acc_ana", line=Line.CLEARED, version=9, available_cents=0, at=NOON)
    for _ in range(2):
        wallet.function("follow_balances")(queue_event(cleared.words()))

    assert book.existing("acc_ana").status.value == "open"
    assert facts_of(wallet, "ACCOUNT#acc_ana") == ["AccountThawed"]


def facts_of(wallet: Domain, pk: str) -> list[str]:
    key = {"pk": {"S": pk}, "sk": {"S": "BALANCE"}}
    item = aws.client("dynamodb").get_item(TableName=wallet.ref("LedgerTable"), Key=key)["Item"]
    return [one["name"] for one in json.loads(item["told"]["S"])]


def test_under_a_mandate_that_came_back_nothing_more_is_collected(
    an_account: Open, bank_sends: Callable[..., None]
) -> None:
    linked(an_account, balance_cents=0)
    bank_sends(pain002((collect(), "AC04")))
    fall = Crossing(account_id="acc_ana", line=Line.REFILL, version=9, available_cents=0, at=NOON)

    assert refilling.fill(fall, NOON) is False
    assert book.existing("acc_ana").balance_cents == 0


@pytest.mark.parametrize("cents", [-1999, -2001])
def test_a_return_of_another_amount_changes_nothing_and_raises_the_alarm(
    an_account: Open, bank_sends: Callable[..., None], cents: int, capsys: Any
) -> None:
    linked(an_account)

    bank_sends(camt053(Move(cents=cents, reference=collect(), reason="MD06")))

    assert book.existing("acc_ana").balance_cents == 2000
    assert '"alarm":true' in capsys.readouterr().out


@pytest.mark.parametrize("name", ["NOTPROVIDED", "someone else's", end_to_end.written(TODAY, "f" * 32)])
def test_a_return_of_nothing_of_ours_changes_nothing(
    an_account: Open, bank_sends: Callable[..., None], name: str
) -> None:
    linked(an_account)
    collect()

    bank_sends(pain002((name, "AM04")))

    assert book.existing("acc_ana").balance_cents == 2000


def test_a_file_nobody_can_read_goes_back_to_its_queue(wallet: Domain) -> None:
    function, bucket = wallet.function("take_bank_files"), wallet.ref("BankFiles")
    aws.client("s3").put_object(Bucket=bucket, Key="in/x.xml", Body=b"<!DOCTYPE x><Document/>")

    answer = function(queue_event({"Records": [{"s3": {"object": {"key": "in/x.xml"}}}]}))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}


@pytest.mark.parametrize("spent", [0, 1500])
def test_the_power_may_go_at_any_call_of_a_return(
    spent: int, monkeypatch: pytest.MonkeyPatch, an_account: Open
) -> None:
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    monkeypatch.setenv("TABLE_NAME", "ledger")

    def prepare() -> None:
        linked(an_account)
        collect()
        if spent:
            spend(spent)

    name = end_to_end.written(TODAY, an_id(1))
    returned = Returned(end_to_end=name, reason="AM04", amount_cents=2000)
    whole, cut = ends_after_every_cut(prepare, lambda: returning.give_back(returned, NOON + timedelta(days=3)))

    assert len(cut) >= 4
    assert all(tables == whole for tables in cut)


def test_the_samples_are_taken(wallet: Domain, an_account: Open, bank_sends: Callable[..., None]) -> None:
    linked(an_account)
    name = collect()
    assert wallet.function("collect_top_ups")(event("wallet", "collect_top_ups"))["days"] == ["2026-11-23"]
    sample = event("wallet", "take_bank_files")
    key = json.loads(sample["Records"][0]["body"])["Records"][0]["s3"]["object"]["key"]
    raw = camt053(Move(cents=-2000, reference=name, reason="AM04"))
    aws.client("s3").put_object(Bucket=wallet.ref("BankFiles"), Key=key, Body=raw)

    assert wallet.function("take_bank_files")(sample) == {"batchItemFailures": []}
    assert book.existing("acc_ana").balance_cents == 0
