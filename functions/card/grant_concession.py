"""POST and DELETE /card/cards/{card_id}/concessions: somebody proved a right to reduced prices, or it ended.

Reads and writes the card (CardTable, partitions CARD#* and DUE#*); tells ConcessionGranted or ConcessionEnded. Of the
proof only its kind is kept, never the document (data minimisation: GDPR article 5.1.c).
"""

from __future__ import annotations

import datetime as dt

from cercano.card import store
from cercano.card.errors import NotForYourself
from cercano.card.granted import Granted, proved
from cercano.card.views import CardView
from cercano.card.words import Concession, Proof
from cercano.kit.web import Body, Caller, Service

app = Service("card")


class GrantConcession(Body):
    """What was proved, by what, and from when to when (both days included)."""

    concession: Concession
    proof: Proof
    valid_from: dt.date
    valid_to: dt.date


@app.post("/cards/{card_id}/concessions", roles=("staff",))
def grant_concession(card_id: str, body: GrantConcession, caller: Caller) -> CardView:
    """Put a concession on the card of a stranger, or renew it: new dates take the place of the old ones."""
    if store.is_kept_by(store.get(card_id), caller.subject):
        raise NotForYourself
    granted = proved(
        Granted(concession=body.concession, proof=body.proof, valid_from=body.valid_from, valid_to=body.valid_to)
    )
    return CardView.of(store.change(card_id, lambda card: card.grant(granted), at=app.now()), app.now())


@app.delete("/cards/{card_id}/concessions/{concession}", roles=("staff",))
def withdraw_concession(card_id: str, concession: Concession) -> CardView:
    """Take a concession off a card."""
    return CardView.of(store.change(card_id, lambda card: card.withdraw(concession), at=app.now()), app.now())
