"""Until the city's own bank account is told, no file is made: settle_payees and collect_top_ups refuse with an alarm,
nothing that is owed is lost, and reconcile_day shows it to the staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cercano.kit import aws
from cercano.kit.facts import instant
from cercano.wallet import our_bank, payees, settlement
from tests.functions.wallet.conftest import Ask
from tests.functions.wallet.test_settling import MONDAY, approved, receive
from tests.functions.wallet.test_the_bank_s_files import collect, linked
from tests.support.aws import Domain
from tests.support.events import schedule_event
from tests.support.templates import ROOT, Template

TOLD = {"name": "Ciudad", "iban": "ES8099990001450000000001", "creditor_id": "ES48000Q0000000J"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`told(iban="")` tells all but that."""

    def tell(**changed: str) -> None:
        said = {f"CREDITOR_{name.removeprefix('creditor_').upper()}": value for name, value in (TOLD | changed).items()}
        monkeypatch.setattr(our_bank, "setting", lambda name, default: said.get(name, default))

    monkeypatch.setattr(settlement, "OPEN_FOR", timedelta(days=9))
    return tell


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, []),
        ({"name": ""}, ["name"]),
        ({"iban": ""}, ["iban"]),
        ({"iban": "ES7921000813610123456789"}, ["iban"]),
        ({"iban": "ES8199990001450000000001"}, ["iban"]),
        ({"creditor_id": ""}, ["creditor_id"]),
        ({"creditor_id": "ES49000Q0000000J"}, ["creditor_id"]),
        ({"name": "", "iban": "", "creditor_id": ""}, ["name", "iban", "creditor_id"]),
    ],
)
def test_what_is_not_told_or_cannot_be_right_is_missing(
    told: Callable[..., None], changed: dict[str, str], missing: list[str]
) -> None:
    told(**changed)

    assert our_bank.missing() == missing


def test_the_template_supposes_no_bank() -> None:
    said = Template(ROOT / "infra" / "wallet.yaml").document["Parameters"]

    assert [said[name]["Default"] for name in ("CreditorName", "CreditorIban", "CreditorId")] == ["", "", ""]


def bucket(wallet: Domain) -> list[str]:
    found = aws.client("s3").list_objects_v2(Bucket=wallet.ref("BankFiles")).get("Contents", [])
    return [one["Key"] for one in found]


def test_what_is_owed_is_carried_on_until_the_bank_is_told_and_then_paid(
    wallet: Domain, told: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    approved("operator:tus")
    receive("operator:tus", 6600)
    settle = wallet.function("settle_payees")

    def run(day: date) -> dict[str, Any]:
        return settle(schedule_event(instant(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))))

    told(iban="")
    with pytest.raises(our_bank.BankNotTold):
        run(MONDAY)
    said, files = capsys.readouterr().out, bucket(wallet)
    (carried,) = payees.settlements_on(MONDAY, ["operator:tus"])
    told()
    done = run(MONDAY + timedelta(days=7))

    assert (files, carried.paid_cents, carried.carried_cents) == ([], 0, 6600)
    assert "bank_not_told" in said
    assert '"alarm":true' in said.replace(" ", "")
    assert (done["paid"], done["paid_cents"]) == (1, 6600)


def test_nobody_is_collected_from_until_the_bank_is_told(
    wallet: Domain, told: Callable[..., None], an_account: Any
) -> None:
    linked(an_account)
    collect()
    run = wallet.function("collect_top_ups")
    night = schedule_event("2026-11-24T02:30:00Z")

    told(creditor_id="")
    with pytest.raises(our_bank.BankNotTold):
        run(night)
    empty = bucket(wallet)
    told()

    assert (empty, run(night)["files"]) == ([], 1)


def test_staff_see_on_the_page_of_the_day_that_the_bank_is_not_told(
    told: Callable[..., None], asking: Callable[[str], Ask]
) -> None:
    staff: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
    reconcile = asking("reconcile_day")

    shown = []
    for changed in ({"iban": ""}, {}):
        told(**changed)
        shown.append(reconcile("GET", "/reconciliation?date=2026-11-23", **staff).json["bank"])

    assert shown == [{"is_set": False, "missing": ["iban"]}, {"is_set": True, "missing": []}]
