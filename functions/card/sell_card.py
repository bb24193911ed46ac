"""POST /card/anonymous-cards: a card over the counter or out of a kiosk, for whoever does not want to say who they are.

Writes the card (CardTable, partitions CARD#* and DUE#*); tells CardIssued without a holder. Its legal limits are the
wallet's.
"""

from __future__ import annotations

from cercano.card import store
from cercano.card.classes import last_day
from cercano.card.days import day_of
from cercano.card.model import Card
from cercano.card.views import CardView
from cercano.card.words import CardClass
from cercano.kit.ids import new_id
from cercano.kit.web import Created, Service

app = Service("card")


@app.post("/anonymous-cards", roles=("staff", "operator"), idempotent=True)
def sell_card() -> Created[CardView]:
    """Issue an anonymous card; a chip is linked to it next, and it is activated."""
    now = app.now()
    card = Card(
        card_id=new_id("card"),
        account_id=new_id("acc"),
        card_class=CardClass.ANONYMOUS,
        citizen_id=None,
        issued_at=now,
        expires_on=last_day(CardClass.ANONYMOUS, day_of(now)),
    )
    return Created(CardView.of(store.add(card, at=now), now), location=f"/cards/{card.card_id}")
