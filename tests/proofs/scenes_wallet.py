"""Every handler of the wallet that moves money or says to whom it goes, each with an event and an account whose page
turns with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch

from cercano.facts.card import CardBlocked, CardIssued
from cercano.kit.clock import now
from cercano.kit.facts import instant
from cercano.ledger import archive, book, holds
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind, Hold, Terms
from cercano.wallet import adjusting, orders, payee_store
from cercano.wallet.adjustments import Adjustment
from cercano.wallet.payee import Details, Payee
from cercano.wallet.topups import ASK_AFTER, LAPSES_AFTER, TopUp, TopUpState
from tests.functions.wallet.conftest import acts_for, an_id
from tests.proofs.power import Deliver, Scene
from tests.simulation.dynamo import Dynamo
from tests.simulation.stream import record
from tests.support.aws import Function
from tests.support.bank import NOON, posted, signed
from tests.support.events import fact_event, schedule_event
from tests.support.http import Answer, call

ORDER, PAID, HELD, ADJUSTED = "2519K7Q2M9X4", an_id(70), an_id(71), f"adjustment_{an_id(72)}"
AN_ADJUSTMENT = {"entry_id": an_id(73), "account_id": "acc_ana", "purpose": "goodwill"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ana() -> None:
    """Ana's two cards. The first has six movements, all of them archived: its next one turns the page."""
    for account_id in ("acc_ana", "acc_leo"):
        terms = Terms(card_id=f"card_{account_id}", card_class="resident", citizen_id="ana")
        book.open_account(Account.new(account_id, "resident", floor_cents=-200, terms=terms))
    for number in range(4):
        post(EntryKind.TOP_UP, "desk", 20_00, f"top-up {number}")
    post(EntryKind.REMOTE_PAYMENT, "merchant:bakery", -5_00, PAID)
    hold = Hold(amount_cents=3_00, expires_at=NOON + timedelta(days=10), payee="operator:bikes", purpose="deposit")
    book.post("acc_ana", [HELD], lambda account, _: holds.place(account, HELD, hold))
    archive.keep(("acc_ana", entry) for entry in book.existing("acc_ana").recent)
    for payee in ("operator:bikes", "merchant:bakery", "kiosk:k-1"):
        acts_for(payee, "sofia")


def post(kind: EntryKind, payee: str, cents: int, name: str) -> None:
    """One movement; a name that is no id yet becomes one."""
    entry_id = name if len(name) == 32 else entry_id_of(now(), name)
    book.post_entry("acc_ana", Entry(id=entry_id, kind=kind, payee=payee, amount_cents=cents))


def asking(path: str, body: Any, roles: tuple[str, ...] = (), who: str = "ana", **more: Any) -> Deliver:
    """A request, as Ana unless said."""

    def deliver(function: Function) -> Answer:
        return call(function.handler, "POST", path, body=body, subject=who, roles=roles, **more)

    return deliver


def command(name: str, use_case: str, path: str, *roles: str, answered: int | None = None, **body: Any) -> Scene:
    """A command on Ana's account, named by its entry_id: hers, or of somebody who serves the city."""
    said = {"entry_id": an_id(), **body}
    return Scene(
        name=name,
        domain="wallet",
        use_case=use_case,
        prepare=ana,
        deliver=asking(f"/accounts/acc_ana/{path}", said, roles, "sofia" if roles else "ana"),
        answered=answered,
    )


def an_order(cents: int = 20_00, state: TopUpState = TopUpState.ASKED) -> None:
    """An order of Ana's at the bank, of a quarter of an hour ago."""
    ana()
    at = NOON - ASK_AFTER
    top_up = TopUp(
        order=ORDER,
        account_id="acc_ana",
        amount_cents=cents,
        asked_by="ana",
        asked_at=at,
        entry_id=entry_id_of(at, "top_up", ORDER),
    )
    orders.begin(top_up)
    assert state is TopUpState.ASKED


def heard(name: str, cents: int = 20_00, **said: str) -> Scene:
    """The bank says something of the order."""
    deliver = asking("/gateway/notifications", posted(ORDER, cents, **said), headers=FORM)
    return Scene(name=name, domain="wallet", use_case="hear_gateway", prepare=lambda: an_order(cents), deliver=deliver)


@contextmanager
def bank_says(answer: dict[str, str]) -> Iterator[None]:
    """The bank's answer to whoever asks how an order stands."""
    with patch("cercano.wallet.asking._post", lambda url, said: answer):
        yield


def swept(name: str, answer: dict[str, str], after: timedelta = timedelta(minutes=1)) -> Scene:
    """The sweep finds the order due."""
    return Scene(
        name=name,
        domain="wallet",
        use_case="sweep_top_ups",
        prepare=an_order,
        at=NOON + after,
        deliver=lambda function: function(schedule_event(instant(NOON + after))),
        beside=lambda: bank_says(answer),
    )


def proposed() -> None:
    """Sofia proposed to give Ana 40 euros back."""
    ana()
    said = Adjustment(
        entry_id=an_id(72),
        account_id="acc_ana",
        amount_cents=40_00,
        purpose="wrong_charge",
        proposed_by="sofia",
        proposed_at=NOON,
    )
    adjusting.propose(said, NOON)


TUS = Details(name="TUS", iban="ES9121000418450200051332", people=("pau", "pilar"))
MOVED = Details(name="TUS", iban="ES7620770024003102575766", people=("ada", "pilar"))
BUSES = "/payees/operator:tus"


