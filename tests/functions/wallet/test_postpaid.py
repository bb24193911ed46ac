"""set_postpaid and close_months: spend now, pay at the end of the month. Lent by the council's line, collected once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from cercano.facts.access import FaresDecided
from cercano.facts.citizen import CitizenErased, CitizenVerified, GuardianshipGranted
from cercano.kit import aws, clock
from cercano.kit.facts import instant
from cercano.ledger import book
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.errors import NotEnoughMoney
from cercano.ledger.model import Account
from cercano.wallet import catalogue, collecting, end_to_end, fundings, levels, mandating, postpaid, returning
from cercano.wallet.bankfile import Returned
from cercano.wallet.crossings import RETURNED
from tests.functions.wallet.conftest import Ask, an_id
from tests.functions.wallet.test_filling_itself import told_by
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import fact_event, schedule_event

PATH, IBAN = "/accounts/acc_ana/postpaid", "ES9121000418450200051332"
FIRST = datetime(2026, 12, 1, 3, tzinfo=UTC)
NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}
Open = Callable[..., Account]


def lends(cents: int = 100_00, first: date = date(2026, 1, 1)) -> None:
    catalogue.keep_table(FaresDecided(at=NOON, valid_from=first, table_id=first.isoformat(), credit_cents=cents))


def known(level: int = 2, citizen_id: str = "ana") -> CitizenVerified:
    fact = CitizenVerified(at=clock.now(), citizen_id=citizen_id, level=level)
    levels.heed(fact)
    return fact


def spend(cents: int, number: int) -> None:
    entry = Entry(id=an_id(number), kind=EntryKind.PAYMENT, payee="operator:tus", amount_cents=-cents)
    book.post_entry("acc_ana", entry)


def account() -> Account:
    return book.existing("acc_ana")


@pytest.fixture
def monthly(wallet: Domain, asking: Callable[[str], Ask], an_account: Open) -> Ask:
    """Ana pays by the month: the council lends 100 EUR, she linked her bank, the register knows her."""
    an_account()
    lends()
    known()
    mandating.give("acc_ana", IBAN, "Ana Ruiz", NOON)
    ask = asking("set_postpaid")
    assert ask("PUT", PATH, subject="ana", body={"is_on": True}).status == 200
    return ask


@pytest.fixture
def close(wallet: Domain, noon: clock.Frozen) -> Callable[..., dict[str, Any]]:
    """The night of the 1st, or another."""
    function = wallet.function("close_months")

    def run(at: datetime = FIRST) -> dict[str, Any]:
        noon.move_to(at)
        said: dict[str, Any] = function(schedule_event(instant(at)))
        return said

    return run


def test_who_is_known_and_gave_a_mandate_is_lent_the_council_s_line_and_not_a_cent_more(monthly: Ask) -> None:
    spend(100_00, 1)

    with pytest.raises(NotEnoughMoney):
        spend(1, 2)
    shown = monthly("GET", PATH, subject="ana", headers={"Accept-Language": "en"}).json
    text = shown.pop("text")

    assert shown == {
        "is_on": True,
        "credit_cents": 100_00,
        "offered_cents": 100_00,
        "owed_cents": 100_00,
        "closes_on": "2026-12-01",
        "collected_from": "2026-12-15",
        "ended_because": "",
    }
    assert "Spend up to" in text


def test_said_again_it_is_the_same(monthly: Ask) -> None:
    before = account().version

    assert monthly("PUT", PATH, subject="ana", body={"is_on": True}).status == 200
    assert account().version == before


def test_a_ride_reaches_down_to_the_line_and_not_beyond_it_on_trust(monthly: Ask) -> None:
    book.change("acc_ana", lambda same: replace(same, floor_cents=-200))
    spend(99_50, 1)

    with pytest.raises(NotEnoughMoney):
        book.post_entry("acc_ana", Entry(id=an_id(2), kind=EntryKind.FARE, payee="operator:tus", amount_cents=-66))


@pytest.mark.parametrize(
    ("wanting", "code"),
    [
        ("mandate", "no_mandate"),
        ("good mandate", "mandate_suspended"),
        ("level", "not_verified"),
        ("line", "no_postpaid"),
        ("adult", "not_for_minors"),
        ("thaw", "account_frozen"),
    ],
)
def test_whom_nothing_is_lent(asking: Callable[[str], Ask], an_account: Open, wanting: str, code: str) -> None:
    an_account(of_class="child" if wanting == "adult" else "resident")
    lends(0 if wanting == "line" else 100_00)
    known(1 if wanting == "level" else 2)
    if wanting != "mandate":
        mandate = mandating.give("acc_ana", IBAN, "Ana Ruiz", NOON)
    if wanting == "good mandate":
        row = fundings.find("acc_ana")
        fundings.changed(row, fundings.of(row).suspend(mandate.pk.removeprefix("MANDATE#"))).keep()
    if wanting == "thaw":
        book.change("acc_ana", lambda same: same.stop("fraud", NOON))

    said = {
        language: asking("set_postpaid")(
            "PUT", PATH, subject="ana", body={"is_on": True}, headers={"Accept-Language": language}
        )
        for language in ("es", "en")
    }

    assert {(one.status, one.json["code"]) for one in said.values()} == {(409, code)}
    assert said["es"].json["detail"] != said["en"].json["detail"]
    assert (account().credit_cents, postpaid.find("acc_ana")) == (0, None)


def test_nobody_else_turns_it_on_and_no_guardian_for_a_child(
    wallet: Domain, asking: Callable[[str], Ask], an_account: Open
) -> None:
    an_account("acc_ana", "peque", of_class="youth")
    lends()
    known(2, "peque")
    mandating.give("acc_ana", IBAN, "Ana Ruiz", NOON)
    wallet.function("heed_families")(fact_event(GuardianshipGranted(at=NOON, guardian_id="ana", child_id="peque")))
    ask = asking("set_postpaid")

    answers = [
        ask(method, PATH, subject=who, roles=roles, body={"is_on": True} if method == "PUT" else None).json["code"]
        for method in ("PUT", "GET")
        for who, roles in (("ana", ()), ("eva", ()), ("sofia", ("staff",)))
    ]

    assert set(answers) == {"account_unknown"}
    assert account().credit_cents == 0


def test_a_month_is_collected_once_however_often_and_late_it_is_closed(
    wallet: Domain, monthly: Ask, close: Callable[..., dict[str, Any]], noon: clock.Frozen
) -> None:
    spend(42_35, 1)
    noon.move_to(datetime(2026, 12, 1, 1, tzinfo=UTC))
    spend(3_00, 2)  # of December: not November's

    runs = [close(), close(FIRST + timedelta(hours=1)), close(FIRST + timedelta(days=5))]
    asked = collecting.of_day(date(2026, 12, 1))
    facts = [fact["name"] for fact in told_by(wallet, "ACCOUNT#acc_ana", "BALANCE")]

    assert [(run["closed"], run["collected_cents"]) for run in runs] == [(1, 42_35), (0, 0), (0, 0)]
    assert [(row.amount_cents, row.due_on, row.month) for row in asked] == [(42_35, date(2026, 12, 15), "2026-11")]
    assert account().balance_cents == -3_00
    assert account().credit_cents == 100_00 - 42_35
    assert {"CollectionAnnounced", "MoneyToppedUp"} <= set(facts)


def test_what_was_paid_since_the_month_ended_is_not_collected(
    monthly: Ask, close: Callable[..., dict[str, Any]], noon: clock.Frozen
) -> None:
    spend(42_35, 1)
    noon.move_to(datetime(2026, 12, 1, 1, tzinfo=UTC))
    book.post_entry("acc_ana", Entry(id=an_id(2), kind=EntryKind.TOP_UP, payee="desk", amount_cents=40_00))

    assert close()["collected_cents"] == 2_35
    assert account().balance_cents == 0


def test_who_owes_nothing_is_asked_for_nothing_also_when_the_night_comes_late(
    monthly: Ask, close: Callable[..., dict[str, Any]], noon: clock.Frozen
) -> None:
    assert close()["closed"] == 1
    spend(10_00, 1)

    assert close(FIRST + timedelta(days=2))["closed"] == 0
    assert account().balance_cents == -10_00


def test_a_month_is_none_of_who_began_after_it(monthly: Ask, close: Callable[..., dict[str, Any]]) -> None:
    spend(10_00, 1)

    assert close(datetime(2026, 11, 5, 3, tzinfo=UTC))["closed"] == 0


def test_the_bank_s_file_and_the_statement_say_which_month_it_is(
    wallet: Domain, monthly: Ask, asking: Callable[[str], Ask], close: Callable[..., dict[str, Any]], noon: clock.Frozen
) -> None:
    spend(42_35, 1)
    close()
    noon.move_to(datetime(2026, 12, 2, 3, tzinfo=UTC))
    wallet.function("collect_top_ups")(schedule_event("2026-12-02T03:00:00Z"))
    made = aws.client("s3").get_object(Bucket=wallet.ref("BankFiles"), Key="out/pain008/2026-12-01.xml")["Body"].read()
    file = Xml.fromstring(made)

    lines = {
        language: asking("read_entries")(
            "GET", "/accounts/acc_ana/entries", subject="ana", headers={"Accept-Language": language}
        ).json["items"][0]["text"]
        for language in ("es", "en")
    }

    assert file.findtext(".//p:Ustrd", "", NAMES) == "Tarjeta ciudadana, mes 2026-11"
    assert (file.findtext(".//p:InstdAmt", "", NAMES), file.findtext(".//p:ReqdColltnDt", "", NAMES)) == (
        "42.35",
        "2026-12-15",
    )
    assert lines == {
        "es": "Lo gastado en el mes 11/2026, cobrado en tu cuenta del banco",
        "en": "What was spent in the month 11/2026, collected from your bank account",
    }


def test_a_collection_that_comes_back_ends_it_and_stops_the_account_until_it_is_paid(
    wallet: Domain, monthly: Ask, close: Callable[..., dict[str, Any]], noon: clock.Frozen
) -> None:
    spend(42_35, 1)
    close()
    (row,) = collecting.of_day(date(2026, 12, 1))
    spend(57_65, 2)
    noon.move_to(FIRST + timedelta(days=18))
    came_back = Returned(end_to_end=end_to_end.written(date(2026, 12, 1), row.sk), amount_cents=42_35, reason="AM04")

    done = [returning.give_back(came_back, clock.now()) for _ in range(3)]
    facts = {fact["name"]: fact["data"] for fact in told_by(wallet, "ACCOUNT#acc_ana", "BALANCE")}
    shown = monthly("GET", PATH, subject="ana").json

    assert done == [True, False, False]
    assert (account().balance_cents, account().credit_cents) == (-100_00, 0)
    assert RETURNED in account().stopped
    assert facts["PostpaidEnded"] == {"account_id": "acc_ana", "reason": RETURNED}
    assert (shown["is_on"], shown["ended_because"]) == (False, RETURNED)
    assert monthly("PUT", PATH, subject="ana", body={"is_on": True}).json["code"] == "account_frozen"


def test_what_may_still_come_back_counts_against_the_line(monthly: Ask, close: Callable[..., dict[str, Any]]) -> None:
    lent = []
    for number, at in enumerate([FIRST, FIRST.replace(year=2027, month=1), FIRST.replace(year=2027, month=2)], 1):
        if account().credit_cents:
            spend(min(70_00, account().credit_cents), number)
        close(at)
        lent.append(account().credit_cents)

    assert lent == [30_00, 70_00, 30_00]


def test_turned_off_with_a_debt_nothing_more_is_lent_and_the_debt_is_collected_at_once(
    wallet: Domain, monthly: Ask
) -> None:
    spend(12_00, 1)

    shown = [monthly("PUT", PATH, subject="ana", body={"is_on": False}).json for _ in range(2)]

    assert [(one["is_on"], one["credit_cents"], one["owed_cents"], one["ended_because"]) for one in shown] == [
        (False, 0, 0, "asked")
    ] * 2
    assert [(row.amount_cents, row.due_on) for row in collecting.of_day(NOON.date())] == [(12_00, date(2026, 12, 7))]
    with pytest.raises(NotEnoughMoney):
        spend(1, 2)


def test_off_and_on_again_lends_no_more_than_the_line_leaves(monthly: Ask, noon: clock.Frozen) -> None:
    spend(80_00, 1)
    monthly("PUT", PATH, subject="ana", body={"is_on": False})
    noon.tick(60)

    again = monthly("PUT", PATH, subject="ana", body={"is_on": True}).json

    assert (again["is_on"], again["credit_cents"]) == (True, 20_00)


@pytest.mark.parametrize("how", ["mandate", "level", "left"])
def test_it_ends_with_the_mandate_with_the_level_and_with_who_leaves(
    wallet: Domain, monthly: Ask, asking: Callable[[str], Ask], noon: clock.Frozen, how: str
) -> None:
    spend(12_00, 1)
    noon.tick(60)

    if how == "mandate":
        assert asking("link_bank")("DELETE", "/accounts/acc_ana/mandate", subject="ana").status == 204
    else:
        at = clock.now()
        lost = CitizenVerified(at=at, citizen_id="ana", level=1)
        said = lost if how == "level" else CitizenErased(at=at, citizen_id="ana")
        for _ in range(2):
            assert wallet.function("heed_citizens")(fact_event(said)) == {"batchItemFailures": []}
    row = postpaid.find("acc_ana")

    assert row is not None
    assert (row.is_on, row.ended_because) == (0, "not_verified" if how == "level" else "mandate_ended")
    assert (account().balance_cents, account().credit_cents) == (0, 0)
    assert [one.amount_cents for one in collecting.of_day(NOON.date())] == [12_00]


def test_a_level_is_the_last_word_in_whatever_order_it_is_heard(wallet: Domain) -> None:
    later, earlier = NOON + timedelta(hours=1), NOON
    words = [
        CitizenVerified(at=later, citizen_id="ana", level=3),
        CitizenVerified(at=earlier, citizen_id="ana", level=2),
    ]

    assert wallet.function("heed_citizens")(fact_event(*words, words[0])) == {"batchItemFailures": []}

    assert levels.of("ana") == 3


def test_the_council_s_new_line_holds_from_the_next_month(monthly: Ask, close: Callable[..., dict[str, Any]]) -> None:
    lends(0, date(2026, 12, 1))
    spend(5_00, 1)

    assert close()["collected_cents"] == 5_00
    row = postpaid.find("acc_ana")
    assert row is not None
    assert (row.ended_because, account().credit_cents, account().balance_cents) == ("not_offered", 0, 0)
