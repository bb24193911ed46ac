"""Passes: decided with the fares, sold by the wallet, counted by the readers' taps, given back while unused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cercano.access.deciding import decide
from cercano.access.hearing import Heard
from cercano.access.tables import told
from cercano.facts.card import CardReplaced, ConcessionGranted
from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger import passes as kept
from cercano.ledger.model import Account
from cercano.ledger.posting import Posting
from tests.access.fares import a_table, a_tap, some_fares
from tests.functions.wallet.conftest import Ask, an_id
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import fact_event

TEN: dict[str, Any] = {
    "code": "bus_ten",
    "service": "bus",
    "days": 365,
    "journeys": 2,
    "prices": {"standard": 600, "youth": 400},
    "name": {"es": "Carné de autobús", "en": "Bus carnet"},
    "refund_days": 14,
    "payee": "operator:tus",
}
FARES = some_fares(a_table(passes=[*a_table()["passes"], TEN]))
PATH = "/accounts/acc_ana/passes"


@pytest.fixture(autouse=True)
def decided(wallet: Domain) -> None:
    """The council's fares have been heard of, twice."""
    facts = [fact for table in FARES.tables for fact in told(table, NOON)]
    for _ in range(2):
        said = fact_event(*facts, source="cercano.access")
        assert wallet.function("heed_fares")(said) == {"batchItemFailures": []}


@pytest.fixture
def buy(asking: Callable[[str], Ask]) -> Callable[..., Any]:
    ask = asking("buy_pass")

    def bought(code: str = "bus_ten", number: int = 1, subject: str = "ana", **more: Any) -> Any:
        return ask("POST", PATH, subject=subject, body={"entry_id": an_id(number), "code": code, **more})

    return bought


@pytest.fixture
def give_back(asking: Callable[[str], Ask]) -> Callable[..., Any]:
    ask = asking("return_pass")
    return lambda number=1, subject="ana": ask("POST", f"{PATH}/{an_id(number)}/refund", subject=subject)


def ride(at: str, number: int = 1, line: str = "1") -> None:
    """A tap of Ana's, as access charges it."""
    heard = Heard(a_tap(at, line=line), "00000000000000aa", number, "r-1")

    def posting(account: Account, _known: Any) -> Posting:
        done = decide(account, [heard], FARES, clock.now())
        assert not done.refused
        return Posting(entries=done.entries, account=replace(account, fare=done.fare))

    book.post("acc_ana", [heard.tap.tap_id], posting)


def balance() -> int:
    return book.existing("acc_ana").balance_cents


def test_everybody_reads_what_is_on_sale_with_its_prices(asking: Callable[[str], Ask]) -> None:
    items = asking("read_passes")("GET", "/passes", subject=None).json["items"]

    assert [one["code"] for one in items] == ["bus_month", "bus_ten"]
    assert items[1] == {
        "code": "bus_ten",
        "service": "bus",
        "name": "Carné de autobús",
        "prices": {"standard": 600, "youth": 400},
        "months": 0,
        "days": 365,
        "journeys": 2,
        "refund_days": 14,
        "payee": "operator:tus",
        "payee_name": "TUS",
        "valid_from": "2026-01-01",
        "valid_to": None,
    }


def test_a_pass_is_paid_and_held_by_one_write(buy: Any, an_account: Callable[..., Account]) -> None:
    before = an_account(balance_cents=1000)

    answer = buy()

    assert answer.status == 201
    assert answer.json["bought"] == {
        "pass_id": an_id(),
        "code": "bus_ten",
        "service": "bus",
        "name": "Carné de autobús",
        "state": "valid",
        "valid_from": "2026-11-23",
        "valid_to": "2027-11-22",
        "journeys": 2,
        "journeys_used": 0,
        "journeys_left": 2,
        "paid_cents": 600,
        "fare_class": "standard",
        "returnable_to": "2026-12-07",
    }
    assert answer.json["receipt"]["entry"]["text"] == "Pago a TUS: un abono (bus_ten), tarifa general"
    after = book.existing("acc_ana")
    assert (after.balance_cents, after.version) == (400, before.version + 1)


def test_the_same_order_again_is_the_same_pass_also_the_day_after(
    buy: Any, an_account: Callable[..., Account], noon: clock.Frozen
) -> None:
    an_account(balance_cents=2000)
    first = buy().json

    noon.tick(86_400)
    again = buy().json
    other = buy("bus_month")

    assert again["receipt"]["entry"] == first["receipt"]["entry"]
    assert again["bought"]["valid_from"] == "2026-11-23"
    assert (other.status, other.json["code"]) == (409, "entry_exists_with_other_words")
    assert balance() == 1400


def test_a_concession_makes_it_cheaper_and_the_price_says_so_beforehand(
    wallet: Domain, buy: Any, asking: Callable[[str], Ask], an_account: Callable[..., Account]
) -> None:
    an_account(balance_cents=1000)
    granted = ConcessionGranted(
        at=NOON,
        card_id="card_acc_ana",
        account_id="acc_ana",
        concession="youth",
        valid_from=date(2026, 12, 1),
        valid_to=date(2027, 12, 1),
    )
    wallet.function("heed_cards")(fact_event(granted, source="cercano.card"))

    prices = [
        asking("buy_pass")("GET", f"{PATH}/bus_ten/price", subject="ana", query={"starts_on": day}).json
        for day in ("2026-11-30", "2026-12-01")
    ]
    bought = buy(starts_on="2026-12-01").json["bought"]

    assert [(one["price_cents"], one["fare_class"]) for one in prices] == [(600, "standard"), (400, "youth")]
    assert prices[1]["text"] == "4,00 €, tarifa joven"
    assert (bought["paid_cents"], bought["fare_class"], bought["state"]) == (400, "youth", "future")


