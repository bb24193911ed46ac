"""Taps on their way from readers to accounts: live ones and whole garages of them, in any order, told twice, days late.

Takes messages of the IoT rule out of the taps queue. Charges accounts (the ledger's table); keeps refusals, the deny
list and where bicycles are (AccessTable); tells AccountOverdrawn, AccountCleared and CloneSuspected. A message that
cannot be read goes back alone, to end among the dead letters. A phone may tap before the city has heard of its key:
what nobody answers for yet is looked at again, twice.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta

from cercano.access import bikes, charging, denying, refusing
from cercano.access.deciding import Refused
from cercano.access.hearing import Heard, Unreadable, hear
from cercano.kit.clock import now
from cercano.kit.invocation import tally
from cercano.kit.log import log
from cercano.kit.message import UnreadableMessage
from cercano.kit.metrics import count
from cercano.kit.queue import Message, whole_batch

Read = tuple[Message, list[Heard]]
"""A message and its taps."""
LOOKS = 3
"""How often a tap that nobody answers for is looked at before it is refused, a quarter of an hour apart."""
NEW_KEYS = timedelta(hours=1)
"""An older tap of a credential that is still unknown is refused at once."""


@whole_batch
def handler(messages: list[Message]) -> list[Message]:
    """Read, charge, refuse; answer what could not be read and what is to be looked at again."""
    heard, failed = _read(messages)
    taps = [tap for _, its in heard for tap in its]
    at = now()
    charged, orphans = charging.charge_all(taps, at)
    early = _too_early(heard, orphans, at)
    waiting = {one.heard for one in orphans} & {tap for _, its in early for tap in its}
    orphans = [one for one in orphans if one.heard not in waiting]
    refused = [*orphans, *(one for few in charged for one in few.refused)]
    refusing.keep(refused)
    bikes.follow([one.tap for one in taps if one not in waiting], [one.heard.tap.tap_id for one in refused])
    for few in charged:
        denying.look_after(few.account, few.moved_cents, at)
    posted = sum(len(few.posted.entries) for few in charged if not few.posted.is_repeat)
    count("TapsCharged", posted)
    tally(taps=len(taps), entries=posted, writes=len(charged), orphans=len(orphans))
    return failed + [message.troubled("a credential that nobody answers for yet") for message, _ in early]


def _too_early(heard: list[Read], orphans: Iterable[Refused], at: datetime) -> list[Read]:
    """The messages with a new tap of a credential that may still be heard of."""
    since = (at - NEW_KEYS).timestamp() * 1000
    new = {one.heard for one in orphans if one.heard.tap.at_ms >= since}
    return [(message, taps) for message, taps in heard if message.receive_count < LOOKS and not new.isdisjoint(taps)]


def _read(messages: list[Message]) -> tuple[list[Read], list[Message]]:
    read: list[Read] = []
    failed: list[Message] = []
    for message in messages:
        try:
            said = message.json()
            taps, unread = hear(said["thing"], base64.b64decode(said["payload"], validate=True))
        except (UnreadableMessage, Unreadable, ValueError, TypeError, KeyError) as trouble:
            failed.append(message.troubled(f"{trouble!r:.100}"))
            continue
        read.append((message, taps))
        if unread:
            log.warning("taps_unreadable", reader_id=said["thing"], taps=unread)
            count("TapsUnreadable", unread)
    return read, failed
