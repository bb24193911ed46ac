"""POST /card/proofs: a gate with a network asks whether what it read is a living card; a chip's touch is used up by it.

Reads cards, reads and writes chips (CardTable, partitions CREDENTIAL#*, CARD#* and CHIP#*); reads the city's public
keys and the secret of the chips' keys. Answers no name and no person.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.card import chips, places, store
from cercano.card.chips import Address
from cercano.card.days import day_of
from cercano.card.errors import ProofRefused
from cercano.card.signing import CITY_KEYS, public_jwk
from cercano.card.words import CardClass, CardState
from cercano.kit.log import log
from cercano.kit.web import Answer, Body, Service, View

app = Service("card")


class Proof(Body):
    """What was read: the text of a phone's QR, or the two parts of a chip's address."""

    qr: Annotated[str, Field(max_length=400)] | None = None
    picc_data: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{32}$")] | None = None
    mac: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{16}$")] | None = None


class BelievedView(View):
    """Whose credential it is, if it may pass."""

    credential_id: str
    card_id: str
    account_id: str
    card_class: CardClass


@app.post("/proofs", roles=("operator",))
def check_proof(body: Proof) -> Answer[BelievedView]:
    """Check a QR or the touch of a chip. A refusal says in `why` what is wrong; it is logged."""
    try:
        return Answer(_living(_credential(body)))
    except ProofRefused as refusal:
        log.warning("proof_refused", why=refusal.slots["why"])
        raise


def _credential(body: Proof) -> str:
    if body.qr is not None:
        return _of_phone(body.qr)
    if body.picc_data is not None and body.mac is not None:
        return chips.use(Address(picc_data=body.picc_data, mac=body.mac))
    raise ProofRefused(why="unreadable")


def _of_phone(text: str) -> str:
    from cercano.credential import qr

    keys = [qr.key_of_jwk(public_jwk(key_id)) for key_id in CITY_KEYS]
    try:
        return qr.read(text, city_keys=keys, unix_s=app.now().timestamp()).credential_id
    except qr.NotBelieved as disbelief:
        raise ProofRefused(why=disbelief.why.value) from None


def _living(credential_id: str) -> BelievedView:
    card_id = places.owner_of(credential_id)
    card = store.find(card_id) if card_id else None
    if card is None or all(each.credential_id != credential_id for each in card.living):
        raise ProofRefused(why="ended")
    if card.state is not CardState.ACTIVE:
        raise ProofRefused(why=card.state.value)
    if card.expires_on < day_of(app.now()):  # the clock that ends cards strikes once an hour
        raise ProofRefused(why=CardState.EXPIRED.value)
    return BelievedView(
        credential_id=credential_id, card_id=card.card_id, account_id=card.account_id, card_class=card.card_class
    )
