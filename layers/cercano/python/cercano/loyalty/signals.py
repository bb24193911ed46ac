"""Sales that a person should look at: a shop and a card may be moving the city's money in a circle.

Signals, not verdicts: each says what was seen, and nobody is stopped by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cercano.loyalty.model import CITY_TIME, POINT_CENTS, Purchase, Shop

SAME_CARD_AN_HOUR = 3
"""More rewarded sales than this of one card in one shop within an hour are unusual."""
ROUND_CENTS = 1_000
ROUND_SHARE_PERCENT = 60
"""In honest shops 5 to 15 % of the prices are full tens of euros."""
ENOUGH_SALES = 10
"""Fewer sales a day than this say nothing about round amounts."""
OUT_OF_HOURS = 2
"""One sale after closing is a customer who was late."""


class Signal(StrEnum):
    """What was seen."""

    SAME_CARD = "same_card"
    ROUND_AMOUNTS = "round_amounts"
    OUT_OF_HOURS = "out_of_hours"
    OWN_SHOP = "own_shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing seen in one shop on one day. `card_id` only where the signal is about one card."""

    day: date
    shop_id: str
    signal: Signal
    times: int
    cents: int
    """What of the city's money was in these sales: its share of the benefits, and points given or taken as money."""
    card_id: str = ""


def findings(shop: Shop, day: date, sales: Sequence[Purchase]) -> list[Finding]:
    """What is unusual in a shop's rewarded sales of one city day, in order of time."""
    rewarded = [sale for sale in sales if _of_the_city(sale)]
    looks = (_own_shop, _same_card, _round, _out_of_hours)
    return [found for look in looks for found in look(shop, day, rewarded)]


def _own_shop(shop: Shop, day: date, sales: Sequence[Purchase]) -> Iterator[Finding]:
    own = [sale for sale in sales if sale.holder_id == shop.owner]
    if own:
        cards = {sale.card_id for sale in own}
        yield _finding(shop, day, Signal.OWN_SHOP, own, len(own), cards.pop() if len(cards) == 1 else "")


def _same_card(shop: Shop, day: date, sales: Sequence[Purchase]) -> Iterator[Finding]:
    by_card: dict[str, list[Purchase]] = defaultdict(list)
    for sale in sales:
        by_card[sale.card_id].append(sale)
    for card_id, mine in sorted(by_card.items()):
        most = max(_within_an_hour([sale.at for sale in mine]))
        if most > SAME_CARD_AN_HOUR:
            yield _finding(shop, day, Signal.SAME_CARD, mine, most, card_id)


def _within_an_hour(instants: Sequence[datetime]) -> list[int]:
    """For each instant, how many lie in the hour that begins with it."""
    return [sum(first <= at < first + timedelta(hours=1) for at in instants) for first in instants]


def _round(shop: Shop, day: date, sales: Sequence[Purchase]) -> Iterator[Finding]:
    even = [sale for sale in sales if sale.amount_cents % ROUND_CENTS == 0]
    if len(sales) >= ENOUGH_SALES and len(even) * 100 >= len(sales) * ROUND_SHARE_PERCENT:
        yield _finding(shop, day, Signal.ROUND_AMOUNTS, even, len(even))


def _out_of_hours(shop: Shop, day: date, sales: Sequence[Purchase]) -> Iterator[Finding]:
    late = [sale for sale in sales if not _is_open(shop, sale.at)]
    if len(late) >= OUT_OF_HOURS:
        cards = Counter(sale.card_id for sale in late)
        one = next(iter(cards)) if len(cards) == 1 else ""
        yield _finding(shop, day, Signal.OUT_OF_HOURS, late, len(late), one)


def _is_open(shop: Shop, at: datetime) -> bool:
    hour = at.astimezone(CITY_TIME).time()
    if shop.opens < shop.closes:
        return shop.opens <= hour < shop.closes
    return hour >= shop.opens or hour < shop.closes


def _of_the_city(sale: Purchase) -> int:
    """Points are the city's money too: a shop could sell nothing to a friend, who spends what that earned."""
    shares = sum(benefit.city_cents for benefit in sale.benefits)
    return shares + (sale.points_earned + sale.points_spent) * POINT_CENTS


def _finding(
    shop: Shop, day: date, signal: Signal, sales: Sequence[Purchase], times: int, card_id: str = ""
) -> Finding:
    cents = sum(map(_of_the_city, sales))
    return Finding(day=day, shop_id=shop.shop_id, signal=signal, times=times, cents=cents, card_id=card_id)
