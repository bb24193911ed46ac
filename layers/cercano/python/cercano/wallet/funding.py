"""Where an account's money comes from by itself: a mandate or a remembered card, and the line under which it is filled.

Pure. No bank's number is here: a mandate is named by its reference, and its number is kept apart (mandates.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from cercano.ledger.model import Account
from cercano.wallet.errors import (
    CardStopped,
    MandateSuspended,
    NoBankCard,
    NoMandate,
    RefillTooSmall,
    TooMuchCharged,
    TooMuchUnderWay,
)

MIN_CENTS, MAX_CENTS = 500, 15_000
"""One collection: 5 EUR, as a bank asks a fee for each, to 150 EUR."""
WEEK_CENTS = 15_000
"""All collections of one account in seven days: the money is given before the bank has brought it."""
WEEK = timedelta(days=7)


NOTICE_DAYS = 14
"""Calendar days between the notice and the collection where the mandate agrees on nothing else (SEPA Core rulebook,
EPC016-06, pre-notification)."""
REMEMBERED = timedelta(days=21)


class Collected(NamedTuple):
    """One collection: ordered and told on a day (of the city), and not collected before another."""

    on: date
    cents: int
    due: date


Means = Literal["mandate", "card"]
DAY_CENTS, MONTH_CENTS, DAY_CHARGES = 15_000, 30_000, 2
"""What a remembered card is charged at most, by itself: on a day, in thirty-one, and how often on a day."""
MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refill:
    """Below `threshold_cents`, the account gets `amount_cents` from its holder's bank."""

    threshold_cents: int
    amount_cents: int
    means: Means = "mandate"

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
    notice_days: int = NOTICE_DAYS
    """How long before a collection its payer is told, as the mandate says."""
    under_way: tuple[Collected, ...] = ()
    """What was ordered from the bank in the last three weeks."""
    has_card: bool = False
    """A bank card is remembered (bankcards.py)."""
    card_stopped: str = ""
    """Why that card is charged no more: "card_declined", "card_expired"; empty while it is."""
    charged: tuple[tuple[date, int], ...] = ()
    """What it was charged in the last thirty-one days."""

    @property
    def is_stopped(self) -> bool:
        """Whether its refills wait for their holder."""
        by_card = self.refill is not None and self.refill.means == "card"
        return bool(self.card_stopped) if by_card else self.is_suspended

    def give(self, mandate: str, notice_days: int = NOTICE_DAYS) -> Funding:
        """With a mandate, in place of the one before."""
        return replace(self, mandate=mandate, notice_days=notice_days, is_suspended=False)

    def take_back(self) -> Funding:
        """Without a mandate, and so without refills. What was ordered under it is still collected."""
        by_card = self.refill if self.refill and self.refill.means == "card" else None
        return replace(self, mandate=None, refill=by_card, is_suspended=False)

    def remember_card(self) -> Funding:
        """With a bank card, in place of the one before."""
        return replace(self, has_card=True, card_stopped="")

    def forget_card(self) -> Funding:
        """Without it, and so without refills from it."""
        by_mandate = self.refill if self.refill and self.refill.means == "mandate" else None
        return replace(self, has_card=False, card_stopped="", refill=by_mandate)

    def stop_card(self, reason: str) -> Funding:
        """The card is charged no more until its holder says so."""
        return replace(self, card_stopped=reason) if self.has_card else self

    def charge(self, amount_cents: int, day: date) -> Funding:
        """With one more charge of the card.

        Raises:
            NoBankCard, CardStopped; TooMuchCharged: more than a day or a month allows.
        """
        if not self.has_card:
            raise NoBankCard
        if self.card_stopped:
            raise CardStopped
        recent = tuple((on, cents) for on, cents in self.charged if on > day - MONTH)
        today = [cents for on, cents in recent if on == day]
        left = min(DAY_CENTS - sum(today), MONTH_CENTS - sum(cents for _, cents in recent))
        if amount_cents > left or len(today) >= DAY_CHARGES:
            raise TooMuchCharged
        return replace(self, charged=(*recent, (day, amount_cents)))

    def suspend(self, mandate: str) -> Funding:
        """A collection of `mandate` came back. A mandate given since is another matter."""
        return replace(self, is_suspended=True) if mandate == self.mandate else self

    def fill_under(self, refill: Refill | None) -> Funding:
        """With other orders for its refill, or none.

        Raises: NoMandate, NoBankCard.
        """
        if refill is None:
            return replace(self, refill=None)
        if refill.means == "mandate" and self.mandate is None:
            raise NoMandate
        if refill.means == "card" and not self.has_card:
            raise NoBankCard
        return replace(self, refill=refill, card_stopped="" if refill.means == "card" else self.card_stopped)

    def collect(self, amount_cents: int, day: date, *, is_owed: bool = False) -> Funding:
        """With one more collection under way; `is_owed`: of what was spent already, so that nothing is lent by it.

        Raises:
            NoMandate, MandateSuspended; TooMuchUnderWay: more than is lent in seven days.
        """
        if self.mandate is None:
            raise NoMandate
        if self.is_suspended:
            raise MandateSuspended
        recent = tuple(one for one in self.under_way if one.on > day - REMEMBERED)
        left = WEEK_CENTS - sum(one.cents for one in recent if one.on > day - WEEK)
        if amount_cents > left and not is_owed:
            raise TooMuchUnderWay(left_cents=max(0, left))
        due = day + timedelta(days=self.notice_days)
        return replace(self, under_way=(*recent, Collected(day, amount_cents, due)))
