"""Money as people read it. Everywhere else it is integer cents."""

from __future__ import annotations

from collections.abc import Mapping


def euros(amount_cents: int, language: str) -> str:
    """ "1.234,05 €" in Spanish, "€1,234.05" in English; a minus sign in front of what leaves."""
    sign, number = "-" if amount_cents < 0 else "", digits(abs(amount_cents), language)
    return f"{sign}{number} €" if language == "es" else f"{sign}€{number}"


def digits(amount_cents: int, language: str) -> str:
    """ "1.234,05" in Spanish, "1,234.05" in English; never below zero."""
    whole, cents = divmod(amount_cents, 100)
    written = f"{whole:,}.{cents:02d}"
    return written.translate({ord(","): ".", ord("."): ","}) if language == "es" else written


def as_read(slots: Mapping[str, object], language: str) -> dict[str, object]:
    """The values of a sentence's slots: those whose name ends in _cents are money."""
    return {
        name: euros(value, language) if name.endswith("_cents") and isinstance(value, int) else value
        for name, value in slots.items()
    }
