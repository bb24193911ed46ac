"""POST /card/cards/{card_id}/replace: a lost, broken or expired card gives way to a new one, with all that was on it.

Reads and writes cards (CardTable, partitions CARD#*, HOLDER#* and DUE#*). Tells CredentialEnded for all that spoke for
the old one, then CardIssued, CardReplaced and ConcessionGranted for the new one.
"""

from __future__ import annotations

from cercano.card import replacing, store
from cercano.card.views import CardView
from cercano.kit.web import Caller, Created, Service

app = Service("card")


@app.post("/cards/{card_id}/replace")
def replace_card(card_id: str, caller: Caller) -> Created[CardView]:
    """Replace a card: the old one is dead at once and for good; balance, passes and concessions go on in the new one.

    Repeating it answers the same new card. The new one lasts as long as the old one would have; one that has ended, of
    a class that asks for a proof, is renewed at the desk.
    """
    old = store.of_caller(card_id, caller)
    card = replacing.replace(card_id, by_holder=store.is_kept_by(old, caller.subject), at=app.now())
    return Created(CardView.of(card, app.now()), location=f"/cards/{card.card_id}")
