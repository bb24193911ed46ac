"""What the card's keepers tell: cards issued, blocked, replaced, their credentials and concessions; tills go by it.

Hears the card's facts from the bus. Reads and writes LoyaltyTable, partitions CARD#*, CREDENTIAL#* and CITIZEN#*.
"""

from __future__ import annotations

from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.loyalty.heeding import HEEDED, heed


@each_message
def handler(message: Message) -> None:
    """Heed one fact. Heard again, or late, it changes nothing that newer ones said."""
    fact: Fact = message.fact(*HEEDED)
    heed(fact)
    log.info("card_heeded", fact=type(fact).__name__)
