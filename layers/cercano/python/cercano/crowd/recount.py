"""What a counter said before anybody wrote down where it hung: its kept messages are read again, and counted now.

Safe to do twice: a message that was counted already changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from cercano.crowd import counting, readings
from cercano.crowd.heard import Heard, hear_again


def recount(device_id: str, since: datetime, at: datetime) -> int:
    """Count in all that a device has said from `since` to `at`; how many readings that was."""
    heard = (hear_again(device_id, raw) for raw in readings.kept(device_id, since, at))
    said = [reading for one in heard if isinstance(one, Heard) for reading in one.readings]
    counting.count_in(said, at)
    return len(said)
