"""POST /card/cards/{card_id}/block and .../unblock: a lost, stolen or damaged card is stopped at once, or works again.

Reads and writes the card (CardTable, partition CARD#*); tells CardBlocked or CardUnblocked, and CredentialActivated for
what speaks again.
"""

from __future__ import annotations

from cercano.card import store
from cercano.card.views import CardView
from cercano.card.words import BlockReason
from cercano.kit.errors import NotAllowed
from cercano.kit.web import Body, Caller, Service

app = Service("card")


class BlockCard(Body):
    """Why the card is stopped."""

    reason: BlockReason


@app.post("/cards/{card_id}/block")
def block_card(card_id: str, body: BlockCard, caller: Caller) -> CardView:
    """Block a card. Readers refuse it within a minute; its balance stays."""
    card = store.of_caller(card_id, caller)
    by_holder = store.is_kept_by(card, caller.subject)
    if by_holder and body.reason is BlockReason.MISUSE:
        raise NotAllowed
    blocked = store.change(
        card_id, lambda known: known.block(reason=body.reason, by_holder=by_holder, at=app.now()), at=app.now()
    )
    return CardView.of(blocked, app.now())


@app.post("/cards/{card_id}/unblock")
def unblock_card(card_id: str, caller: Caller) -> CardView:
    """Let a card work again.

    Its holder may, or who answers for them, within a week, for a card they said they had lost. All else is for the
    card office.
    """
    card = store.of_caller(card_id, caller)
    by_holder = store.is_kept_by(card, caller.subject)
    free = store.change(card_id, lambda known: known.unblock(by_holder=by_holder, at=app.now()), at=app.now())
    return CardView.of(free, app.now())
