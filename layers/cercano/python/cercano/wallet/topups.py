"""A top-up through the bank's page: asked for, then credited, refused or lapsed by what the bank says. Nothing else.

The browser's way back changes nothing. What the bank says twice is one credit; what it says differently is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from cercano.wallet.errors import NotificationContradicts
from cercano.wallet.gateway import EURO, Said

ASK_AFTER = timedelta(minutes=15)
"""An order of which nothing was heard for so long is asked about."""
LAPSES_AFTER = timedelta(days=2)
"""An order the bank still knows nothing of is given up: its page is long closed."""
MIN_CENTS, MAX_CENTS = 100, 15_000
"""One top-up by card, whatever the account's class."""
_FIRST_DAY = date(2020, 1, 1)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class TopUpState(StrEnum):
    """How an order stands."""

    ASKED = "asked"
    CREDITED = "credited"
    REFUSED = "refused"
    """The bank refused the card; on its page the citizen may still try another."""
    LAPSED = "lapsed"
    TO_RETURN = "to_return"
    """The bank took the money and the account may not hold it: it goes back to the citizen's bank card."""


NEXT: dict[TopUpState, frozenset[TopUpState]] = {
    TopUpState.ASKED: frozenset({TopUpState.CREDITED, TopUpState.REFUSED, TopUpState.LAPSED, TopUpState.TO_RETURN}),
    TopUpState.REFUSED: frozenset({TopUpState.CREDITED, TopUpState.TO_RETURN}),
    TopUpState.CREDITED: frozenset(),
    TopUpState.LAPSED: frozenset(),
    TopUpState.TO_RETURN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """One order at the bank. `entry_id` names its credit in the ledger from the start: there can be only one."""

    order: str
    account_id: str
    amount_cents: int
    asked_by: str
    asked_at: datetime
    entry_id: str
    state: TopUpState = TopUpState.ASKED
    authorisation: str = ""
    """The bank's own number of the payment; empty until it is paid."""
    response: str = ""
    settled_at: datetime | None = None
    remembers_card: bool = False
    """Its payer wants the card remembered."""
    is_automatic: bool = False
    """Charged to a remembered card when the account fell below its holder's line."""

    def to(self, state: TopUpState, *, said: Said | None, at: datetime) -> TopUp:
        """The order in its next state.

        Raises: NotificationContradicts when it cannot get there.
        """
        if state not in NEXT[self.state]:
            raise NotificationContradicts(f"{self.state} order said to be {state}")
        moved = replace(self, state=state, settled_at=at)
        return moved if said is None else replace(moved, authorisation=said.authorisation, response=said.response)

    def is_repeat(self, said: Said) -> bool:
        """Whether the bank says what it said before.

        Raises: NotificationContradicts for another amount, currency, order or authorisation.
        """
        if said.order != self.order:
            raise NotificationContradicts("another order")
        if (said.amount_cents, said.currency) != (self.amount_cents, EURO):
            raise NotificationContradicts("another amount or currency")
        if self.state in (TopUpState.CREDITED, TopUpState.TO_RETURN):
            if said.is_paid and said.authorisation != self.authorisation:
                raise NotificationContradicts("paid twice under two authorisations")
            return True
        if self.state is TopUpState.LAPSED and said.is_paid:
            raise NotificationContradicts("paid after it had lapsed")
        return self.state is TopUpState.LAPSED or (self.state is TopUpState.REFUSED and not said.is_paid)


def order_number(day: date, chance: int) -> str:
    """Twelve characters as the bank wants them: four digits (days since 2020, mod 10,000), then 40 bits of chance."""
    first = (day - _FIRST_DAY).days % 10_000
    return f"{first:04d}" + "".join(_ALPHABET[chance >> shift & 31] for shift in range(35, -1, -5))
