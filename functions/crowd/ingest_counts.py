"""Counts on their way from the doors to the citizen: what the counters said is kept, and each venue is brought up to
date.

Takes messages of the IoT rules out of the counts queue. Keeps every message raw (ReadingsTable), then marks and
standings (CrowdTable); tells VenueFilled and VenueEased with the standing. A message that cannot be read goes back
alone, to end among the dead letters.
"""

from __future__ import annotations

import base64
from typing import Any

from cercano.crowd import counting, readings
from cercano.crowd.heard import Heard, Raw, hear, source_of
from cercano.crowd.model import SKEWED
from cercano.crowd.payloads.uplink import Unread
from cercano.kit.clock import now
from cercano.kit.log import log
from cercano.kit.message import UnreadableMessage
from cercano.kit.metrics import count
from cercano.kit.queue import Message, whole_batch

MOST_MS = 7_258_118_400_000
"""The year 2200: a time of arrival beyond is none."""


@whole_batch
def handler(messages: list[Message]) -> list[Message]:
    """Read, keep, count; answer what could not be read."""
    heard, failed = _read(messages)
    chunks = readings.keep(heard)
    said = [reading for one in heard for reading in one.readings]
    counted = counting.count_in(said, now())
    _report(heard, counted, chunks)
    return failed


def _read(messages: list[Message]) -> tuple[list[Heard], list[Message]]:
    heard: list[Heard] = []
    failed: list[Message] = []
    for message in messages:
        one = _hear(message)
        if isinstance(one, Unread):
            failed.append(message.troubled(one.why))
        else:
            heard.append(one)
    return heard, failed


def _hear(message: Message) -> Heard | Unread:
    try:
        said: Any = message.json()
        payload = base64.b64decode(said["payload"], validate=True)
        thing, received_ms, source = said["thing"], said["received_at"], source_of(said["source"], said["kind"])
    except (UnreadableMessage, ValueError, TypeError, KeyError) as trouble:
        return Unread(f"not what the rule writes: {trouble!r:.100}")
    if source is None or type(received_ms) is not int or not 0 < received_ms < MOST_MS or not isinstance(thing, str):
        return Unread("not what the rule writes: an unknown topic, thing or time")
    return hear(thing, Raw(received_ms, source, payload))


def _report(heard: list[Heard], counted: counting.Counted, chunks: int) -> None:
    """Numbers of the batch, and one line each for what somebody should look at."""
    said = [reading for one in heard for reading in one.readings]
    count("ReadingsIngested", len(said))
    count("ReadingsUnfitted", sum(reading.device_id in counted.unfitted for reading in said))
    count("ReadingsSkewed", sum(SKEWED in reading.faults for reading in said))
    count("VenuesRemade", counted.remade)
    puzzling = {one.device_id: one.warnings[0] for one in heard if one.warnings}
    if counted.unfitted:
        log.warning("counters_unfitted", devices=sorted(counted.unfitted)[:20], how_many=len(counted.unfitted))
    if counted.behind:
        log.warning("counters_out_of_sequence", devices=sorted(counted.behind)[:20], how_many=len(counted.behind))
    if puzzling:
        log.warning("payloads_puzzling", devices=dict(sorted(puzzling.items())[:20]), how_many=len(puzzling))
    log.info("counts_ingested", readings=len(said), venues=len(counted.venues), chunks=chunks, retries=counted.retries)
