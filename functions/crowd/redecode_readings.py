"""A decoder was mended, or a counter was fitted after it began to speak: its kept messages are read again, and what
was wrong is put right.

Takes requests out of a queue: {"device_id": "bridge:24e124...", "since": "2026-11-20T00:00:00Z", "until":
"2026-11-23T00:00:00Z"}. Reads the raw messages (ReadingsTable), replaces that device's marks and brings the venue up
to date (CrowdTable).
"""

from __future__ import annotations

from datetime import datetime

from cercano.crowd.mending import mend
from cercano.kit.clock import now
from cercano.kit.log import log
from cercano.kit.message import UnreadableMessage
from cercano.kit.queue import Message, each_message


@each_message
def handler(message: Message) -> None:
    """Mend one device and period."""
    device_id, since, until = _asked(message)
    mended = mend(device_id, since, until, now())
    log.info(
        "readings_redecoded",
        device_id=device_id,
        messages=mended.messages,
        unread=mended.unread,
        hours=mended.hours,
    )


def _asked(message: Message) -> tuple[str, datetime, datetime]:
    asked = message.json()
    try:
        device_id = asked["device_id"]
        since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
        if not isinstance(device_id, str) or since.tzinfo is None or until.tzinfo is None or since >= until:
            raise ValueError("not a device and a period with its time zone")
    except (KeyError, TypeError, ValueError) as trouble:
        raise UnreadableMessage(f"not a request to read again: {trouble!r:.100}") from trouble
    return device_id, since, until
