"""Taps on their way from readers to accounts: live ones and whole garages of them, in any order, told twice, days late.

Takes messages of the IoT rule out of the taps queue. Charges accounts (the ledger's table); keeps refusals, the deny
list and where bicycles are (AccessTable); tells AccountOverdrawn, AccountCleared and CloneSuspected. A message that
cannot be read goes back alone, to end among the dead letters.
"""

from __future__ import annotations

import base64

from cercano.access import bikes, charging, denying, refusing
from cercano.access.hearing import Heard, Unreadable, hear
from cercano.kit.clock import now
from cercano.kit.log import log
from cercano.kit.message import UnreadableMessage
from cercano.kit.metrics import count
from cercano.kit.queue import Message, whole_batch


@whole_batch
def handler(messages: list[Message]) -> list[Message]:
    """Read, charge, refuse; answer what could not be read."""
    taps, failed = _read(messages)
    at = now()
    charged, orphans = charging.charge_all(taps, at)
    refused = [*orphans, *(one for few in charged for one in few.refused)]
    refusing.keep(refused)
    bikes.follow([one.tap for one in taps], [one.heard.tap.tap_id for one in refused])
    for few in charged:
        denying.look_after(few.account, few.moved_cents, at)
    posted = sum(len(few.posted.entries) for few in charged if not few.posted.is_repeat)
    count("TapsCharged", posted)
    log.info("taps_ingested", taps=len(taps), entries=posted, writes=len(charged), orphans=len(orphans))
    return failed


def _read(messages: list[Message]) -> tuple[list[Heard], list[Message]]:
    taps: list[Heard] = []
    failed: list[Message] = []
    for message in messages:
        try:
            said = message.json()
            heard, unread = hear(said["thing"], base64.b64decode(said["payload"], validate=True))
        except (UnreadableMessage, Unreadable, ValueError, TypeError, KeyError) as trouble:
            failed.append(message.troubled(f"{trouble!r:.100}"))
            continue
        taps += heard
        if unread:
            log.warning("taps_unreadable", reader_id=said["thing"], taps=unread)
            count("TapsUnreadable", unread)
    return taps, failed
