"""From a message as it came to readings: who speaks, when they counted, which totals, and what was not understood.

Who speaks is said by the topic, never by the payload: a counter of its own certificate is its thing, a counter behind
a LoRaWAN bridge is `<bridge>:<devEUI>`, so a bridge can only speak for its own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from cercano.crowd.model import SKEWED, Reading
from cercano.crowd.payloads import own, recognise, uplink
from cercano.crowd.payloads.decoded import Decoded
from cercano.crowd.payloads.uplink import Unread, Uplink

PATIENCE_WITH_CLOCKS = timedelta(minutes=5)
_THING = re.compile(r"[A-Za-z0-9:_-]{1,128}")


class Source(IntEnum):
    """How a message came."""

    COUNTER = 0
    CHIRPSTACK = 1
    THINGS_STACK = 2


_SOURCES = {
    ("counters", "counts"): Source.COUNTER,
    ("networks", "chirpstack"): Source.CHIRPSTACK,
    ("networks", "ttn"): Source.THINGS_STACK,
}


class Raw(NamedTuple):
    """A message as it came, kept word for word."""

    received_ms: int
    """When the rule took it, milliseconds since 1970."""
    source: Source
    payload: bytes


class Heard(NamedTuple):
    """A message that could be read, down to the maker's bytes at least."""

    device_id: str
    raw: Raw
    readings: tuple[Reading, ...]
    """Empty when the message carries no totals (a configuration, a frame nobody knows yet)."""
    warnings: tuple[str, ...] = ()


def source_of(topic_source: object, topic_kind: object) -> Source | None:
    """Of the topic's words ("counters", "counts"); None for a topic that is not ours."""
    if not isinstance(topic_source, str) or not isinstance(topic_kind, str):
        return None
    return _SOURCES.get((topic_source, topic_kind))


def hear(thing: str, raw: Raw) -> Heard | Unread:
    """Read what a thing said."""
    if not _THING.fullmatch(thing):
        return Unread("not the name of a thing")
    if raw.source is Source.COUNTER:
        word = own.read(raw.payload)
        if isinstance(word, Unread):
            return word
        return _heard(thing, raw, word.decoded, word.at, word.epoch, word.seq)
    read = uplink.chirpstack if raw.source is Source.CHIRPSTACK else uplink.things_stack
    message = read(raw.payload)
    return message if isinstance(message, Unread) else _from_network(thing, raw, message)


def hear_again(device_id: str, raw: Raw) -> Heard | Unread:
    """Read a kept message with today's decoders."""
    thing = device_id if raw.source is Source.COUNTER else device_id.rpartition(":")[0]
    return hear(thing, raw)


def _from_network(bridge: str, raw: Raw, message: Uplink) -> Heard:
    decoded = recognise.decode(message.port, message.data, message.model)
    seq = int(message.at.timestamp() * 1000)
    return _heard(f"{bridge}:{message.dev_eui}", raw, decoded, message.at, 0, seq)


def _heard(device_id: str, raw: Raw, decoded: Decoded, said_at: datetime, epoch: int, seq: int) -> Heard:
    """A time in the future is the time of arrival; more than five minutes ahead, the clock is at fault and that is
    said.
    """
    received_at = datetime.fromtimestamp(raw.received_ms / 1000, tz=UTC)
    faults = decoded.faults
    if said_at - received_at > PATIENCE_WITH_CLOCKS:
        faults = (*faults, SKEWED)
    totals = [(line.line, line.total_in, line.total_out, line.wraps_at) for line in decoded.lines]
    if decoded.presence is not None and not totals:
        totals = [(1, decoded.presence.people, 0, 0)]
    readings = tuple(
        Reading(
            device_id=device_id,
            line=line,
            epoch=epoch,
            seq=seq,
            at=min(said_at, received_at),
            received_at=received_at,
            total_in=total_in,
            total_out=total_out,
            wraps_at=wraps_at,
            faults=faults,
            battery_pct=decoded.battery_pct,
        )
        for line, total_in, total_out, wraps_at in totals
    )
    return Heard(device_id=device_id, raw=raw, readings=readings, warnings=decoded.warnings)
