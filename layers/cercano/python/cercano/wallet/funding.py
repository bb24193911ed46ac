"""Where an account's money comes from by itself: the mandate its holder gave, and the line under which it is filled.

Pure. No bank's number is here: a mandate is named by its reference, and its number is kept apart (mandates.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cercano.ledger.model import Account
from cercano.wallet.errors import MandateSuspended, NoMandate, RefillTooSmall, TooMuchUnderWay

MIN_CENTS, MAX_CENTS = 500, 15_000
"""One collection: 5 EUR, as a bank asks a fee for each, to 150 EUR."""
WEEK_CENTS = 15_000
"""All collections of one account in seven days: the money is given before the bank has brought it."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refill:
    """Below `threshold_cents`, the account gets `amount_cents` from its holder's bank."""

    threshold_cents: int
    amount_cents: int

    def checked(self, account: Account) -> Refill:
        """Itself.

        Raises:
            RefillTooSmall: one refill would not lift the account over its line, wherever it may stand.
        """
        least = self.threshold_cents - account.floor_cents
        if self.amount_cents < least:
            raise RefillTooSmall(least_cents=least, errors=[{"pointer": "/amount_cents"}])
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """An account's own ways to money."""

    account_id: str
    mandate: str | None = None
    """The reference of the mandate in force."""
    refill: Refill | None = None
    is_suspended: bool = False
    """A collection came back: nothing more is collected until a mandate is given anew."""
    under_way: tuple[tuple[date, int], ...] = ()
    """What was collected in the last seven days: day (of the city) and cents."""

    def give(self, mandate: str) -> Funding:
        """With a mandate, in place of the one before."""
        return replace(self, mandate=mandate, is_suspended=False)

    def take_back(self) -> Funding:
        """Without a mandate, and so without refills. What was ordered under it is still collected."""
        return replace(self, mandate=None, refill=None, is_suspended=False)

    def suspend(self, mandate: str) -> Funding:
        """A collection of `mandate` came back. A mandate given since is another matter."""
        return replace(self, is_suspended=True) if mandate == self.mandate else self

    def fill_under(self, refill: Refill | None) -> Funding:
        """With other orders for its refill, or none.

        Raises: NoMandate.
        """
        if refill is not None and self.mandate is None:
            raise NoMandate
        return replace(self, refill=refill)

    def collect(self, amount_cents: int, day: date) -> Funding:
        """With one more collection under way.

        Raises:
            NoMandate, MandateSuspended; TooMuchUnderWay: more than is lent in seven days.
        """
        if self.mandate is None:
            raise NoMandate
        if self.is_suspended:
            raise MandateSuspended
        recent = tuple((on, cents) for on, cents in self.under_way if on > day - WEEK)
        left = WEEK_CENTS - sum(cents for _, cents in recent)
        if amount_cents > left:
            raise TooMuchUnderWay(left_cents=max(0, left))
        return replace(self, under_way=(*recent, (day, amount_cents)))
