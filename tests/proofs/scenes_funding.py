"""What a citizen pays before they ride or after: passes, remembered cards, months paid at their end."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from cercano.access.tables import told
from cercano.ledger.ids import entry_id_of
from cercano.wallet import bankcards, catalogue, fundings, orders, selling
from cercano.wallet.crossings import Crossing, Line
from cercano.wallet.funding import Funding, Refill
from cercano.wallet.gateway import RememberedCard
from cercano.wallet.topups import TopUp
from tests.access.fares import a_table, some_fares
from tests.functions.wallet.conftest import an_id
from tests.proofs.power import Scene
from tests.proofs.scenes_wallet import FORM, ana, asking, command
from tests.support.bank import NOON, posted, signed
from tests.support.events import fact_event, queue_event
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
]  # fmt: skip
