"""POST /card/anonymous-cards: a card over the counter or out of a kiosk, for whoever does not want to say who they are.

Writes the card (CardTable, partitions CARD#* and DUE#*); tells CardIssued without a holder. Its legal limits are the
wallet's. The Idempotency-Key names the sale: a till that got no answer asks again and sells one card.
"""

from __future__ import annotations

from typing import Literal

from cercano.card import store
from cercano.card.classes import last_day
from cercano.card.days import day_of
from cercano.card.model import Card
from cercano.card.views import CardView
from cercano.card.words import CardClass
from cercano.kit.idempotency import id_of_command
from cercano.kit.web import Body, Created, Service

app = Service("card")


class SellCard(Body):
    """For whom it is: anybody, or a visitor for some weeks."""

    card_class: Literal[CardClass.ANONYMOUS, CardClass.TOURIST] = CardClass.ANONYMOUS


@app.post("/anonymous-cards", roles=("staff", "operator"), idempotent=True)
def sell_card(body: SellCard) -> Created[CardView]:
    """Issue a card without a holder; a chip is linked to it next, and it is activated."""
    now = app.now()
    card = Card(
        card_id=id_of_command("card", app.request),
        account_id=id_of_command("acc", app.request),
        card_class=body.card_class,
        citizen_id=None,
        issued_at=now,
        expires_on=last_day(body.card_class, day_of(now)),
    )
    return Created(CardView.of(store.add(card, at=now), now), location=f"/cards/{card.card_id}")
