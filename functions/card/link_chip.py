"""POST /card/cards/{card_id}/chip: staff touch a new chip, and it becomes a card's.

Reads and writes the card and the chip (CardTable, partitions CARD#*, CHIP#*, CREDENTIAL#* and STATUSES); reads the
secret of the chips' keys. Tells CredentialActivated, and CredentialEnded for the chip before.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.card import chips
from cercano.card.chips import Address
from cercano.card.views import CardView
from cercano.kit.web import Body, Service

app = Service("card")


class LinkChip(Body):
    """The two parts of the address the chip gave when it was touched. Its bare number is not enough."""

    picc_data: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{32}$")]
    mac: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{16}$")]


@app.post("/cards/{card_id}/chip", roles=("staff", "operator"))
def link_chip(card_id: str, body: LinkChip) -> CardView:
    """Link a chip to a card, in place of the chip before. A chip belongs to one card, for good."""
    card, _ = chips.link(card_id, Address(picc_data=body.picc_data, mac=body.mac), at=app.now())
    return CardView.of(card, app.now())
