"""Somebody answers for another from now on, or no longer; somebody asked for a copy of all the city holds of them.

Hears the register's words from the bus. Writes who answers for whom (AccessTable, CITIZEN#*); puts journeys and refused
taps into the copy. An erasure asks for nothing here: a tap names an account, never a person; a refused one, a phone
or a chip, and goes by itself after 90 days.
"""

from __future__ import annotations

from cercano.access import copies
from cercano.facts.citizen import (
    ExportAsked,
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationEnded,
    RepresentationGranted,
)
from cercano.kit import bonds, exports
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """One fact. Heard again, or late, it changes nothing more."""
    fact = message.fact(ExportAsked, GuardianshipGranted, GuardianshipEnded, RepresentationGranted, RepresentationEnded)
    if isinstance(fact, ExportAsked):
        exports.add_part("access", fact, copies.held(fact.citizen_id))
    else:
        bonds.heed(fact)
