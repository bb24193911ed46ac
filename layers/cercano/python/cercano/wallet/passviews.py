"""A pass as people see it: in the shop window, and in their pocket."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from cercano.kit.web import View
from cercano.ledger import passes as kept
from cercano.ledger.model import MADRID, Account
from cercano.ledger.passes import HeldPass
from cercano.wallet.explaining import payee_name
from cercano.wallet.passes import Pass
from cercano.wallet.views import ReceiptView


class PassState(StrEnum):
    """How a pass stands today."""

    FUTURE = "future"
    VALID = "valid"
    USED_UP = "used_up"
    """A carnet without journeys left."""
    ENDED = "ended"


class PassOnSale(View):
    """A pass that the council decided."""

    code: str
    service: str
    name: str
    prices: dict[str, int]
    """Cents by fare class; "standard" is everybody's."""
    months: int
    days: int
    """One of the two is its length, the other 0."""
    journeys: int
    """Of a carnet; 0: as often as its holder likes."""
    refund_days: int
    """Unused, it can be given back for so many days; 0: never."""
    payee: str
    payee_name: str
    valid_from: date
    valid_to: date | None
    """Days on which it is sold at these prices; null: until the council decides anew."""

    @classmethod
    def of(cls, one: Pass, language: str) -> PassOnSale:
        """From the catalogue."""
        return cls(
            code=one.code,
            service=one.service,
            name=one.es if language == "es" else one.en,
            prices=dict(one.prices),
            months=one.months,
            days=one.days,
            journeys=one.journeys,
            refund_days=one.refund_days,
            payee=one.payee,
            payee_name=payee_name(one.payee, language),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )


class PassView(View):
    """A pass of an account."""

    pass_id: str
    code: str
    service: str
    name: str
    """Its code, once it is sold no more."""
    state: PassState
    valid_from: date
    valid_to: date
    journeys: int
    """Of a carnet; 0: as often as its holder likes."""
    journeys_used: int
    journeys_left: int | None
    paid_cents: int
    fare_class: str
    returnable_to: date | None
    """It can be given back until then; null: not, or not any more, as it was used or too long ago."""

    @classmethod
    def of(cls, one: HeldPass, account: Account, names: dict[str, str], now: datetime) -> PassView:
        """From the account; `names` by code."""
        today = now.astimezone(MADRID).date()
        used = kept.uses(account).get(one.mark, 0)
        can_go_back = one.returnable_to is not None and today <= one.returnable_to and not used
        return cls(
            pass_id=one.pass_id,
            code=one.code,
            service=one.service,
            name=names.get(one.code, one.code),
            state=_state(one, used, today),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            journeys=one.journeys,
            journeys_used=used,
            journeys_left=max(0, one.journeys - used) if one.journeys else None,
            paid_cents=one.paid_cents,
            fare_class=one.fare_class,
            returnable_to=one.returnable_to if can_go_back else None,
        )


class PassBought(View):
    """A pass, and the movement that paid it."""

    bought: PassView
    receipt: ReceiptView


def _state(one: HeldPass, used: int, today: date) -> PassState:
    if today > one.valid_to:
        return PassState.ENDED
    if one.journeys and used >= one.journeys:
        return PassState.USED_UP
    return PassState.VALID if today >= one.valid_from else PassState.FUTURE
