"""Somebody asked for a copy of all the city holds of them, or left: loyalty adds its part, or forgets their points.

Hears ExportAsked and CitizenErased from the bus. Reads LoyaltyTable (HOLDER#*, CITIZEN#*, CARD#*, campaigns and their
drawers); puts what it holds into the copy. Deletes who was erased (HOLDER#*); sales stay as a shop's bookkeeping, and
name nobody.
"""

from __future__ import annotations

from cercano.facts.citizen import CitizenErased, ExportAsked
from cercano.kit import exports
from cercano.kit.clock import now
from cercano.kit.queue import Message, each_message
from cercano.loyalty import copies, wallets


@each_message
def handler(message: Message) -> None:
    """One fact. Heard again, or late, it changes nothing more."""
    fact = message.fact(ExportAsked, CitizenErased)
    match fact:
        case ExportAsked():
            exports.add_part("loyalty", fact, copies.held_of(fact.citizen_id, now()))
        case CitizenErased():
            wallets.forget(fact.citizen_id)
