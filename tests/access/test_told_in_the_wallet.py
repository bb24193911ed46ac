"""What access writes down of a tap is what the wallet's statement tells: every reason, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cercano.access.explain import CODES
from cercano.access.journal import entries_of
from cercano.access.late import Change
from cercano.access.model import Charge, Priced, Why
from cercano.ledger.model import Account, Hold
from cercano.wallet.explaining import explained
from tests.access.fares import a_tap

TAP = a_tap("2026-11-23 08:00", line="7C1")
REASONS = [
    Why("flat", ("standard",)),
    Why("free", ("child",)),
    Why("transfer", ("3", 1_800_000)),
    Why("cap", ("day", 264)),
    Why("window", ("christmas",)),
    Why("pass", ("bus_month", "1a2b3c4d")),
    Why("carnet", ("bus_ten", "1a2b3c4d", 3, 10)),
    Why("stay_open", (600,)),
    Why("stay", (40, 100)),
    Why("declared", (40, 100)),
    Why("declared_in_vain"),
    Why("start_missing", (600,)),
]


def told(why: Why, cents: int = 66, *changes: Change) -> list[tuple[str, str]]:
    entries = entries_of(TAP, Charge(cents, why), changes)
    return [(explained(entry, "es"), explained(entry, "en")) for entry in entries]


def test_there_is_a_case_here_for_every_reason():
    assert {why.code for why in REASONS} == CODES


@pytest.mark.parametrize("why", REASONS, ids=lambda why: why.code)
def test_every_reason_is_told_with_the_line_in_both_languages(why):
    ((es, en),) = told(why)

    assert es.startswith("Viaje con TUS, línea 7C1: ")
    assert en.startswith("Journey with TUS, line 7C1: ")
    assert "{" not in es + en


def test_a_transfer_and_a_cap_say_their_numbers():
    assert told(Why("transfer", ("3", 1_800_000)))[0][1].endswith("free transfer, 30 min after line 3")
    assert told(Why("carnet", ("bus_ten", "1a2b3c4d", 3, 10)))[0][0].endswith("viaje 3 de 10 de tu carné")
    assert told(Why("cap", ("day", 264)))[0][0].endswith("máximo del día alcanzado, 2,64 €")


def test_a_tap_that_came_late_says_its_own_price_and_what_it_changed_for_each_operator():
    later = Priced(a_tap("2026-11-23 08:30"), Charge(66, Why("flat", ("standard",))))
    elsewhere = Priced(a_tap("2026-11-23 08:40", operator="alsa"), Charge(66, Why("flat", ("standard",))))
    free = Charge(0, Why("transfer", ("7C1", 1_800_000)))

    texts = told(Why("flat", ("standard",)), 66, Change(later, free), Change(elsewhere, free))

    assert texts == [
        (
            "Viaje con TUS, línea 7C1: un viaje, 0,66 €; viajes posteriores corregidos, +0,66 €",
            "Journey with TUS, line 7C1: one journey, €0.66; later journeys put right, +€0.66",
        ),
        (
            "Viaje con alsa: viajes posteriores corregidos, +0,66 €",
            "Journey with alsa: later journeys put right, +€0.66",
        ),
    ]


def test_a_stay_that_nobody_ended_says_why_the_most_was_taken():
    at = datetime(2026, 11, 23, 7, tzinfo=UTC)
    hold = Hold(amount_cents=600, expires_at=at + timedelta(hours=1), payee="operator:bikes", is_taken_at_last=True)
    account = Account.new("acc_01", "resident", balance_cents=600, held_cents=600, holds={"0" * 28: hold})

    (taken,) = account.let_due_holds_go(at + timedelta(hours=2)).recent

    assert explained(taken, "es") == "Cobro de las bicis, de lo retenido: no consta la salida"
    assert explained(taken, "en") == "Charge by the bikes, out of what was held: no end was told"
