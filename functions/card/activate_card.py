"""POST /card/cards/{card_id}/activate: the holder has the card in their hands; from now on it opens and pays.

Reads and writes the card (CardTable, partition CARD#*); tells CardActivated and CredentialActivated.
"""

from __future__ import annotations

from cercano.card import store
from cercano.card.errors import NoSuchCard
from cercano.card.views import CardView
from cercano.kit.web import Caller, Service

app = Service("card")


@app.post("/cards/{card_id}/activate")
def activate_card(card_id: str, caller: Caller) -> CardView:
    """Activate a card: one's own or a child's, any for staff, an anonymous one for who sells it."""
    card = store.get(card_id)
    is_sold = card.citizen_id is None and caller.has("operator")
    if not (caller.has("staff") or is_sold or store.is_kept_by(card, caller.subject)):
        raise NoSuchCard
    return CardView.of(store.change(card_id, lambda known: known.activate(), at=app.now()), app.now())
