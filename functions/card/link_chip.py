"""POST /card/cards/{card_id}/chip: a new chip becomes a card's; at a kiosk, only one that is nobody's yet.

Reads and writes the card and the chip (CardTable, partitions CARD#*, CHIP#*, CREDENTIAL#* and STATUSES); reads the
secret of the chips' keys. Tells CredentialActivated, and CredentialEnded for the chip before.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.card import chips, store
from cercano.card.chips import Address
from cercano.card.errors import NoSuchCard
from cercano.card.views import CardView
from cercano.kit.web import Body, Caller, Service

app = Service("card")


class LinkChip(Body):
    """The two parts of the address the chip gave when it was touched. Its bare number is not enough."""

    picc_data: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{32}$")]
    mac: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{16}$")]


@app.post("/cards/{card_id}/chip", roles=("staff", "operator"))
def link_chip(card_id: str, body: LinkChip, caller: Caller) -> CardView:
    """Link a chip to a card, in place of the chip before. A chip belongs to one card, for good.

    A kiosk (operator) links chips to the anonymous cards it sells; to somebody's card only the office does.
    """
    if store.get(card_id).citizen_id is not None and not caller.has("staff"):
        raise NoSuchCard
    card, _ = chips.link(card_id, Address(picc_data=body.picc_data, mac=body.mac), at=app.now())
    return CardView.of(card, app.now())
