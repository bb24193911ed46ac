"""The readers and gates of a small city: fares, an account with ten euros, at noon on Monday, 23 November 2026."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cercano.access import tables
from cercano.access.rows import FARES, FaresRow
from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.ledger import acting, book, credentials
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind, Terms
from tests.access.fares import NOON, a_table
from tests.support.aws import Domain, _table
from tests.support.events import queue_event
from tests.support.shelf import Shelf
from tests.support.templates import ROOT, Template

ACCOUNT = "acc_01"
CARD = "card_01"
PHONE = "9f3c2a7be41d0586"
CHIP = "0a1b2c3d4e5f6071"


@pytest.fixture(autouse=True)
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped; no fare table remembered."""
    tables.forget()
    with clock.freeze(NOON) as frozen:
        yield frozen
    tables.forget()


@pytest.fixture
def access(city: Callable[[str], Domain], noon: clock.Frozen) -> Domain:
    """The domain on moto, with the ledger's table, its fares and one account."""
    domain = city("access")
    ledger = Template(ROOT / "infra" / "wallet.yaml").of_type("AWS::DynamoDB::Table")["LedgerTable"]
    _table("LedgerTable", {**ledger, "TableName": domain.settings()["LEDGER_TABLE"]})
    settle()
    return domain


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The same on a table of a few lines, which counts what things cost."""
    monkeypatch.setenv("TABLE_NAME", "access")
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    with Shelf().standing_in() as standing:
        settle()
        yield standing


def settle() -> None:
    """Fares, and one account with ten euros behind two credentials."""
    FaresRow(FARES, "2026-01-01", document=a_table()).keep()
    an_account()


def an_account(
    account_id: str = ACCOUNT,
    cents: int = 1000,
    *,
    floor: int = -200,
    held: tuple[str, ...] = (PHONE, CHIP),
    **terms: Any,
) -> Account:
    """An account with money, whose citizen is ana and whose credentials are `held`."""
    plain = {"card_id": CARD, "card_class": "resident", "citizen_id": "ana"}
    account = Account.new(account_id, "resident", floor_cents=floor, terms=Terms(**{**plain, **terms}))
    book.open_account(account)
    if cents:
        at = NOON - timedelta(days=30)
        entry = Entry(id=entry_id_of(at, "top-up", account_id), kind=EntryKind.TOP_UP, payee="desk", amount_cents=cents)
        book.post_entry(account_id, entry)
    for credential_id in held:
        credentials.link(credential_id, account_id, CARD, NOON - timedelta(days=40))
    found = book.read(account_id)
    assert found is not None
    return found


def top_up(cents: int, account_id: str = ACCOUNT) -> None:
    """Money comes in now."""
    entry_id = entry_id_of(clock.now(), "top-up", account_id, str(cents))
    book.post_entry(account_id, Entry(id=entry_id, kind=EntryKind.TOP_UP, payee="desk", amount_cents=cents))


def balance(account_id: str = ACCOUNT) -> int:
    """What is there, in cents."""
    account = book.read(account_id)
    assert account is not None
    return account.balance_cents


def left(account_id: str = ACCOUNT) -> int:
    """What can be spent, in cents: what is there, less what is set aside."""
    account = book.read(account_id)
    assert account is not None
    return account.available_cents


def acts_for(payee: str, subject: str) -> None:
    """Somebody acts for a payee, as the wallet's staff decided."""
    for row in acting.changed(payee, (), [subject], NOON):
        row.keep()


def said(
    ago_s: int = 0, counter: int = 1, credential: str = PHONE, kind: str = "entry", **place: str
) -> dict[str, Any]:
    """A tap as a reader tells it, `ago_s` seconds before noon."""
    there = {"service": "bus", "operator": "tus", "line": "1", "stop": "15", "vehicle": "204", **place}
    at = instant(datetime.fromtimestamp(NOON.timestamp() - ago_s, UTC))
    return {"at": at, "credential": credential, "counter": counter, "kind": kind, "place": there}


def upload(*messages: list[dict[str, Any]], thing: str = "bus-204", receive_count: int = 1) -> dict[str, Any]:
    """What the queue hands over: one message for each list of taps."""
    packed = (base64.b64encode(json.dumps({"v": 1, "taps": taps}).encode()).decode() for taps in messages)
    bodies = [{"payload": one, "thing": thing, "received_at": int(NOON.timestamp() * 1000)} for one in packed]
    return queue_event(*bodies, receive_count=receive_count)
