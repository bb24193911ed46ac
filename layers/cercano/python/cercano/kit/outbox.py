"""Carries what was told from a domain's table to the whole city: the table's stream in, the event bus out.

Every row is saved together with the facts of that write (`told`). Each fact that a change added goes to the bus at
least once: it may arrive twice, it is never lost. What the bus refuses again and again is kept in a dead-letter queue
(setting OUTBOX_DLQ_URL), with an alarm line in the log.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from cercano.kit import aws
from cercano.kit.invocation import invocation
from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.settings import setting

ENTRIES_LIMIT = 10
"""PutEvents takes at most 10 entries..."""
BYTES_LIMIT = 256 * 1024
"""...and 256 kB together."""
ATTEMPTS = 3
FIRST_PAUSE_S = 0.2

Entry = dict[str, str]


def publisher(domain: str) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The handler of a domain's publish_facts: what its table's stream tells goes to the bus, from "cercano.<domain>".

    It raises only when facts could reach neither the bus nor the dead letters: then the stream gives the batch again.
    """
    bus, dead_letters = setting("BUS_NAME"), setting("OUTBOX_DLQ_URL")

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        with invocation(f"{domain}/publish_facts", context) as summary:
            entries = [
                _entry(told, domain, bus) for record in event["Records"] for told in _told_by(record["dynamodb"])
            ]
            refused = [entry for chunk in _chunks(entries) for entry in _refused(chunk)]
            for entry in refused:
                _keep(entry, dead_letters)
            summary.update(records=len(event["Records"]), facts=len(entries), refused=len(refused))
            count("FactsPublished", len(entries) - len(refused))
            count("FactsRefused", len(refused))
        return {"batchItemFailures": []}

    return handler


def _told_by(change: dict[str, Any]) -> list[dict[str, Any]]:
    """The envelopes that the row has after a change and had not before."""
    before, after = (
        json.loads(change.get(image, {}).get("told", {}).get("S", "[]")) for image in ("OldImage", "NewImage")
    )
    known = {envelope["id"] for envelope in before}
    return [envelope for envelope in after if envelope["id"] not in known]


def _entry(envelope: dict[str, Any], domain: str, bus: str) -> Entry:
    detail = json.dumps(envelope, separators=(",", ":"), ensure_ascii=False)
    return {"EventBusName": bus, "Source": f"cercano.{domain}", "DetailType": envelope["name"], "Detail": detail}


def _chunks(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Groups that one call may carry."""
    chunk: list[Entry] = []
    room = BYTES_LIMIT
    for entry in entries:
        size = sum(len(entry[part].encode()) for part in ("Source", "DetailType", "Detail"))
        if chunk and (len(chunk) == ENTRIES_LIMIT or size > room):
            yield chunk
            chunk, room = [], BYTES_LIMIT
        chunk.append(entry)
        room -= size
    if chunk:
        yield chunk


def _refused(entries: list[Entry]) -> list[Entry]:
    """Publish; what the bus still refuses after a few attempts is the answer."""
    for attempt in range(ATTEMPTS):
        entries = _put(entries)
        if not entries:
            break
        if attempt < ATTEMPTS - 1:
            time.sleep(FIRST_PAUSE_S * 2**attempt)
    return entries


def _put(entries: list[Entry]) -> list[Entry]:
    """One call to the bus; the entries it did not take."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer = aws.client("events").put_events(Entries=entries)
    except (BotoCoreError, ClientError) as fault:
        log.warning("bus_unreachable", facts=len(entries), reason=str(fault))
        return entries
    pairs = zip(entries, answer["Entries"], strict=True)
    return [entry for entry, result in pairs if result.get("ErrorCode")]


def _keep(entry: Entry, dead_letters: str) -> None:
    """Put a refused entry where a person can send it again, in the shape the bus would have delivered it."""
    envelope = json.loads(entry["Detail"])
    body = {"source": entry["Source"], "detail-type": entry["DetailType"], "detail": envelope}
    aws.client("sqs").send_message(QueueUrl=dead_letters, MessageBody=json.dumps(body, ensure_ascii=False))
    log.error("fact_refused_by_the_bus", fact_id=envelope["id"], fact=envelope["name"], alarm=True)
