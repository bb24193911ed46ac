"""Passes bought for a card: which service each opens, from when to when, and for how many journeys.

A pass stands in the account's terms, so buying it, giving it back and replacing the card never part it from its money.
What it was used for stands beside what access remembers of the account's taps (`fare`), in the same row. The wallet
sells passes and reads how often they were used; access covers taps with them and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cercano.ledger.model import Account
from cercano.ledger.terms import Terms

REMEMBERED_FOR = timedelta(days=40)
"""After its last day a pass stays so long: a bus may bring home a tap that it covers (35 days)."""
MARK_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class HeldPass:
    """One pass of one account. In order: the one that ends first is used first."""

    valid_to: date
    """Its last day, Madrid's calendar."""
    pass_id: str
    """The entry by which it was bought."""
    code: str
    service: str
    valid_from: date
    bought_ms: int
    """Milliseconds since 1970: a tap before it is not covered, though it be of the first day."""
    journeys: int = 0
    """Of a carnet; 0: as often as its holder likes."""
    paid_cents: int = 0
    fare_class: str = "standard"
    """By which it was priced."""
    returnable_to: date | None = None
    """Unused, it can be given back until then; None: never."""

    @property
    def mark(self) -> str:
        """What the reason of a tap names it by: short, as it is written with each of them."""
        return self.pass_id[-MARK_LENGTH:]

    def covers(self, service: str, day: date, at_ms: int) -> bool:
        """Whether a tap in a service, on a day and at an instant, is within it (journeys apart)."""
        return service == self.service and self.valid_from <= day <= self.valid_to and at_ms >= self.bought_ms

    def words(self) -> dict[str, Any]:
        """As the account's terms keep it; what is empty is left out."""
        said = {
            "id": self.pass_id,
            "code": self.code,
            "service": self.service,
            "from": self.valid_from.isoformat(),
            "to": self.valid_to.isoformat(),
            "at": self.bought_ms,
            "n": self.journeys,
            "cents": self.paid_cents,
            "class": self.fare_class,
            "back": self.returnable_to.isoformat() if self.returnable_to else "",
        }
        return {name: value for name, value in said.items() if value}


def held(terms: Terms) -> tuple[HeldPass, ...]:
    """The passes of an account, those that are over a while ago too."""
    return tuple(sorted(_of(one) for one in terms.passes))


def uses(account: Account) -> Mapping[str, int]:
    """How many taps each pass covered so far, by its mark."""
    found: Mapping[str, int] = account.fare.get("f", {}).get("u", {})
    return found


def _of(said: Mapping[str, Any]) -> HeldPass:
    back = said.get("back")
    return HeldPass(
        pass_id=said["id"],
        code=said["code"],
        service=said["service"],
        valid_from=date.fromisoformat(said["from"]),
        valid_to=date.fromisoformat(said["to"]),
        bought_ms=said.get("at", 0),
        journeys=said.get("n", 0),
        paid_cents=said.get("cents", 0),
        fare_class=said.get("class", "standard"),
        returnable_to=date.fromisoformat(back) if back else None,
    )
