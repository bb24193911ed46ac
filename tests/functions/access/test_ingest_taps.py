"""Taps that readers tell: charged once in whatever order, refused by name, cheap in bulk; debts are listed."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cercano.access import denying
from cercano.access.hearing import hear
from cercano.access.pricing import price
from cercano.access.rows import DENY, DenyRow, RefusedRow
from cercano.kit import clock
from cercano.ledger import archive, book, credentials
from cercano.ledger.model import Account
from functions.access import ingest_taps
from tests.access.fares import NO_RIGHTS, some_fares
from tests.functions.access.conftest import ACCOUNT, CARD, CHIP, PHONE, an_account, balance, said, top_up, upload
from tests.support.events import Context, event
from tests.support.shelf import Killed, Shelf

HOUR, DAY = 3600, 86_400
ACCESS_TABLE, LEDGER = "access", "ledger"


def ingest(*messages: list[dict[str, Any]], **how: Any) -> list[dict[str, str]]:
    return ingest_taps.handler(upload(*messages, **how), Context())["batchItemFailures"]


def refused() -> list[str]:
    rows = [row for one in (PHONE, CHIP, "f" * 16, "a" * 16) for row in RefusedRow.every(f"REFUSED#{one}")]
    return [row.reason for row in rows]


def denied() -> list[str]:
    return denying.credentials_denied()


def test_the_sample_is_charged_once_though_its_tap_came_twice(shelf: Shelf):
    ingest_taps.handler(event("access", "ingest_taps"), Context())

    assert balance() == 1000 - 66 - 66


def test_the_log_says_of_each_run_how_many_taps_it_read_and_what_it_wrote(shelf: Shelf, capsys: Any):
    ingest([said(60), said(60)], [said(120, counter=2)])

    (line,) = [one for one in map(json.loads, capsys.readouterr().out.splitlines()) if "taps" in one]
    assert {name: line[name] for name in ("message", "messages", "taps", "entries", "writes", "orphans")} == {
        "message": "invocation_ended",
        **{"messages": 2, "taps": 3, "entries": 2, "writes": 1, "orphans": 0},
    }


def test_a_tap_is_charged_once_however_often_it_is_told(shelf: Shelf):
    for _ in range(3):
        assert ingest([said(60)], [said(60)]) == []

    assert balance() == 934
    assert refused() == []


def test_taps_in_any_order_days_late_and_twice_come_to_the_price_of_their_set(shelf: Shelf):
    chance = random.Random(7)
    top_up(20_000)
    taps = [said(chance.randrange(9 * DAY), n, line=chance.choice("123")) for n in range(40)]
    told = [*taps, *chance.sample(taps, 20)]
    chance.shuffle(told)

    while told:
        few = chance.randrange(1, 9)
        assert ingest(told[:few]) == []
        told = told[few:]

    heard, _ = hear("bus-204", json.dumps({"v": 1, "taps": taps}).encode())
    priced = price([one.tap for one in heard], some_fares(), NO_RIGHTS)
    assert balance() == 21_000 - sum(one.charge.cents for one in priced)
    assert refused() == []


def test_a_message_that_cannot_be_read_goes_back_alone(shelf: Shelf):
    sent = upload([said(60)], [said(50, 2)])
    sent["Records"][0]["body"] = "not JSON"

    answer = ingest_taps.handler(sent, Context())

    assert answer["batchItemFailures"] == [{"itemIdentifier": "m0"}]
    assert balance() == 934


@pytest.mark.parametrize(
    "broken",
    [
        {"at": "2026-11-23T09:15:00"},
        {"at": "1970-01-01T00:00:00Z"},
        {"counter": True},
        {"counter": -1},
        {"credential": "ABC"},
        {"kind": "declared"},
        {"place": {"service": "bus#x", "operator": "tus"}},
        {"place": None},
    ],
    ids=str,
)
def test_a_tap_that_cannot_be_read_does_not_hold_up_its_neighbours(shelf: Shelf, broken):
    assert ingest([{**said(60), **broken}, said(50, 2)]) == []

    assert balance() == 934


@pytest.mark.parametrize("ago", [-301, 36 * DAY])
def test_a_tap_of_the_future_or_of_long_ago_is_refused(shelf: Shelf, ago):
    ingest([said(ago)])

    assert balance() == 1000
    assert shelf_of_refused(shelf) == ["tap_out_of_time"]


def shelf_of_refused(shelf: Shelf) -> list[str]:
    return [item["reason"]["S"] for (pk, _), item in shelf.tables[ACCESS_TABLE].items() if pk.startswith("REFUSED")]


def test_an_unknown_credential_and_one_that_ended_are_refused(shelf: Shelf):
    credentials.unlink(CHIP, ACCOUNT, CARD, clock.now())

    ingest([said(60, credential="f" * 16), said(60, credential=CHIP)], receive_count=3)

    assert (balance(), refused()) == (1000, ["credential_unknown"] * 2)


def test_an_old_tap_of_an_unknown_credential_is_refused_at_once(shelf: Shelf):
    assert ingest([said(2 * HOUR, credential="f" * 16)]) == []

    assert refused() == ["credential_unknown"]


def test_a_phone_that_taps_before_its_key_is_heard_of_is_charged_when_it_is(shelf: Shelf):
    message, known = [said(60, credential="f" * 16)], [said(60)]

    first = ingest(message, known)
    assert (len(first), balance(), refused()) == (1, 934, [])
    credentials.link("f" * 16, ACCOUNT, CARD, clock.now())
    again = ingest(message, receive_count=2)

    assert (again, balance(), refused()) == ([], 934 - 66, [])


def test_a_counter_that_comes_back_is_refused_and_a_copy_suspected(shelf: Shelf):
    ingest([said(60, 7)])
    ingest([said(50, 7)], thing="bus-205")

    assert (balance(), refused()) == (934, ["counter_used"])
    told = next(item["told"]["S"] for (pk, _), item in shelf.tables[ACCESS_TABLE].items() if pk.startswith("REFUSED"))
    assert '"CloneSuspected"' in told
    assert ACCOUNT not in told


def test_a_frozen_account_owes_what_it_rode_before_and_rides_no_more(shelf: Shelf):
    book.change(ACCOUNT, lambda account: account.stop("lost", clock.now() - timedelta(minutes=30)))

    ingest([said(HOUR, 1), said(60, 2)])

    assert (balance(), refused()) == (934, ["account_frozen"])


def test_a_ride_on_credit_is_charged_down_to_the_floor_and_listed_until_money_comes(shelf: Shelf):
    an_account("acc_02", 66, held=("aaaaaaaaaaaaaaaa",))
    rides = [said(DAY - n * HOUR, n, "aaaaaaaaaaaaaaaa") for n in range(6)]

    ingest(rides[:1])
    assert (balance("acc_02"), denied()) == (0, [])
    ingest(rides[1:])

    assert balance("acc_02") == -134
    assert denied() == ["aaaaaaaaaaaaaaaa"]
    assert shelf.tables[ACCESS_TABLE][DENY, "acc_02"]["told"]["S"].count("AccountOverdrawn") == 1


def test_a_ride_beyond_the_floor_is_the_operators_loss(shelf: Shelf):
    an_account("acc_02", 0, held=("aaaaaaaaaaaaaaaa",), floor=-100)

    ingest([said(DAY, 1, "aaaaaaaaaaaaaaaa"), said(HOUR, 2, "aaaaaaaaaaaaaaaa")])

    assert balance("acc_02") == -66
    assert refused() == ["not_enough_money"]


def test_a_crash_after_the_charge_still_lists_the_debt_when_the_message_comes_again(shelf: Shelf):
    an_account("acc_02", 0, held=("aaaaaaaaaaaaaaaa",))

    def die(operation: str, call: dict[str, Any]) -> None:
        if operation == "PutItem" and call["TableName"] == ACCESS_TABLE:
            raise Killed

    shelf.before = die
    with pytest.raises(Killed):
        ingest([said(60, 1, "aaaaaaaaaaaaaaaa")])
    shelf.before = lambda operation, call: None
    ingest([said(60, 1, "aaaaaaaaaaaaaaaa")])

    assert balance("acc_02") == -66
    assert denied() == ["aaaaaaaaaaaaaaaa"]


class Meter:
    """Write units, those of the archive apart: its rows are written once each, by the stream."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.archived = shelf, 0.0

    def ingest(self, taps: list[dict[str, Any]]) -> float:
        """What the taps cost in writes of accounts and pages; then the stream does its part."""
        before = self.shelf.writes
        ingest(taps)
        spent = self.shelf.writes - before
        account = book.read(ACCOUNT)
        assert account is not None
        before = self.shelf.writes
        archive.keep((ACCOUNT, entry) for entry in account.recent[-len(taps) :])
        self.archived += self.shelf.writes - before
        return spent


