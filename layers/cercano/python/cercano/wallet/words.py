"""Moments as people read them, and words in both languages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

MADRID = ZoneInfo("Europe/Madrid")
Pair = tuple[str, str]
"""Spanish, English."""


def local(at: datetime) -> str:
    """ "23/11/2026 10:15", the time of the city."""
    return at.astimezone(MADRID).strftime("%d/%m/%Y %H:%M")
