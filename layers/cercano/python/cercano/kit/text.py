"""The same words in the city's languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same words in Spanish and in English."""

    es: str
    en: str
