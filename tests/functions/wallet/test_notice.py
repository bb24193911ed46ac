"""Nobody's bank is asked for money before they were told: 14 days, or the 2 that they agreed to in their mandate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from cercano.kit import aws, clock
from cercano.kit.facts import instant
from cercano.ledger.model import Account
from tests.functions.wallet.conftest import Ask, an_id
from tests.functions.wallet.test_filling_itself import told_by
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import schedule_event

MANDATE, TOP_UPS = "/accounts/acc_ana/mandate", "/accounts/acc_ana/mandate/top-ups"
BANK: dict[str, Any] = {"iban": "ES9121000418450200051332", "holder": "Ana Ruiz"}
NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}


def collected_on(wallet: Domain, noon: clock.Frozen, domain_bucket: str) -> date:
    """The day on which the next night's file has the bank collect."""
    noon.move_to(NOON + timedelta(hours=14))
    assert wallet.function("collect_top_ups")(schedule_event(instant(clock.now())))["files"] == 1
    made = aws.client("s3").get_object(Bucket=domain_bucket, Key="out/pain008/2026-11-23.xml")["Body"].read()
    return date.fromisoformat(Xml.fromstring(made).findtext(".//p:ReqdColltnDt", "", NAMES))


@pytest.mark.parametrize(
    ("agreed", "told", "collected"), [(14, "2026-12-07", "2026-12-07"), (2, "2026-11-25", "2026-11-26")]
)
def test_a_collection_waits_for_the_notice_that_was_agreed(
    wallet: Domain,
    asking: Callable[[str], Ask],
    an_account: Callable[..., Account],
    noon: clock.Frozen,
    agreed: int,
    told: str,
    collected: str,
) -> None:
    an_account()
    link = asking("link_bank")
    link("POST", MANDATE, subject="ana", body={**BANK, "notice_days": agreed})

    paid = asking("top_up_from_bank")("POST", TOP_UPS, subject="ana", body={"entry_id": an_id(), "amount_cents": 2000})
    shown = link("GET", MANDATE, subject="ana").json
    facts = {fact["name"]: fact["data"] for fact in told_by(wallet, "ACCOUNT#acc_ana", "BALANCE")}

    assert paid.status == 201, paid.text
    assert shown["notice_days"] == agreed
    assert shown["upcoming"] == [{"amount_cents": 2000, "notified_on": "2026-11-23", "collected_from": told}]
    assert facts["CollectionAnnounced"] == {
        "account_id": "acc_ana",
        "entry_id": an_id(),
        "amount_cents": 2000,
        "collected_from": told,
    }
    assert collected_on(wallet, noon, wallet.ref("BankFiles")) == date.fromisoformat(collected)


def test_fourteen_days_unless_something_else_is_agreed_and_the_text_says_which(
    asking: Callable[[str], Ask], an_account: Callable[..., Account]
) -> None:
    an_account()
    link = asking("link_bank")

    usual = link("POST", MANDATE, subject="ana", body=BANK).json
    shorter = link("POST", MANDATE, subject="ana", body={**BANK, "notice_days": 2}).json
    read = asking("read_mandate_text")("GET", "/mandate-text", subject=None, query={"notice_days": "2"}).json

    assert usual["notice_days"] == 14
    assert "al menos 14 días antes." in usual["text"]
    assert "al menos 2 días antes, y no 14, porque así lo acuerdo aquí." in shorter["text"]
    assert shorter["reference"] != usual["reference"]
    assert read["text"] == shorter["text"]
    assert "pre-notification" in read["source"]


@pytest.mark.parametrize("days", [0, 1, 5, 30])
def test_no_other_notice_can_be_agreed(
    asking: Callable[[str], Ask], an_account: Callable[..., Account], days: int
) -> None:
    an_account()

    assert asking("link_bank")("POST", MANDATE, subject="ana", body={**BANK, "notice_days": days}).status == 422
