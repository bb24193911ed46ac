"""What a citizen pays before they ride or after: passes, remembered cards, months paid at their end."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from cercano.access.tables import told
from cercano.facts.citizen import CitizenErased, CitizenVerified
from cercano.kit.facts import instant
from cercano.ledger import archive, book, holds
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import EntryKind
from cercano.wallet import bankcards, catalogue, fundings, lending, levels, mandating, orders, selling
from cercano.wallet.crossings import Crossing, Line
from cercano.wallet.funding import Funding, Refill
from cercano.wallet.gateway import RememberedCard
from cercano.wallet.topups import TopUp
from tests.access.fares import a_table, some_fares
from tests.functions.wallet.conftest import an_id
from tests.proofs.power import Scene
from tests.proofs.scenes_wallet import FORM, HELD, ana, asking, command, post
from tests.support.bank import NOON, posted, signed
from tests.support.events import fact_event, queue_event, schedule_event
from tests.support.http import call

BOUGHT = an_id(72)
(TABLE,) = some_fares(a_table()).tables
DECIDED = told(TABLE, NOON)


def on_sale() -> None:
    """The council's passes, heard of; Ana's account as before."""
    ana()
    catalogue.keep_table(DECIDED[0])
    catalogue.keep_pass(DECIDED[1])


def bought() -> None:
    """Ana bought a pass a moment ago: the sixth movement, so that what comes next turns the page."""
    on_sale()
    selling.buy("acc_ana", BOUGHT, "bus_month", None, lambda account: account, NOON)


ORDERED = "2519CARD0001"
FALL = Crossing(account_id="acc_ana", line=Line.REFILL, version=9, available_cents=1, at=NOON)


def remembering() -> None:
    """Ana's order at the bank, whose payer wants the card remembered."""
    ana()
    at = NOON - timedelta(minutes=2)
    orders.begin(
        TopUp(
            order=ORDERED,
            account_id="acc_ana",
            amount_cents=10_00,
            asked_by="ana",
            asked_at=at,
            entry_id=entry_id_of(at, "top_up", ORDERED),
            remembers_card=True,
        )
    )


TAKEN: dict[str, dict[str, str]] = {}
"""What the bank of the play has charged."""


def with_card(cents: int = 20_00) -> None:
    """Ana's account is to be filled from a remembered card, and is below the line."""
    ana()
    TAKEN.clear()
    card = RememberedCard(reference="REF1", brand="visa", last4="0003", expires="2049-12")
    bankcards.remembered("acc_ana", card, NOON).keep()
    row, refill = fundings.find("acc_ana"), Refill(threshold_cents=500_00, amount_cents=cents, means="card")
    fundings.changed(row, Funding(account_id="acc_ana", has_card=True, refill=refill)).keep()


@contextmanager
def bank_charges(response: str = "0000") -> Iterator[None]:
    """The bank charges a card once for each number of an order, and says so when it is asked."""

    def post(url: str, said: dict[str, str]) -> dict[str, str]:
        order = json.loads(b64decode(said["Ds_MerchantParameters"] + "==", altchars=b"-_"))["Ds_Merchant_Order"]
        if order in TAKEN:
            return TAKEN[order] if url.endswith("/question") else {"errorCode": "SIS0051"}
        paid = {"Ds_Response": response, "Ds_AuthorisationCode": "714205" if response == "0000" else ""}
        TAKEN[order] = signed(order, 20_00, **paid)
        return TAKEN[order]

    with patch("cercano.wallet.asking._post", post):
        yield


def filled(name: str, response: str) -> Scene:
    """The account's fall is heard of."""
    return Scene(
        name=name,
        domain="wallet",
        use_case="follow_balances",
        prepare=with_card,
        deliver=lambda function: function(queue_event(FALL.words())),
        beside=lambda: bank_charges(response),
    )


DECEMBER = datetime(2026, 12, 1, 3, tzinfo=UTC)


def may_pay_by_the_month() -> None:
    """The council lends, Ana linked her bank and is known."""
    ana()
    catalogue.keep_table(replace(DECIDED[0], credit_cents=300_00))
    mandating.give("acc_ana", "ES9121000418450200051332", "Ana Ruiz", NOON)
    levels.heed(CitizenVerified(at=NOON, citizen_id="ana", level=2))


def owing() -> None:
    """Ana pays by the month and owes for this one; her last movement turns the page."""
    may_pay_by_the_month()
    lending.begin("acc_ana", lambda account: account, NOON)
    post(EntryKind.PAYMENT, "merchant:bakery", -90_00, an_id(74))
    archive.keep(("acc_ana", entry) for entry in book.existing("acc_ana").recent)


def leaving() -> None:
    """Ana has money and a bank account that she linked, and nothing is set aside of it any more."""
    may_pay_by_the_month()
    book.post("acc_ana", [an_id(75)], lambda account, _: holds.void(account, an_id(75), HELD))


def monthly(name: str, prepare: Callable[[], None], *, is_on: bool) -> Scene:
    """Ana chooses, or leaves."""
    return Scene(
        name=name,
        domain="wallet",
        use_case="set_postpaid",
        prepare=prepare,
        deliver=lambda function: call(
            function.handler, "PUT", "/accounts/acc_ana/postpaid", body={"is_on": is_on}, subject="ana", roles=()
        ),
    )


BUYS = command("buy a pass", "buy_pass", "passes", code="bus_month")
SCENES = [
    replace(BUYS, prepare=on_sale),
    Scene(name="give a pass back", domain="wallet", use_case="return_pass", prepare=bought,
          deliver=asking(f"/accounts/acc_ana/passes/{BOUGHT}/refund", None)),
    Scene(name="the bank says paid, and brings the card", domain="wallet", use_case="hear_gateway", prepare=remembering,
          deliver=asking("/gateway/notifications", headers=FORM,
                         body=posted(ORDERED, 10_00, Ds_Merchant_Identifier="REF1", Ds_ExpiryDate="4912"))),
    filled("a card is charged", "0000"),
    filled("a card is refused", "0190"),
    Scene(name="forget a card", domain="wallet", use_case="keep_bank_card", prepare=with_card,
          deliver=lambda function: call(function.handler, "DELETE", "/accounts/acc_ana/bank-card", subject="ana",
                                        roles=())),
    Scene(name="fares are decided", domain="wallet", use_case="heed_fares", prepare=ana,
          deliver=lambda function: function(fact_event(*DECIDED, source="cercano.access"))),
    Scene(name="who leaves is paid out", domain="wallet", use_case="heed_citizens", prepare=leaving,
          deliver=lambda function: function(fact_event(CitizenErased(at=NOON, citizen_id="ana")))),
    monthly("pay by the month", may_pay_by_the_month, is_on=True),
    monthly("pay by the month no more", owing, is_on=False),
    Scene(name="the month is closed", domain="wallet", use_case="close_months", prepare=owing, at=DECEMBER,
          deliver=lambda function: function(schedule_event(instant(DECEMBER)))),
]  # fmt: skip
