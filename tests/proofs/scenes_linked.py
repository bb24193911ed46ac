"""What goes between a citizen's bank account and their card's: mandates, collections, the bank's files, allowances."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cercano.facts.citizen import CitizenErased, ExportAsked, GuardianshipEnded, GuardianshipGranted
from cercano.kit import aws
from cercano.kit.facts import instant
from cercano.ledger import book, holders
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Entry, EntryKind
from cercano.wallet import allowances, bankcards, collecting, end_to_end, fundings, mandates, returning
from cercano.wallet.bankfile import Returned
from cercano.wallet.crossings import Crossing, Line
from cercano.wallet.funding import Funding, Refill
from cercano.wallet.gateway import RememberedCard
from tests.functions.wallet.conftest import an_id
from tests.proofs.power import Deliver, Scene, masked
from tests.proofs.scenes_wallet import ana, command
from tests.support.aws import Function
from tests.support.bank import NOON
from tests.support.bank_post import Move, camt053, pain002
from tests.support.events import fact_event, queue_event, schedule_event
from tests.support.http import Answer, call

IBAN, OTHER = "ES9121000418450200051332", "ES7620770024003102575766"
COLLECTED = an_id(80)
ITS_NAME = end_to_end.written(NOON.date(), COLLECTED)
NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
Prepare = Callable[[], None]


def linked(**changed: Any) -> None:
    """Ana's bank account is linked, and fills her card's below five euros."""
    ana()
    funding = Funding(account_id="acc_ana", mandate="CERANA", **changed)
    fundings.changed(fundings.find("acc_ana"), funding).keep()
    mandates.signed("CERANA", "acc_ana", IBAN, "Ana Ruiz", NOON).keep()


def collected() -> None:
    """She topped up twenty euros from it."""
    linked()
    entry = collecting.entry_of(COLLECTED, 20_00, {})
    book.post("acc_ana", [COLLECTED], lambda known, _: collecting.ordered(known, fundings.find("acc_ana"), entry, NOON))


def spent() -> None:
    """And spent more than was there before."""
    collected()
    pay("operator:tus", 85_00, "rides")


def pay(payee: str, cents: int, name: str) -> None:
    """Ana pays."""
    entry_id = entry_id_of(NOON, "pay", name)
    book.post_entry("acc_ana", Entry(id=entry_id, kind=EntryKind.PAYMENT, payee=payee, amount_cents=-cents))


def file_in(raw: bytes, before: Prepare) -> Prepare:
    """The bank left a file."""

    def prepare() -> None:
        before()
        aws.client("s3").put_object(Bucket=os.environ["BANK_BUCKET"], Key="in/its file.xml", Body=raw)

    return prepare


FILED = {"Records": [{"s3": {"object": {"key": "in/its+file.xml"}}}]}


def taken(name: str, raw: bytes, before: Prepare = collected) -> Scene:
    """The bank's file is taken."""
    return Scene(name=name, domain="wallet", use_case="take_bank_files", prepare=file_in(raw, before),
                 deliver=lambda function: function(queue_event(FILED)))  # fmt: skip


def asks(method: str, path: str, body: Any = None, who: str = "ana") -> Deliver:
    """A citizen's request about Ana's account."""
    place = f"/accounts/acc_ana/{path}"

    def deliver(function: Function) -> Answer:
        return call(function.handler, method, place, body=body, subject=who, roles=())

    return deliver


def request(name: str, use_case: str, prepare: Prepare, deliver: Deliver, **more: Any) -> Scene:
    """Ana changes how money comes into her account."""
    return Scene(name=name, domain="wallet", use_case=use_case, prepare=prepare, deliver=deliver, **more)


def numbered(items: Any) -> Any:
    """With each mandate's reference, which is drawn by lot, as a number: two of them would still be two."""
    return _numbered(repr(sorted(masked(items).items(), key=repr)))


def _numbered(text: str) -> str:
    drawn = sorted(set(re.findall(r"CER[0-9A-HJKMNP-TV-Z]{26}", text)))
    for number, one in enumerate(drawn):
        text = text.replace(one, f"CER-{number}")
    return text


def link(name: str, prepare: Prepare, iban: str) -> Scene:
    """Ana links a bank account."""
    said = {"iban": iban, "holder": "Ana Ruiz"}
    return request(name, "link_bank", prepare, asks("POST", "mandate", said), end=numbered,
                   says=lambda answer: _numbered(json.dumps(answer)))  # fmt: skip


def promised(cents: int, by: str = "ana", day: int = 23) -> Prepare:
    """So much goes from Ana's to Leo's card each month, from today on."""

    def prepare() -> None:
        ana()
        allowances.promise("ana", "acc_ana", "acc_leo", cents, day, NOON)
        row = next(iter(allowances.of_account("acc_ana")))
        row.by = by
        row.save()

    return prepare


def given(name: str, prepare: Prepare) -> Scene:
    """The morning when allowances are given."""
    deliver: Deliver = lambda function: function(schedule_event(instant(NOON)))  # noqa: E731 - a delivery's words
    return request(name, "give_allowances", prepare, deliver)


def leaving() -> None:
    """Ana has all that can be hers: a linked bank account, a remembered card, an allowance for Leo."""
    linked(has_card=True, refill=Refill(threshold_cents=5_00, amount_cents=20_00))
    holders.ownership("ana", "acc_ana").keep()
    card = RememberedCard(reference="REF1", brand="visa", last4="0003", expires="2049-12")
    bankcards.remembered("acc_ana", card, NOON).keep()
    allowances.promise("ana", "acc_ana", "acc_leo", 5_00, 23, NOON)


