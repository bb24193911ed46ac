"""Lines that accounts crossed go from the table's stream into a queue, for whoever has to do something about it.

Given again, the stream sends the same messages again: who takes them knows a crossing by its account and version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from cercano.kit import aws
from cercano.kit.settings import setting
from cercano.ledger.glance import glance
from cercano.wallet.crossings import Crossing, crossed


def notice(changes: Iterable[Mapping[str, Any]]) -> int:
    """Send what these changes of the stream crossed, and say how many lines."""
    found = [crossing for change in changes for crossing in crossings_of(change)]
    for one in found:
        body = json.dumps(one.words(), separators=(",", ":"))
        aws.client("sqs").send_message(QueueUrl=setting("CROSSINGS_QUEUE_URL"), MessageBody=body)
    return len(found)


def crossings_of(change: Mapping[str, Any]) -> Iterator[Crossing]:
    """The lines that one change of one account crossed. Its moment is the stream's own, the same however often."""
    after = glance(change.get("NewImage"))
    if after is None:
        return
    for line in crossed(glance(change.get("OldImage")), after):
        yield Crossing(
            account_id=after.account_id,
            line=line,
            version=after.version,
            available_cents=after.available_cents,
            at=datetime.fromtimestamp(int(change["ApproximateCreationDateTime"]), UTC),
        )