def a_payee() -> None:
    """The buses, as Sofia proposed and Luis approved; Sofia proposes another bank account, and one other person."""
    ana()
    at = Payee(payee="operator:tus")
    steps = [at, at := at.propose(TUS, "sofia", NOON), at := at.approve("luis", NOON), at.propose(MOVED, "sofia", NOON)]
    for version, (before, after) in enumerate(pairwise(steps)):
        payee_store.keep(before, after, version, "luis" if version == 1 else "sofia", NOON)


def changing(name: str, method: str, path: str, who: str, version: int, body: Any = None) -> Scene:
    """Somebody changes the buses as they read them; told that it has changed, they look whether it is done."""

    def deliver(function: Function) -> Answer:
        match = {"If-Match": f'"{version}"'}
        answer = call(function.handler, method, path, body=body, subject=who, roles=("staff",), headers=match)
        is_done = answer.status == 412 and payee_store.find("operator:tus")[1] == version + 1
        return replace(answer, status=200, body=b"") if is_done else answer

    prepare = a_payee if version else ana
    more: dict[str, Any] = {"prepare": prepare, "deliver": deliver, "asks_again": (412,)}
    return Scene(name=name, domain="wallet", use_case="keep_payee", **more)


def changes() -> dict[str, Any]:
    """The stream's batch of all that Ana did."""
    from cercano.kit import aws

    store: Dynamo = aws.client("dynamodb").store
    found = [
        record(key, None, item, number)
        for table in store.tables.values()
        for number, (key, item) in enumerate(sorted(table.items.items()))
        if item["kind"]["S"] == "ledger_account"
    ]
    return {"Records": found}


def card_fact(name: str, fact: Any) -> Scene:
    return Scene(
        name=name,
        domain="wallet",
        use_case="heed_cards",
        prepare=ana,
        deliver=lambda function: function(fact_event(fact, source="cercano.card")),
    )


ISSUED = CardIssued(
    at=NOON,
    card_id="card_new",
    account_id="acc_new",
    citizen_id="ana",
    card_class="resident",
    expires_on=NOON.date() + timedelta(days=900),
)

SCENES = [
    command("pay", "take_payment", "payments", payee="city:library", amount_cents=3_00, purpose="fee"),
    command("top up at a desk", "top_up_by_hand", "desk-top-ups", "staff", amount_cents=5_00, means="cash"),
    command("top up at a kiosk", "top_up_by_hand", "kiosk-top-ups", "operator",
            kiosk_id="k-1", amount_cents=5_00, means="cash"),
    command("hold", "hold_money", "holds", payee="operator:bikes", amount_cents=3_00, purpose="deposit", minutes=30),
    command("capture a part", "hold_money", f"holds/{HELD}/capture", "operator", amount_cents=2_00),
    command("void", "hold_money", f"holds/{HELD}/void", "operator"),
    command("refund a part", "refund_payment", f"payments/{PAID}/refunds", "operator", amount_cents=2_00),
    command("refund all", "refund_payment", f"payments/{PAID}/refunds", "operator"),
    command("transfer", "transfer_money", "transfers", to_account_id="acc_leo", amount_cents=7_00),
    command("refused: no money", "take_payment", "payments", answered=409,
            payee="city:library", amount_cents=900_00, purpose="fee"),
    heard("the bank says paid"),
    heard("the bank says refused", Ds_Response="0190", Ds_AuthorisationCode=""),
    heard("the bank says paid, over the cap", 990_00),
    swept("asked: paid", signed(ORDER, 20_00)),
    swept("asked: nothing known", {"errorCode": "XML0024"}),
    swept("asked: nothing known for two days", {"errorCode": "XML0024"}, LAPSES_AFTER),
    Scene(name="approve an adjustment", domain="wallet", use_case="adjust_account", prepare=proposed,
          deliver=asking(f"/adjustments/{ADJUSTED}/approve", None, ("staff",), "luis")),
    Scene(name="adjust a little", domain="wallet", use_case="adjust_account", prepare=ana,
          deliver=asking("/adjustments", AN_ADJUSTMENT | {"amount_cents": 5_00}, ("staff",), "sofia")),
    Scene(name="propose an adjustment", domain="wallet", use_case="adjust_account", prepare=ana,
          deliver=asking("/adjustments", AN_ADJUSTMENT | {"amount_cents": 50_00}, ("staff",), "sofia")),
    Scene(name="freeze", domain="wallet", use_case="freeze_account", prepare=ana,
          deliver=asking("/accounts/acc_ana/freeze", {"reason": "fraud"}, ("staff",), "sofia")),
    Scene(name="archive", domain="wallet", use_case="archive_entries", prepare=ana,
          deliver=lambda function: function(changes())),
    changing("propose a payee", "PUT", BUSES, "sofia", 0, {"name": "TUS", "iban": TUS.iban, "people": ["pilar"]}),
    changing("take somebody away", "PUT", BUSES, "luis", 3, {"name": "TUS", "iban": TUS.iban, "people": ["pilar"]}),
    changing("approve a payee", "POST", f"{BUSES}/approval", "luis", 3),
    changing("withdraw a proposal", "DELETE", f"{BUSES}/proposal", "luis", 3),
    card_fact("a card is issued", ISSUED),
    card_fact("a card is blocked", CardBlocked(at=NOON, card_id="card_acc_ana", account_id="acc_ana", reason="lost")),
]  # fmt: skip