def test_journeys_of_a_carnet_count_down_and_a_late_tap_takes_its_own(
    buy: Any, asking: Callable[[str], Ask], an_account: Callable[..., Account], noon: clock.Frozen
) -> None:
    an_account(balance_cents=1000)
    buy()
    noon.move_to(NOON + timedelta(days=3))

    ride("2026-11-24 09:00", 1)
    ride("2026-11-24 11:00", 2)
    used = asking("buy_pass")("GET", PATH, subject="ana").json["items"][0]
    ride("2026-11-24 07:00", 3)

    assert (used["journeys_used"], used["journeys_left"], used["state"]) == (2, 0, "used_up")
    entries = book.existing("acc_ana").recent
    assert [entry.memo["w"][0] for entry in entries if "w" in entry.memo] == ["carnet", "carnet", "carnet"]
    assert balance() == 400 - 66
    assert kept.uses(book.existing("acc_ana")) == {an_id()[-8:]: 2}


def test_a_ride_within_a_pass_costs_nothing_and_from_the_day_after_its_last_it_does(
    buy: Any, an_account: Callable[..., Account], noon: clock.Frozen
) -> None:
    an_account(balance_cents=3000)
    assert buy("bus_month").json["bought"]["valid_to"] == "2026-12-22"
    noon.move_to(NOON + timedelta(days=31))

    ride("2026-12-22 23:59", 1)
    ride("2026-12-23 08:00", 2)

    assert balance() == 3000 - 2000 - 66


def test_an_unused_pass_is_given_back_once_with_its_money(
    buy: Any, give_back: Any, an_account: Callable[..., Account]
) -> None:
    an_account(balance_cents=1000)
    buy()

    answers = [give_back() for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert answers[0].json == answers[2].json
    assert answers[0].json["entry"]["text"] == "Devolución de TUS: un abono"
    assert (balance(), book.existing("acc_ana").terms.passes) == (1000, ())


def test_a_used_pass_or_one_too_old_is_not_given_back(
    buy: Any, give_back: Any, an_account: Callable[..., Account], noon: clock.Frozen
) -> None:
    an_account(balance_cents=2000)
    buy()
    buy(number=2)
    buy("bus_month", number=3, starts_on="2026-12-01")
    noon.move_to(NOON + timedelta(days=1))
    ride("2026-11-24 09:00")

    refused = [give_back().json["code"]]
    noon.move_to(NOON + timedelta(days=15))
    refused += [give_back(2).json["code"], give_back(4).json["code"]]

    assert refused == ["pass_used", "pass_not_returnable", "no_such_pass"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"code": "tram_month"}, "no_such_pass"),
        ({"starts_on": "2026-11-22"}, "starts_out_of_reach"),
        ({"starts_on": "2027-01-23"}, "starts_out_of_reach"),
        ({"code": "bus_month"}, "not_enough_money"),
    ],
)
def test_what_cannot_be_bought_is_refused_and_takes_nothing(
    buy: Any, an_account: Callable[..., Account], said: dict[str, Any], code: str
) -> None:
    an_account(balance_cents=1000)

    assert buy(**{"code": "bus_ten", **said}).json["code"] == code
    assert balance() == 1000


def test_two_passes_of_a_service_do_not_overlap_and_the_next_may_follow(
    buy: Any, an_account: Callable[..., Account]
) -> None:
    an_account(balance_cents=5000)
    buy("bus_month")

    overlapping = buy("bus_month", 2, starts_on="2026-12-22")
    following = buy("bus_month", 3, starts_on="2026-12-23")

    assert (overlapping.json["code"], following.status) == ("pass_overlaps", 201)
    assert "22/12/2026" in overlapping.json["detail"]


def test_an_anonymous_card_pays_no_more_than_fifty_euros_at_a_distance(
    wallet: Domain, buy: Any, an_account: Callable[..., Account]
) -> None:
    dear = some_fares(a_table(table_id="2027", valid_from="2026-11-23", passes=[{**TEN, "prices": {"standard": 5001}}]))
    facts = told(dear.tables[0], NOON)
    wallet.function("heed_fares")(fact_event(*facts, source="cercano.access"))
    an_account(balance_cents=10_000, of_class="anonymous")

    assert buy().json["code"] == "over_the_cap"


def test_a_pass_moves_to_the_card_that_replaces_a_lost_one(
    wallet: Domain, buy: Any, an_account: Callable[..., Account], noon: clock.Frozen
) -> None:
    an_account(balance_cents=1000)
    buy()
    noon.move_to(NOON + timedelta(days=2))
    replaced = CardReplaced(at=clock.now(), card_id="card_new", account_id="acc_ana", old_card_id="card_acc_ana")

    wallet.function("heed_cards")(fact_event(replaced, source="cercano.card"))
    ride("2026-11-24 09:00")

    account = book.existing("acc_ana")
    assert account.terms.card_id == "card_new"
    assert account.recent[-1].memo["w"][0] == "carnet"
    assert account.balance_cents == 400


def test_nobody_buys_for_gives_back_or_reads_the_passes_of_another(
    buy: Any, give_back: Any, asking: Callable[[str], Ask], an_account: Callable[..., Account]
) -> None:
    an_account(balance_cents=1000)
    buy()

    refused = [
        buy(number=2, subject="ben"),
        asking("buy_pass")("GET", PATH, subject="ben"),
        asking("buy_pass")("GET", f"{PATH}/bus_ten/price", subject="ben"),
        buy(subject="ben"),
    ]

    assert [(answer.status, answer.json["code"]) for answer in refused] == [(404, "account_unknown")] * 4
    returned = [give_back(subject="ben"), give_back(9, subject="ben")]
    assert [(answer.status, answer.json["code"]) for answer in returned] == [(404, "no_such_pass")] * 2
