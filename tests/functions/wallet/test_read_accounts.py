"""GET /accounts and what hangs on them: a citizen sees their own money, whole, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cercano.facts.card import CardIssued
from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from tests.functions.wallet.conftest import Ask
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import event, fact_event
from tests.support.http import read
from tests.support.shelf import Shelf
from tests.support.tokens import published, token

Open = Callable[..., Account]


def pay(account_id: str, cents: int, name: str, kind: EntryKind = EntryKind.PAYMENT) -> None:
    entry = Entry(id=entry_id_of(clock.now(), name), kind=kind, payee="operator:tus", amount_cents=cents)
    book.post_entry(account_id, entry)


def test_a_citizen_sees_their_own_accounts_and_no_others(asking: Callable[[str], Ask], an_account: Open) -> None:
    an_account("acc_one", "ana", 1000)
    an_account("acc_two", "ana", 50, of_class="child")
    an_account("acc_bea", "bea", 7000)

    answer = asking("read_accounts")("GET", "/accounts", subject="ana")

    assert [(one["account_id"], one["available_cents"]) for one in answer.json["items"]] == [
        ("acc_one", 1000),
        ("acc_two", 50),
    ]


def test_the_account_of_a_card_just_issued_is_among_its_holders(wallet: Domain, asking: Callable[[str], Ask]) -> None:
    issued = CardIssued(
        at=NOON,
        card_id="card_1",
        account_id="acc_new",
        citizen_id="ana",
        card_class="youth",
        expires_on=date(2031, 1, 1),
    )
    to_nobody = replace(issued, account_id="acc_anon", citizen_id=None, card_class="anonymous")

    wallet.function("heed_cards")(fact_event(issued, to_nobody, issued))

    items = asking("read_accounts")("GET", "/accounts", subject="ana").json["items"]
    assert [(one["account_id"], one["account_class"]) for one in items] == [("acc_new", "youth")]


def test_an_account_says_what_is_booked_what_can_be_spent_and_what_the_law_limits(
    asking: Callable[[str], Ask], an_account: Open
) -> None:
    an_account(balance_cents=1000, of_class="tourist")

    answer = asking("read_accounts")("GET", "/accounts/acc_ana", subject="ana")

    assert answer.json == {
        "account_id": "acc_ana",
        "card_id": "card_acc_ana",
        "account_class": "tourist",
        "status": "open",
        "posted_cents": 1000,
        "pending_cents": 0,
        "available_cents": 1000,
        "credit_cents": 0,
        "limits": {"stored_cents": 15000, "month_cents": 15000, "month_in_cents": 1000, "remote_cents": 5000},
        "holds": [],
    }


ROUTES = [
    ("read_accounts", "/accounts/acc_ana"),
    ("read_accounts", "/accounts/acc_ana/balance?at=2026-11-23T11:00:00Z"),
    ("read_entries", "/accounts/acc_ana/entries"),
    ("read_statement", "/accounts/acc_ana/statement/2026-11/csv"),
    ("read_statement", "/accounts/acc_ana/statement/2026-11/pdf"),
]


@pytest.mark.parametrize(("use_case", "path"), ROUTES)
def test_for_anybody_else_the_account_is_not_there(
    asking: Callable[[str], Ask], an_account: Open, use_case: str, path: str
) -> None:
    an_account(balance_cents=1000)
    ask = asking(use_case)

    of_another, of_nobody = ask("GET", path, subject="bea"), ask("GET", path.replace("ana", "none"), subject="bea")

    assert (of_another.status, of_another.code) == (of_nobody.status, of_nobody.code) == (404, "account_unknown")
    assert [ask("GET", path, subject=who, roles=roles).status for who, roles in (("ana", ()), ("eva", ("staff",)))] == [
        200,
        200,
    ]
    assert ask("GET", path, roles=None).status == 401


def test_an_account_nobody_is_known_to_hold_is_seen_by_staff_alone(
    asking: Callable[[str], Ask], an_account: Open
) -> None:
    an_account("acc_anon", None, 500, of_class="anonymous")
    ask = asking("read_accounts")

    assert ask("GET", "/accounts/acc_anon", subject="None").status == 404
    assert ask("GET", "/accounts/acc_anon", roles=("staff",)).status == 200


def test_the_balance_of_any_past_moment(asking: Callable[[str], Ask], an_account: Open, noon: clock.Frozen) -> None:
    an_account(balance_cents=1000)
    for minute in range(1, 11):
        noon.tick(60)
        pay("acc_ana", -10, f"tap {minute}")
    ask = asking("read_accounts")

    def at(minutes: float) -> Any:
        when = (NOON + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
        return ask("GET", f"/accounts/acc_ana/balance?at={when}", subject="ana").json["posted_cents"]

    assert [at(-1), at(0), at(0.5), at(1), at(5.5), at(600)] == [0, 1000, 1000, 990, 950, 900]


@pytest.mark.parametrize(
    "account_id", ["acc_ana%23BALANCE", "acc_%00", "acc_" + "x" * 70, "ACCOUNT", "acc_%F0%9F%98%80" * 9]
)
def test_what_can_be_no_accounts_name_is_not_looked_for(asking: Callable[[str], Ask], account_id: str) -> None:
    assert asking("read_accounts")("GET", f"/accounts/{account_id}", subject="ana").status in (404, 422)


def test_movements_come_newest_first_page_by_page_with_their_reasons(
    asking: Callable[[str], Ask], an_account: Open, noon: clock.Frozen
) -> None:
    an_account(balance_cents=1000)
    for number in range(40):
        noon.tick(60)
        pay("acc_ana", -number, f"{number}")
    ask = asking("read_entries")

    seen: list[int] = []
    cursor = ""
    for _ in range(9):
        page = ask(
            "GET", f"/accounts/acc_ana/entries?limit=7{cursor}", subject="ana", headers={"Accept-Language": "en"}
        ).json
        seen += [entry["amount_cents"] for entry in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert seen == [*range(-39, 1), 1000]
    assert page["items"][-1]["text"] == "Top-up at a desk"


def test_a_cursor_of_one_account_or_person_opens_no_other(
    asking: Callable[[str], Ask], an_account: Open, noon: clock.Frozen
) -> None:
    an_account(balance_cents=1000)
    an_account("acc_bea", "bea", 1000)
    for number in range(12):
        pay("acc_ana", -1, f"{number}")
    ask = asking("read_entries")
    cursor = ask("GET", "/accounts/acc_ana/entries?limit=5", subject="ana").json["next"]
    forged = ("A" if cursor[0] != "A" else "B") + cursor[1:]

    answers = [
        ask("GET", f"/accounts/acc_bea/entries?limit=5&cursor={cursor}", subject="bea"),
        ask("GET", f"/accounts/acc_ana/entries?limit=5&cursor={cursor}", subject="eva", roles=("staff",)),
        ask("GET", f"/accounts/acc_ana/entries?limit=5&cursor={forged}", subject="ana"),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(400, "foreign_cursor")] * 3


@pytest.mark.parametrize("length", [10, 300])
def test_a_page_of_movements_takes_two_calls_at_any_length(wallet: Domain, an_account: Open, length: int) -> None:
    shelf = Shelf()
    function = wallet.function("read_entries")
    with shelf.standing_in(), function.running():
        an_account(balance_cents=1000)
        for number in range(length):
            pay("acc_ana", -1, f"{number}")
        shelf.calls.clear()
        sample = event("wallet", "read_entries")
        sample["pathParameters"] = {"account_id": "acc_ana"}
        for headers in (sample["headers"], sample["multiValueHeaders"]):
            bearer = f"Bearer {token('ana')}"
            headers["Authorization"] = bearer if headers is sample["headers"] else [bearer]
        with published():
            answer = read(function.handler(sample, None))

    assert (answer.status, len(answer.json["items"])) == (200, min(20, length + 1))
    assert shelf.calls in (["GetItem"], ["GetItem", "Query"])


def test_the_month_as_a_sheet_adds_up(asking: Callable[[str], Ask], an_account: Open, noon: clock.Frozen) -> None:
    an_account(balance_cents=1000)
    pay("acc_ana", -300, "november")
    noon.move_to(NOON + timedelta(days=10))
    pay("acc_ana", -200, "december")
    ask = asking("read_statement")

    november = ask("GET", "/accounts/acc_ana/statement/2026-11/csv", subject="ana").text.splitlines()
    december = ask("GET", "/accounts/acc_ana/statement/2026-12/csv", subject="ana").text.splitlines()

    assert [line.split(";")[2:4] for line in november[1:]] == [["10,00", "10,00"], ["-3,00", "7,00"]]
    assert [line.split(";")[2:4] for line in december[1:]] == [["-2,00", "5,00"]]


def test_the_sheets_are_files_that_nobody_else_keeps(asking: Callable[[str], Ask], an_account: Open) -> None:
    an_account(balance_cents=1000)
    ask = asking("read_statement")

    pdf = ask("GET", "/accounts/acc_ana/statement/2026-11/pdf", subject="ana")

    assert pdf.body.startswith(b"%PDF-")
    assert pdf.headers["content-disposition"] == 'attachment; filename="acc_ana-2026-11.pdf"'
    assert pdf.headers["cache-control"] == "no-store"
    assert ask("GET", "/accounts/acc_ana/statement/2026-13/pdf", subject="ana").code == "no_such_month"
    assert ask("GET", "/accounts/acc_ana/statement/2026-11/xls", subject="ana").status == 422
