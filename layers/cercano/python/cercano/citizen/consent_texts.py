"""What the city asks consent for, in the exact words people are shown; a changed word is a new version.

The words are data (consent_texts.json). A version that somebody saw stays in it for ever: it is the proof.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cercano.citizen.errors import NoSuchPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """One version of what is asked, by language."""

    purpose: str
    version: int
    since: date
    title: dict[str, str]
    text: dict[str, str]

    def sha256(self, language: str) -> str:
        """The fingerprint of the text as it was shown, 64 hex digits."""
        return hashlib.sha256(self.text[language].encode()).hexdigest()


@functools.cache
def every_text() -> tuple[ConsentText, ...]:
    """All versions of all purposes, in the order they are shown, oldest version first."""
    said: list[dict[str, Any]] = json.loads((Path(__file__).parent / "consent_texts.json").read_text())
    return tuple(
        ConsentText(**{**version, "purpose": one["purpose"], "since": date.fromisoformat(version["since"])})
        for one in said
        for version in one["versions"]
    )


def in_force(on: date) -> dict[str, ConsentText]:
    """The text of each purpose that holds on a day."""
    return {text.purpose: text for text in every_text() if text.since <= on}


def current(purpose: str, on: date) -> ConsentText:
    """The text of one purpose that holds on a day.

    Raises:
        NoSuchPurpose: nothing is asked under this name.
    """
    text = in_force(on).get(purpose)
    if text is None:
        raise NoSuchPurpose
    return text
