"""The council decided fares: the wallet sells their passes from their first day on, and knows what it may lend.

Hears FaresDecided and PassDecided from the bus; writes the catalogue (PASSES).
"""

from __future__ import annotations

from cercano.facts.access import FaresDecided, PassDecided
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.wallet import catalogue


@each_message
def handler(message: Message) -> None:
    """Note one table, or one pass of it; heard again, nothing changes."""
    fact = message.fact(FaresDecided, PassDecided)
    if isinstance(fact, PassDecided):
        catalogue.keep_pass(fact)
    elif isinstance(fact, FaresDecided):
        catalogue.keep_table(fact)
    log.info("fares_noted", fact=type(fact).__name__, day=fact.data()["valid_from"])
