"""What somebody agreed to: every word they ever gave or took back, in order; the last one for each purpose counts.

The ledger only grows. Whatever the order in which words arrive, and however often, they say the same in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Word:
    """One consent given or withdrawn, with what proves it (GDPR art. 7.1). Nothing in it tells who they are."""

    at: datetime
    word_id: str
    purpose: str
    version: int
    """Of the text they were shown."""
    is_given: bool
    language: str
    """In which they read it."""
    text_sha256: str
    """Of that text, letter by letter."""
    request_id: str
    """The request that said it, as our logs name it."""


def standing(words: Iterable[Word]) -> Mapping[str, Word]:
    """The last word for each purpose."""
    last: dict[str, Word] = {}
    for word in words:
        if word.purpose not in last or word > last[word.purpose]:
            last[word.purpose] = word
    return last


def says_the_same(last: Word | None, *, is_given: bool, version: int) -> bool:
    """Whether a new word would add nothing: never given and withdrawn, or the same again."""
    if not is_given:
        return last is None or not last.is_given
    return last is not None and last.is_given and last.version == version
