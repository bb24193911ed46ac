"""A shop's week of loyalty was closed: the wallet notes what the city owes for it, once.

Hears ShopWeekSettled from the bus; writes OWED#merchant:<shop>. The next settlement pays it.
"""

from __future__ import annotations

from cercano.facts.loyalty import ShopWeekSettled
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.wallet import payees


@each_message
def handler(message: Message) -> None:
    """Note one week."""
    fact = message.fact(ShopWeekSettled)
    is_new = payees.owe(f"merchant:{fact.shop_id}", fact.week, fact.city_cents)
    log.info("shop_week_noted", shop_id=fact.shop_id, week=fact.week, is_new=is_new)
