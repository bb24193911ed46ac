"""Who leaves and linked a bank account is paid what is left by the next settlement file, once; then it is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest

from cercano.facts.citizen import CitizenErased
from cercano.kit import aws, clock
from cercano.ledger import book, holds, statement
from cercano.ledger.model import Account, Hold, Status
from cercano.wallet import collecting, fundings, mandating, settlement
from tests.functions.wallet.conftest import an_id
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import fact_event, schedule_event

LEFT = CitizenErased(at=NOON, citizen_id="ana")
NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
Open = Callable[..., Account]


@pytest.fixture(autouse=True)
def a_short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day stays open for two days, as reading five weeks of an archive takes its time."""
    monkeypatch.setattr(settlement, "OPEN_FOR", timedelta(days=2))


def leaves(wallet: Domain, times: int = 1) -> None:
    for _ in range(times):
        assert wallet.function("heed_citizens")(fact_event(LEFT)) == {"batchItemFailures": []}


def files_of(wallet: Domain) -> list[str]:
    found = aws.client("s3").list_objects_v2(Bucket=wallet.ref("BankFiles"), Prefix="out/pain001/").get("Contents", [])
    return [one["Key"] for one in found]


def test_what_is_left_is_in_one_file_once_and_the_account_is_closed(
    wallet: Domain, an_account: Open, noon: clock.Frozen
) -> None:
    an_account(balance_cents=41_07)
    mandating.give("acc_ana", "ES9121000418450200051332", "Ana Ruiz", NOON)

    leaves(wallet, times=3)
    for day in (30, 30):
        noon.move_to(NOON.replace(day=day))
        wallet.function("settle_payees")(schedule_event(f"2026-11-{day}T04:00:00Z"))
    noon.move_to(NOON.replace(month=12, day=7))
    wallet.function("settle_payees")(schedule_event("2026-12-07T04:00:00Z"))
    account = book.existing("acc_ana")
    made = aws.client("s3").get_object(Bucket=wallet.ref("BankFiles"), Key="out/pain001/2026-11-30.xml")["Body"].read()
    file = Xml.fromstring(made)

    assert (account.balance_cents, account.status) == (0, Status.CLOSED)
    newest = statement.entries("acc_ana").entries[0]
    assert (newest.payee, newest.amount_cents) == ("payout:acc_ana", -41_07)
    assert files_of(wallet) == ["out/pain001/2026-11-30.xml"]
    assert [one.text for one in file.iterfind(".//p:InstdAmt", NAMES)] == ["41.07"]
    assert file.findtext(".//p:CdtrAcct//p:IBAN", "", NAMES) == "ES9121000418450200051332"
    assert mandating.in_force("acc_ana") is None


@pytest.mark.parametrize("why", ["no bank", "suspended", "not brought", "stopped by the city", "set aside"])
def test_what_cannot_be_sent_for_sure_stays_where_it_is(
    wallet: Domain, an_account: Open, noon: clock.Frozen, why: str
) -> None:
    an_account(balance_cents=41_07)
    if why != "no bank":
        mandate = mandating.give("acc_ana", "ES9121000418450200051332", "Ana Ruiz", NOON)
    row = fundings.find("acc_ana")
    if why == "suspended":
        fundings.changed(row, fundings.of(row).suspend(mandate.pk.removeprefix("MANDATE#"))).keep()
    if why == "not brought":
        entry = collecting.entry_of(an_id(), 20_00, {})
        book.post("acc_ana", [entry.id], lambda account, _: collecting.ordered(account, row, entry, NOON))
    if why == "stopped by the city":
        book.change("acc_ana", lambda account: account.stop("court_order", NOON))
    if why == "set aside":
        hold = Hold(amount_cents=100, expires_at=NOON + timedelta(days=9), payee="operator:bikes")
        book.post("acc_ana", [an_id(5)], lambda account, _: holds.place(account, an_id(5), hold))
    before = book.existing("acc_ana").balance_cents

    leaves(wallet)
    wallet.function("settle_payees")(schedule_event("2026-11-30T04:00:00Z"))

    assert (book.existing("acc_ana").balance_cents, book.existing("acc_ana").is_closed) == (before, False)
    assert files_of(wallet) == []
