"""GET /card/cards, /card/cards/{card_id} and .../rights: what cards somebody has, and what each opens.

Reads cards, and who answers for whom (CardTable, partitions HOLDER#*, CARD#* and CITIZEN#*).
"""

from __future__ import annotations

from cercano.card import store
from cercano.card.days import day_of
from cercano.card.rights import Price, rights_of
from cercano.card.rights import Service as Place
from cercano.card.views import CardView, PersonId
from cercano.kit.bonds import Matter, whose
from cercano.kit.web import Caller, Page, Service, View

app = Service("card")


class RightView(View):
    """What the card may do at a service today."""

    service: Place
    price: Price
    because: str
    """The class or the concession it comes from; the card's state when it opens nothing."""


@app.get("/cards")
def read_cards(caller: Caller, citizen_id: PersonId | None = None) -> Page[CardView]:
    """List one's own cards, or those of somebody one answers for: oldest first, the dead ones with them."""
    holder = whose(caller.subject, citizen_id, Matter.CARD)
    return Page([CardView.of(card, app.now()) for card in store.of_holder(holder)])


@app.get("/cards/{card_id}")
def read_card(card_id: str, caller: Caller) -> CardView:
    """Read a card: one's own or a child's, or any for staff."""
    return CardView.of(store.of_caller(card_id, caller), app.now())


@app.get("/cards/{card_id}/rights")
def read_rights(card_id: str, caller: Caller) -> Page[RightView]:
    """What a card opens today and at which price, service by service."""
    rights = rights_of(store.of_caller(card_id, caller), day_of(app.now()))
    return Page([RightView(service=each.service, price=each.price, because=each.because) for each in rights])