def heard(name: str, use_case: str, prepare: Prepare, *facts: Any, source: str = "cercano.citizen") -> Scene:
    """The bus brings facts."""
    return request(name, use_case, prepare, lambda function: function(fact_event(*facts, source=source)))


def crossed(name: str, line: Line, prepare: Prepare, cents: int = 1) -> Scene:
    """The account's money crossed a line."""
    words = Crossing(account_id="acc_ana", line=line, version=9, available_cents=cents, at=NOON).words()
    return request(name, "follow_balances", prepare, lambda function: function(queue_event(words)))


def watched() -> None:
    """Below the line under which Ana wants it filled from her bank account."""
    linked(refill=Refill(threshold_cents=500_00, amount_cents=20_00))


def suspended() -> None:
    """The same, and a collection came back."""
    linked(refill=Refill(threshold_cents=500_00, amount_cents=20_00), is_suspended=True)


def owing() -> None:
    """The bank took a top-up back that was spent; now the debt is paid."""
    spent()
    returning.give_back(Returned(end_to_end=ITS_NAME, reason="AM04", amount_cents=20_00), NOON)
    entry_id = entry_id_of(NOON, "top_up", "debt")
    book.post_entry("acc_ana", Entry(id=entry_id, kind=EntryKind.TOP_UP, payee="desk", amount_cents=90_00))


UNLIKE = {"pk", "entry_id", "asked_at"}
"""What an order has for itself alone."""


def orders_told(items: Any) -> Any:
    """Whoever asks twice has two orders, of which the bank is paid for one: each is asked about, and none is money."""
    plain = masked(items)
    begun = {key: item for key, item in plain.items() if key[1].startswith("TOPUP#")}
    reminded = {item["words"]["S"] for key, item in plain.items() if key[1] == "DUE#top_up"}
    assert all(any(key[1].removeprefix("TOPUP#") in words for words in reminded) for key in begun)
    alike = {json.dumps({name: said for name, said in item.items() if name not in UNLIKE}, sort_keys=True)
             for item in begun.values()}  # fmt: skip
    rest = {key: item for key, item in plain.items() if key not in begun and key[1] != "DUE#top_up"}
    return rest, alike


BOND = {"guardian_id": "eva", "child_id": "ana"}
REFILL = {"threshold_cents": 5_00, "amount_cents": 20_00, "means": "mandate"}
RETURN = Move(cents=-20_00, reference=ITS_NAME, reason="MD06")
FROM_BANK = command("top up from the bank", "top_up_from_bank", "mandate/top-ups", amount_cents=10_00)
A_YEAR = {"at": NOON, "citizen_id": "ana"}

SCENES = [
    link("link a bank account", ana, IBAN),
    link("link it again", linked, IBAN),
    link("link another in its place", linked, OTHER),
    request("unlink it", "link_bank", leaving, asks("DELETE", "mandate")),
    replace(FROM_BANK, prepare=linked),
    request("fill it by itself", "set_auto_top_up", linked, asks("PUT", "auto-top-up", REFILL)),
    request("fill it no more", "set_auto_top_up", leaving, asks("DELETE", "auto-top-up")),
    request("promise an allowance", "set_allowance", ana,
            asks("PUT", "allowances/acc_leo", {"amount_cents": 5_00, "day": 25}), asks_again=(412,)),
    request("promise another", "set_allowance", promised(5_00),
            asks("PUT", "allowances/acc_leo", {"amount_cents": 9_00, "day": 25}), asks_again=(412,)),
    request("end an allowance", "set_allowance", promised(5_00), asks("DELETE", "allowances/acc_leo")),
    given("an allowance is given", promised(5_00)),
    given("an allowance for which there is no money", promised(180_00)),
    given("an allowance of who answers no longer", promised(5_00, by="eva")),
    given("no allowance is due yet", promised(5_00, day=25)),
    request("begin a top-up", "start_top_up", ana, asks("POST", "top-ups", {"amount_cents": 20_00}), end=orders_told,
            asks_again=(412,)),
    taken("the bank took a top-up back", camt053(RETURN, Move(cents=5_00, reference="x"))),
    taken("the bank took back what was spent", pain002((ITS_NAME, "AM04")), spent),
    taken("a return of nothing of ours", pain002(("someone else's", "AM04"))),
    request("the night's file for the bank", "collect_top_ups", collected,
            lambda function: function(schedule_event(instant(NIGHT))), at=NIGHT),
    heard("who has a linked bank account leaves", "heed_citizens", leaving, CitizenErased(**A_YEAR)),
    heard("a copy is asked for", "heed_citizens", leaving, ExportAsked(**A_YEAR, export_id="export_1")),
    heard("somebody answers for Ana, and no longer", "heed_families", ana, GuardianshipGranted(at=NOON, **BOND),
          GuardianshipEnded(at=NOON + timedelta(seconds=1), **BOND)),
    crossed("it is filled from the bank", Line.REFILL, watched),
    crossed("it cannot be filled", Line.REFILL, suspended),
    crossed("little is left", Line.LOW, ana),
    crossed("a debt is paid", Line.CLEARED, owing),
]  # fmt: skip
