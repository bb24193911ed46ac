"""The nightly look at the ledger: silent when all is in order; loud, and naming the row, when it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cercano.kit import aws, clock
from cercano.ledger.heads import PARTS
from cercano.ledger.model import Account
from cercano.ledger.packing import LedgerBroken
from cercano.ledger.rows import part_of
from cercano.ledger.walking import NIGHTS, turn_of
from tests.support.aws import Domain
from tests.support.events import schedule_event

NIGHT = datetime(2026, 11, 24, 1, 45, tzinfo=UTC)


@pytest.fixture
def money(wallet: Domain, an_account: Callable[..., Account]) -> None:
    """Ana and Luis have some."""
    an_account("acc_ana", "ana", 20_00)
    an_account("acc_luis", "luis", 5_00)


def sign(wallet: Domain, night: datetime) -> None:
    """The root of the day before."""
    with clock.freeze(night - timedelta(minutes=30)):
        wallet.function("sign_root")(schedule_event((night - timedelta(minutes=30)).isoformat()))


def test_the_sample_finds_a_ledger_in_order(wallet: Domain, money: None):
    sign(wallet, NIGHT)

    assert set(wallet.function("verify_ledger")()) == {"accounts"}


def test_every_account_has_its_turn_within_four_weeks():
    days = [NIGHT.date() + timedelta(days=day) for day in range(NIGHTS)]

    assert sorted(part for day in days for part in turn_of(day)) == list(range(PARTS))


def test_a_night_without_its_root_is_an_alarm(wallet: Domain, money: None, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(LedgerBroken):
        wallet.function("verify_ledger")()

    assert '"sk":"2026-11-23","reason":"it is not there","alarm":true' in capsys.readouterr().out


def test_a_floor_that_nobody_wrote_is_an_alarm_that_names_the_account_and_fails_the_run(
    wallet: Domain, money: None, capsys: pytest.CaptureFixture[str]
):
    nights = (NIGHT + timedelta(days=day) for day in range(NIGHTS))
    night = next(one for one in nights if part_of("acc_ana") in turn_of(one.date() - timedelta(days=1)))
    sign(wallet, night)
    key = {"pk": {"S": "ACCOUNT#acc_ana"}, "sk": {"S": "BALANCE"}}
    aws.client("dynamodb").update_item(
        TableName=wallet.ref("LedgerTable"),
        Key=key,
        UpdateExpression="SET floor_cents = :floor",
        ExpressionAttributeValues={":floor": {"N": "-100000"}},
    )

    with pytest.raises(LedgerBroken):
        wallet.function("verify_ledger")(schedule_event(night.isoformat()))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "ledger_broken" in line]
    said = {name: lines[0][name] for name in ("level", "message", "pk", "sk", "reason", "alarm")}
    assert said == {
        "level": "ERROR",
        "message": "ledger_broken",
        "pk": "ACCOUNT#acc_ana",
        "sk": "BALANCE",
        "reason": "it does not fit its seal",
        "alarm": True,
    }
