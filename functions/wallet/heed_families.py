"""Somebody answers for a child from now on, or no longer: the wallet knows whose card they may fill every month.

Hears GuardianshipGranted and GuardianshipEnded from the bus; writes CITIZEN#<guardian>, CHILD#<child>. Heard twice, or
the other way round, the later word counts.
"""

from __future__ import annotations

from cercano.facts.citizen import GuardianshipEnded, GuardianshipGranted
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.wallet import families


@each_message
def handler(message: Message) -> None:
    """Follow one fact."""
    fact = message.fact(GuardianshipGranted, GuardianshipEnded)
    guardian_id, child_id = (str(fact.data()[name]) for name in ("guardian_id", "child_id"))
    ended = isinstance(fact, GuardianshipEnded)
    changed = families.hear(guardian_id, child_id, fact.at, ended=ended)
    log.info("bond_followed", guardian_id=guardian_id, child_id=child_id, ended=ended, changed=changed)
