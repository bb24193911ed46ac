"""An account fills itself from its holder's bank: set_auto_top_up, link_bank, top_up_from_bank and follow_balances.
Once for each fall, in the account at once, and never more than is lent to one person in a week."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cercano.kit import aws, clock
from cercano.ledger import book
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.ledger.packing import pack_state
from cercano.wallet import collecting, fundings, mandates, refilling
from cercano.wallet.crossings import Crossing, Line
from cercano.wallet.funding import Funding, Refill
from functions.wallet import follow_balances
from tests.functions.wallet.conftest import Ask, an_id
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.cuts import ends_after_every_cut
from tests.support.events import Context, event, queue_event
from tests.support.http import Answer, call
from tests.support.shelf import Shelf

Open = Callable[..., Account]
ANA: dict[str, Any] = {"subject": "ana"}
MANDATE, REFILL = "/accounts/acc_ana/mandate", "/accounts/acc_ana/auto-top-up"
IBAN = "ES9121000418450200051332"
RULE = {"threshold_cents": 500, "amount_cents": 2000, "means": "mandate"}
TODAY = date(2026, 11, 23)


@pytest.fixture
def link(asking: Callable[[str], Ask]) -> Ask:
    return asking("link_bank")


@pytest.fixture
def rule(asking: Callable[[str], Ask]) -> Ask:
    return asking("set_auto_top_up")


@pytest.fixture
def top_up(asking: Callable[[str], Ask]) -> Ask:
    return asking("top_up_from_bank")


def a_bank(**changed: Any) -> dict[str, Any]:
    return {"iban": "ES91 2100 0418 4502 0005 1332", "holder": "Ana Ruiz Cobo"} | changed


def balance() -> int:
    return book.existing("acc_ana").balance_cents


def spend(cents: int, number: int = 1) -> None:
    entry = Entry(id=an_id(number), kind=EntryKind.PAYMENT, payee="operator:tus", amount_cents=-cents)
    book.post_entry("acc_ana", entry)


def a_fall(version: int = 7, minutes: int = 0, line: Line = Line.REFILL) -> Crossing:
    at = NOON + timedelta(minutes=minutes)
    return Crossing(account_id="acc_ana", line=line, version=version, available_cents=434, at=at)


def follow(*crossings: Crossing) -> None:
    given = queue_event(*(one.words() for one in crossings))
    assert follow_balances.handler(given, Context()) == {"batchItemFailures": []}


def linked_and_ruled(*, balance_cents: int, open_: Open) -> None:
    open_(balance_cents=balance_cents)
    row = fundings.find("acc_ana")
    funding = Funding(account_id="acc_ana", mandate="CERX", refill=Refill(threshold_cents=500, amount_cents=2000))
    fundings.changed(row, funding).keep()
    mandates.signed("CERX", "acc_ana", IBAN, "Ana", NOON).keep()
    book.change("acc_ana", lambda account: _watching(account, 500))


def _watching(account: Account, cents: int) -> Account:
    from dataclasses import replace

    return replace(account, watch_cents=cents)


def test_a_bank_account_is_linked_and_then_shown_by_its_end_alone(link: Ask, an_account: Open) -> None:
    an_account()

    answers = [link("POST", MANDATE, **ANA, body=a_bank()), link("GET", MANDATE, **ANA)]

    assert [answer.status for answer in answers] == [201, 200]
    assert answers[0].json == answers[1].json
    shown = answers[1].json
    assert (shown["iban_end"], shown["holder"], shown["is_suspended"]) == ("1332", "Ana Ruiz Cobo", False)
    assert shown["signed_at"] == "2026-11-23T11:00:00Z"
    assert shown["reference"].isalnum()
    assert len(shown["reference"]) <= 35
    assert "04184502" not in answers[1].text


def test_linked_again_as_it_is_it_stays_and_another_takes_its_place(link: Ask, an_account: Open) -> None:
    an_account()
    other = a_bank(iban="PT50 0002 0123 1234 5678 9015 4")

    first, again, second = (
        link("POST", MANDATE, **ANA, body=body).json["reference"] for body in (a_bank(), a_bank(), other)
    )

    assert first == again != second
    old = mandates.find(first)
    assert old is not None
    assert old.ended_at == NOON
    assert link("GET", MANDATE, **ANA).json["iban_end"] == "0154"


@pytest.mark.parametrize(
    "iban",
    ["ES91 2100 0418 4502 0005 1333", "ES91 2100 0418 4502 0005 13", "US64SVBKUS6S3300958879", "x" * 20],
)  # fmt: skip
def test_a_number_that_is_wrong_or_out_of_reach_is_refused(link: Ask, an_account: Open, iban: str) -> None:
    an_account()

    answer = link("POST", MANDATE, **ANA, body=a_bank(iban=iban))

    assert (answer.status, answer.code, answer.json["errors"][0]["pointer"]) == (422, "wrong_iban", "/iban")


def test_nobody_links_or_sees_the_bank_of_another(link: Ask, rule: Ask, top_up: Ask, an_account: Open) -> None:
    an_account()
    link("POST", MANDATE, **ANA, body=a_bank())

    for who in ({"subject": "luis"}, {"subject": "eva", "roles": ("staff",)}):
        answers = [
            link("POST", MANDATE, **who, body=a_bank()),
            link("GET", MANDATE, **who),
            link("DELETE", MANDATE, **who),
            rule("PUT", REFILL, **who, body=RULE),
            rule("GET", REFILL, **who),
            rule("DELETE", REFILL, **who),
            top_up("POST", f"{MANDATE}/top-ups", **who, body={"entry_id": an_id(), "amount_cents": 500}),
        ]
        assert {answer.code for answer in answers} == {"account_unknown"}


def test_money_from_the_bank_is_there_at_once_and_in_the_file_of_its_day(
    link: Ask, top_up: Ask, an_account: Open
) -> None:
    an_account()
    reference = link("POST", MANDATE, **ANA, body=a_bank()).json["reference"]
    body = {"entry_id": an_id(), "amount_cents": 2000}

    answers = [top_up("POST", f"{MANDATE}/top-ups", **ANA, body=body) for _ in range(3)]

    assert [answer.status for answer in answers] == [201] * 3
    assert answers[0].json["entry"]["text"] == "Recarga desde tu cuenta del banco"
    (row,) = collecting.of_day(TODAY)
    assert (row.sk, row.account_id, row.mandate, row.amount_cents) == (an_id(), "acc_ana", reference, 2000)
    assert balance() == 2000
    other = top_up("POST", f"{MANDATE}/top-ups", **ANA, body=body | {"amount_cents": 2001})
    assert other.code == "entry_exists_with_other_words"


def test_a_week_s_collections_have_a_limit_and_the_next_week_begins_anew(
    link: Ask, top_up: Ask, an_account: Open, noon: clock.Frozen
) -> None:
    an_account()
    link("POST", MANDATE, **ANA, body=a_bank())

    def ask(number: int, cents: int) -> Answer:
        entry_id = f"{int(noon.at.timestamp() * 1000):012x}7{number:019x}"
        return top_up("POST", f"{MANDATE}/top-ups", **ANA, body={"entry_id": entry_id, "amount_cents": cents})

    answers = [ask(1, 10_000), ask(2, 5_001), ask(3, 5_000)]
    assert [answer.json.get("code") for answer in answers] == [None, "too_much_under_way", None]
    assert "50,00 €" in answers[1].json["detail"]
    noon.move_to(NOON + timedelta(days=7))
    assert ask(4, 15_000).status == 201


def test_without_a_mandate_nothing_is_collected_and_nothing_fills_itself(
    rule: Ask, top_up: Ask, an_account: Open
) -> None:
    an_account()

    answers = [
        rule("PUT", REFILL, **ANA, body=RULE),
        top_up("POST", f"{MANDATE}/top-ups", **ANA, body={"entry_id": an_id(), "amount_cents": 500}),
    ]

    assert [answer.code for answer in answers] == ["no_mandate"] * 2
    assert (rule("GET", REFILL, **ANA).code, balance(), collecting.of_day(TODAY)) == ("no_refill", 0, [])


def test_a_line_is_set_shown_and_taken_away(link: Ask, rule: Ask, an_account: Open) -> None:
    an_account()
    link("POST", MANDATE, **ANA, body=a_bank())

    assert rule("PUT", REFILL, **ANA, body=RULE).json == RULE | {"is_suspended": False}
    assert rule("GET", REFILL, **ANA).json == RULE | {"is_suspended": False}
    assert book.existing("acc_ana").watch_cents == 500
    version = book.existing("acc_ana").version
    rule("PUT", REFILL, **ANA, body=RULE)
    assert book.existing("acc_ana").version == version

    assert [rule("DELETE", REFILL, **ANA).status for _ in range(2)] == [204, 204]
    assert (rule("GET", REFILL, **ANA).code, book.existing("acc_ana").watch_cents) == ("no_refill", 0)


def test_a_refill_that_would_leave_the_account_below_its_line_is_refused(
    link: Ask, rule: Ask, an_account: Open
) -> None:
    an_account()
    link("POST", MANDATE, **ANA, body=a_bank())

    answer = rule("PUT", REFILL, **ANA, body=RULE | {"threshold_cents": 2001})

    assert (answer.status, answer.code) == (422, "refill_too_small")


@pytest.mark.parametrize(
    "changed", [{"threshold_cents": 99}, {"amount_cents": 499}, {"amount_cents": 15_001}, {"means": "cash"}]
)
def test_a_line_has_its_bounds(rule: Ask, an_account: Open, changed: dict[str, Any]) -> None:
    an_account()

    assert rule("PUT", REFILL, **ANA, body=RULE | changed).status == 422


def test_who_unlinks_the_bank_is_filled_no_more(link: Ask, rule: Ask, an_account: Open) -> None:
    an_account(balance_cents=100)
    link("POST", MANDATE, **ANA, body=a_bank())
    rule("PUT", REFILL, **ANA, body=RULE)

    assert [link("DELETE", MANDATE, **ANA).status for _ in range(2)] == [204, 204]

    follow(a_fall())
    assert (link("GET", MANDATE, **ANA).code, rule("GET", REFILL, **ANA).code) == ("no_such_mandate", "no_refill")
    assert (book.existing("acc_ana").watch_cents, balance()) == (0, 100)


def test_a_fall_below_the_line_is_filled_once_however_often_it_is_heard_of(wallet: Domain, an_account: Open) -> None:
    linked_and_ruled(balance_cents=434, open_=an_account)

    follow(a_fall(), a_fall(), a_fall())
    follow(a_fall())

    assert balance() == 2434
    assert [row.amount_cents for row in collecting.of_day(TODAY)] == [2000]
    assert book.existing("acc_ana").recent[-1].memo == {"auto": 1}


def test_the_next_fall_is_another_one_and_a_late_word_of_the_first_is_not(wallet: Domain, an_account: Open) -> None:
    linked_and_ruled(balance_cents=434, open_=an_account)
    follow(a_fall(7))
    spend(2000)

    follow(a_fall(7), a_fall(12, minutes=1), a_fall(7), a_fall(12, minutes=1))

    assert balance() == 2434
    assert len(collecting.of_day(TODAY)) == 2


def test_two_falls_in_one_second_are_two_falls(wallet: Domain, an_account: Open) -> None:
    linked_and_ruled(balance_cents=434, open_=an_account)
    follow(a_fall(7))
    spend(2000)

    follow(a_fall(9), a_fall(9))

    assert (balance(), len(collecting.of_day(TODAY))) == (2434, 2)


def test_who_was_filled_by_other_means_meanwhile_needs_no_more(wallet: Domain, an_account: Open) -> None:
    linked_and_ruled(balance_cents=500, open_=an_account)

    follow(a_fall())

    assert (balance(), collecting.of_day(TODAY)) == (500, [])


def test_a_refill_that_may_not_be_is_told(wallet: Domain, an_account: Open) -> None:
    linked_and_ruled(balance_cents=434, open_=an_account)
    for version in range(7, 14):
        follow(a_fall(version, minutes=version))
        spend(balance() - 434, version)

    follow(a_fall(99))

    assert (balance(), len(collecting.of_day(TODAY))) == (434, 7)
    (told,) = told_by(wallet, "ACCOUNT#acc_ana", "FUNDING")
    assert (told["name"], told["data"]) == (
        "RefillRefused",
        {"account_id": "acc_ana", "reason": "too_much_under_way"},
    )


def told_by(wallet: Domain, pk: str, sk: str) -> list[dict[str, Any]]:
    key = {"pk": {"S": pk}, "sk": {"S": sk}}
    item = aws.client("dynamodb").get_item(TableName=wallet.ref("LedgerTable"), Key=key)["Item"]
    told: list[dict[str, Any]] = json.loads(item["told"]["S"])
    return told


def test_that_little_is_left_is_told_once_for_each_fall(wallet: Domain, an_account: Open) -> None:
    an_account(balance_cents=150)
    follow(a_fall(7, line=Line.LOW), a_fall(7, line=Line.LOW))
    follow(a_fall(3, minutes=-5, line=Line.LOW))
    assert [one["at"] for one in told_by(wallet, "ACCOUNT#acc_ana", "NOTICE")] == ["2026-11-23T11:00:00Z"]

    follow(a_fall(9, minutes=5, line=Line.LOW))

    (told,) = told_by(wallet, "ACCOUNT#acc_ana", "NOTICE")
    assert (told["name"], told["at"]) == ("BalanceLow", "2026-11-23T11:05:00Z")
    assert told["data"] == {"account_id": "acc_ana", "balance_cents": 434}


def test_the_stream_says_which_lines_were_crossed(wallet: Domain) -> None:
    archive = wallet.function("archive_entries")
    given = event("wallet", "archive_entries")
    with_line(given["Records"][0], 0, 500)
    with_line(given["Records"][1], 2000, 2000)

    archive(given)
    archive(given)

    url = wallet.ref("CrossingsQueue")
    messages = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    said = [json.loads(one["Body"]) for one in messages]
    assert (
        said
        == [
            {
                "account_id": "acc_01KB2R5Y7Q8W9E0RTYVXC1Z2M3",
                "line": "refill",
                "version": 3,
                "available_cents": 1934,
                "at": "2026-11-23T09:15:00Z",
            }
        ]
        * 2
    )


def with_line(record: dict[str, Any], before: int, after: int) -> None:
    for image, watch in (("OldImage", before), ("NewImage", after)):
        row = record["dynamodb"][image]
        row["state"]["S"] = json.dumps(json.loads(row["state"]["S"]) | {"watch": watch})
    record["dynamodb"]["ApproximateCreationDateTime"] = 1795425300


@pytest.mark.parametrize("spent", range(4))
def test_the_power_may_go_at_any_call_of_a_refill(
    spent: int, monkeypatch: pytest.MonkeyPatch, an_account: Open
) -> None:
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    monkeypatch.setenv("TABLE_NAME", "ledger")

    def prepare() -> None:
        linked_and_ruled(balance_cents=434 + 10 * spent, open_=an_account)
        for number in range(spent):
            spend(10, number)

    whole, cut = ends_after_every_cut(prepare, lambda: refilling.fill(a_fall(), NOON))

    assert len(cut) == 4
    assert all(tables == whole for tables in cut)


@pytest.mark.parametrize(
    ("use_case", "method", "path", "body"),
    [
        ("top_up_from_bank", "POST", f"{MANDATE}/top-ups", {"entry_id": an_id(9), "amount_cents": 500}),
        ("set_auto_top_up", "PUT", REFILL, RULE | {"amount_cents": 3000}),
        ("set_auto_top_up", "DELETE", REFILL, None),
        ("link_bank", "POST", MANDATE, a_bank()),
        ("link_bank", "DELETE", MANDATE, None),
    ],
)
def test_each_command_takes_four_store_calls_at_most(
    wallet: Domain, an_account: Open, use_case: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    function, shelf = wallet.function(use_case), Shelf()
    with shelf.standing_in(), function.running():
        linked_and_ruled(balance_cents=1000, open_=an_account)
        shelf.calls.clear()

        answer = call(function.module.app, method, path, body=body, roles=(), **ANA)

    assert answer.status in (200, 201, 204)
    assert len(shelf.calls) <= 4, shelf.calls


def test_what_is_watched_is_kept_with_the_account() -> None:
    account = _watching(Account.new("acc_ana", "resident"), 500)

    assert pack_state(account)["watch"] == 500
    assert "watch" not in pack_state(_watching(account, 0))


@pytest.mark.parametrize("use_case", ["link_bank", "set_auto_top_up", "top_up_from_bank", "follow_balances"])
def test_the_samples_are_taken(wallet: Domain, asking: Callable[[str], Ask], an_account: Open, use_case: str) -> None:
    an_account("acc_01JDCE5ZJ8W3Q6Y1N0T9KXGR2B", "ana", 1000)
    sample = event("wallet", use_case)
    asking("link_bank")("POST", "/accounts/acc_01JDCE5ZJ8W3Q6Y1N0T9KXGR2B/mandate", **ANA, body=a_bank())
    if use_case == "follow_balances":
        assert wallet.function(use_case)(sample) == {"batchItemFailures": []}
        return

    answer = asking(use_case)(sample["httpMethod"], sample["path"], **ANA, body=sample["body"])

    assert answer.status in (200, 201)
