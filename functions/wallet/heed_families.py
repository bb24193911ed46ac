"""Somebody answers for another from now on, or no longer: the wallet knows who may see and fill whose account.

Hears the register's words on guardians and representatives from the bus; writes CITIZEN#<who answers>. Heard twice, or
the other way round, the later word counts.
"""

from __future__ import annotations

from cercano.facts.citizen import (
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationEnded,
    RepresentationGranted,
)
from cercano.kit import bonds
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """Follow one fact."""
    fact = message.fact(GuardianshipGranted, GuardianshipEnded, RepresentationGranted, RepresentationEnded)
    log.info("bond_followed", fact=type(fact).__name__, changed=bonds.heed(fact))