def test_a_live_tap_takes_three_reads_and_one_write_and_at_most_two_and_a_half_units(shelf: Shelf):
    top_up(50_000)
    meter, taps = Meter(shelf), 60
    ingest([said(21 * DAY, 0)])
    calls, spent = [], 0.0
    for n in range(taps):
        before = len(shelf.calls)
        spent += meter.ingest([said(20 * DAY - n * 5 * HOUR, n + 1, line=str(n % 7))])
        calls.append(tuple(shelf.calls[before:][:4]))

    assert set(calls) == {
        ("GetItem", "GetItem", "BatchGetItem", "PutItem"),
        ("GetItem", "GetItem", "BatchGetItem", PAGE),
    }
    assert (spent + meter.archived) / taps <= 2.5


PAGE = "BatchWriteItem"


def test_a_garages_upload_costs_at_most_1_6_units_a_tap(shelf: Shelf):
    top_up(50_000)
    meter = Meter(shelf)
    rides = [said(20 * DAY - n * 5 * HOUR, n, line=str(n % 7)) for n in range(72)]
    random.Random(3).shuffle(rides)

    spent = sum(meter.ingest(rides[n : n + 6]) for n in range(0, 72, 6))

    account = book.read(ACCOUNT)
    assert account is not None
    assert account.seq - 2 == 72
    assert (spent + meter.archived) / 72 <= 1.6


def test_what_is_logged_names_no_account_and_no_credential(shelf: Shelf, capsys: pytest.CaptureFixture[str]):
    ingest([said(60, 7), said(50, 8, "f" * 16)])
    ingest([said(40, 7)], thing="bus-205")

    written = capsys.readouterr().out
    assert "tap_refused" in written
    assert ACCOUNT not in written
    assert PHONE not in written


def test_every_row_says_when_it_may_be_forgotten(shelf: Shelf):
    ingest([said(60, credential="f" * 16)], receive_count=3)

    (row,) = RefusedRow.every(f"REFUSED#{'f' * 16}")
    assert row.expires_at > datetime(2027, 2, 20, tzinfo=UTC)


def test_an_account_that_owes_nothing_has_no_row_on_the_list(shelf: Shelf):
    ingest([said(60)])

    assert list(DenyRow.every(DENY)) == []
    assert isinstance(book.read(ACCOUNT), Account)
