"""POST /access/taps: a gate with a connection asks whether to open, and the account pays at once.

Reads the credential and the account; writes the account, where a bicycle is, and a refusal when there is one. The gate
has checked the phone's or the chip's own proof with the reader kit; its token says that it may ask, and the register of
payees for whom: nobody taps cards in the name of another operator.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.fields import Field

from cercano.access import bikes, charging, denying, refusing
from cercano.access.deciding import Refused
from cercano.access.errors import CredentialUnknown, NotYourOperator
from cercano.access.explain import explained
from cercano.access.hearing import FIRST_YEAR, LAST_YEAR, MOST_COUNTER, Heard, heard_of
from cercano.access.journal import priced_in
from cercano.access.model import Place, TapKind
from cercano.access.views import PlaceBody, Words
from cercano.kit.errors import Invalid, Refusal
from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Instant, Service, View
from cercano.ledger.acting import acts_for
from cercano.ledger.credentials import account_of
from cercano.ledger.errors import AccountUnknown

app = Service("access")


class TapBody(Body):
    """One credential held to one gate."""

    at: Instant
    credential: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    counter: Annotated[int, Field(ge=0, lt=MOST_COUNTER)]
    """The credential's own count of its taps; it never comes back."""
    kind: Literal["entry", "on", "off"]
    place: PlaceBody


class TapAnswer(View):
    """Whether the gate opens, and why."""

    tap_id: str
    granted: bool
    reason: str
    """A stable code; `text` says it in words."""
    text: Words
    cents: int | None = None
    """What this tap cost; null when it was refused."""
    balance_cents: int | None = None
    """What is left; null when no account is known."""


@app.post("/taps", roles=("operator",))
def tap(body: TapBody, caller: Caller) -> TapAnswer:
    """Ask whether to open the gate. The same tap again gets the same answer, and is charged once."""
    if not FIRST_YEAR <= body.at.year <= LAST_YEAR:
        raise Invalid(errors=[{"pointer": "/at"}])
    place = Place(**dict(body.place))
    if not acts_for(caller.subject, f"operator:{place.operator}"):
        log.warning("not_ones_operator", operator=place.operator, by=caller.subject)
        raise NotYourOperator
    heard = heard_of(f"operator:{caller.subject}", body.at, body.credential, body.counter, TapKind(body.kind), place)
    account_id = account_of(body.credential)
    if account_id is None:
        return _refused(heard, CredentialUnknown())
    at = app.now()
    try:
        charged = charging.charge(account_id, [heard], at, lends=False)
    except AccountUnknown:
        return _refused(heard, CredentialUnknown())
    balance = charged.account.available_cents
    if charged.refused:
        return _refused(heard, charged.refused[0].refusal, balance)
    denying.look_after(charged.account, charged.moved_cents, at)
    bikes.follow([heard.tap], [])
    priced = next(one for one in priced_in(charged.posted.entries) if one.tap.tap_id == heard.tap.tap_id)
    text = explained(priced.charge.why)
    return TapAnswer(
        tap_id=heard.tap.tap_id,
        granted=True,
        reason=priced.charge.why.code,
        text=Words(es=text.es, en=text.en),
        cents=priced.charge.cents,
        balance_cents=balance,
    )


def _refused(heard: Heard, refusal: Refusal, balance_cents: int | None = None) -> TapAnswer:
    refusing.keep([Refused(heard, refusal)])
    bikes.follow([heard.tap], [heard.tap.tap_id])
    words = Words(es=refusal.sentence("es"), en=refusal.sentence("en"))
    tap_id = heard.tap.tap_id
    return TapAnswer(tap_id=tap_id, granted=False, reason=refusal.code, text=words, balance_cents=balance_cents)
