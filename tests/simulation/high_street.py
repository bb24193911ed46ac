"""Shops, people with cards, and three campaigns of the simulated city: vouchers, a discount, and points that expire.

A phone's code stands in plain words here: its signatures have tests of their own, and would be other bytes each day.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import TypeVar
from unittest.mock import patch

from cercano.credential.qr import NotBelieved, Pass, Why, slot_of
from cercano.kit import clock
from cercano.kit.etags import IfMatch
from cercano.loyalty import campaigns, pool, refunding, wallets
from cercano.loyalty.cards import Card, CardState
from cercano.loyalty.documents import to_json
from cercano.loyalty.holders import Holder
from cercano.loyalty.instants import prefix_of
from cercano.loyalty.model import Campaign, CampaignState, Limits, Purchase
from cercano.loyalty.points import Lot, Points
from cercano.loyalty.rows import CardRow, CredentialRow
from tests.simulation.baton import START
from tests.simulation.city import PASSING, City
from tests.support.loyalty import PAY_70_GET_100, TEN_PERCENT, TWO_POINTS, a_campaign, a_shop

TENDED_EVERY_S = 60.0
LOTS = (Lot(date(2026, 11, 22), 500), Lot(date(2026, 11, 23), 300), Lot(date(2026, 12, 31), 400))
"""Points that everybody has when the day begins; the first of them are past their day."""
PREFIX = "street:"
"""Of the names of commands that are no entry of a ledger."""

Command = Callable[[], str]
T = TypeVar("T")


class HighStreet:
    """Who buys where, with what."""

    def __init__(self, chance: random.Random, people: int, purchases: int) -> None:
        self._chance = chance
        self.people = [f"citizen-{number:04d}" for number in range(people)]
        self.shops = [a_shop(f"shop_{number:02d}") for number in range(8)]
        fresh = {"starts_at": START - timedelta(days=1), "state": CampaignState.DRAFT, "launched_by": ""}
        self.campaigns: list[Campaign] = [
            a_campaign(
                "campaign_v", PAY_70_GET_100, budget=max(12, purchases // 40), limits=Limits(per_person=2), **fresh
            ),
            a_campaign(
                "campaign_d",
                TEN_PERCENT,
                budget=max(3_000, 300 * purchases),
                limits=Limits(per_person=5, per_person_day=4, per_shop_day=max(6, purchases // 10)),
                **fresh,
            ),
            a_campaign("campaign_p", TWO_POINTS, budget=max(1_000, 60 * purchases), **fresh),
        ]
        self._held: list[tuple[str, str]] = []
        self._sold: list[tuple[int, str, int]] = []

    def open(self) -> None:
        """Campaigns are launched and people have their cards and points."""
        for campaign in self.campaigns:
            campaigns.draft(campaign)
            campaigns.launch(campaign.campaign_id, "luis", START, IfMatch(None))
        for number, person in enumerate(self.people):
            card = Card(
                card_id=f"card_{number}",
                account_id=f"acc_{number:05d}",
                citizen_id=person,
                card_class="resident",
                expires_on=date(2030, 1, 1),
                state=CardState.ACTIVE,
            )
            CardRow(f"CARD#{card.card_id}", "CARD", document=to_json(card)).keep()
            CredentialRow(f"CREDENTIAL#{number:016x}", "CARD", card_id=card.card_id).keep()
            wallets.written(wallets.fresh(person), Holder(holder_id=person, points=Points(lots=LOTS))).keep()

    def reserve(self, number: int) -> Command:
        """Somebody wants a voucher."""
        person, request_id = self._chance.choice(self.people), f"{number:032x}"
        campaign = self.campaigns[0]

        def command() -> str:
            voucher_id, _ = pool.reserve(campaign, person, request_id, clock.now())
            self._held.append((person, voucher_id))
            return voucher_id

        return command

    def give_back(self, number: int) -> Command:
        """Somebody does not want it any more."""
        person, voucher_id = self._one_of(self._held, (self.people[0], "voucher_nobody"))

        def command() -> str:
            pool.give_back(self.campaigns[0], person, voucher_id, clock.now())
            return "back"

        return command

    def buy(self, number: int) -> Command:
        """Somebody buys; the code is on their phone's screen when the till first looks at it."""
        from cercano.loyalty import selling  # reads its settings when it is imported
        from cercano.loyalty.till import Asked

        person, shop_no = self._chance.randrange(len(self.people)), self._chance.randrange(len(self.shops))
        cents, points = self._chance.randint(500, 20_000), self._chance.choice([0, 0, 50, 700])
        made: list[tuple[str, Asked]] = []

        def command() -> str:
            now = clock.now()
            if not made:
                text = f"{person:016x} {slot_of(now.timestamp())}"
                asked = Asked(qr=text, amount_cents=cents, points=points)
                made.append((prefix_of(now) + f"{number:020x}", asked))
            purchase_id, asked = made[0]
            purchase = selling.sell(self.shops[shop_no], purchase_id, asked, now)
            self._sold.append((shop_no, purchase_id, cents))
            return said_of(purchase)

        return command

    def return_goods(self, number: int) -> Command:
        """A part of something, or all of it, is brought back."""
        shop_no, purchase_id, cents = self._one_of(self._sold, (0, "0" * 32, 100))
        part = cents if self._chance.random() < 0.4 else self._chance.randint(1, cents)
        made: list[str] = []

        def command() -> str:
            now = clock.now()
            if not made:
                made.append(prefix_of(now) + f"{number:020x}")
            refunded = refunding.give_back(self.shops[shop_no].shop_id, purchase_id, made[0], part, now)
            last = refunded.refunds[-1]
            return f"{purchase_id} {last.amount_cents} {last.paid_cents} {last.points_back} {last.points_taken}"

        return command

    def tend(self, city: City) -> None:
        """What the schedule does every minute, until nothing else is left to do."""
        while city.baton.has_others:
            for campaign in self.campaigns:
                with suppress(*PASSING):
                    city.baton.survive(functools.partial(pool.tend, campaign, clock.now()))
            city.baton.pause(TENDED_EVERY_S)

    def _one_of(self, known: list[T], otherwise: T) -> T:
        return self._chance.choice(known[-50:]) if known else otherwise


def said_of(purchase: Purchase) -> str:
    """What a till is answered, without what came back later."""
    given = [(one.campaign_id, one.cents, one.points, one.voucher_id) for one in purchase.benefits]
    return f"{purchase.purchase_id} {purchase.paid_cents} {purchase.points_spent} {given}"


class PlainCodes:
    """Believes a code of plain words while it is on the phone's screen."""

    def believe(self, text: str, *, shown_at: datetime, now: datetime) -> Pass:
        """Who showed it."""
        said = said_by(text)
        if abs(slot_of(shown_at.timestamp()) - said.slot) > 1:
            raise NotBelieved(Why.NOT_NOW)
        return said


def said_by(text: str) -> Pass:
    """Who says so."""
    credential_id, slot = text.split()
    return Pass(credential_id=credential_id, slot=int(slot))


@contextmanager
def plain_codes() -> Iterator[None]:
    """Codes are plain words inside the `with`."""
    from cercano.loyalty import codes  # reads its settings when it is imported

    with ExitStack() as stack:
        stack.enter_context(patch.object(codes, "said_by", said_by))
        stack.enter_context(patch.object(codes, "_city", PlainCodes()))
        yield
