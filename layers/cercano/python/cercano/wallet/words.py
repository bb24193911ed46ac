"""Money and moments as people read them, in Spanish and English."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

MADRID = ZoneInfo("Europe/Madrid")
Pair = tuple[str, str]
"""Spanish, English."""


def euros(amount_cents: int, language: str) -> str:
    """ "1.234,05 €" in Spanish, "€1,234.05" in English; a minus sign in front of what leaves."""
    sign, number = "-" if amount_cents < 0 else "", digits(abs(amount_cents), language)
    return f"{sign}{number} €" if language == "es" else f"{sign}€{number}"


def digits(amount_cents: int, language: str) -> str:
    """ "1.234,05" in Spanish, "1,234.05" in English; never below zero."""
    whole, cents = divmod(amount_cents, 100)
    written = f"{whole:,}.{cents:02d}"
    return written.translate({ord(","): ".", ord("."): ","}) if language == "es" else written


def local(at: datetime) -> str:
    """ "23/11/2026 10:15", the time of the city."""
    return at.astimezone(MADRID).strftime("%d/%m/%Y %H:%M")
