""" "I want to..." finds the procedure, whatever words people have for it, with or without accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import takewhile

from cercano.procedures.catalogue import Procedure
from cercano.procedures.forms import word

IN_TITLE, IN_WORDS, IN_SUMMARY = 5, 4, 1
"""What a word found there is worth."""
BEGINNING = 3
"""Letters from which the beginning of a word finds it; shorter words must be whole."""
STEM, ENDING = 4, 3
"""Two words are one when they begin alike: at least 4 letters, and all but the last 3 of the shorter."""
_SMALL = frozenset(
    {"de", "la", "el", "los", "las", "un", "una", "mi", "mis", "para", "por", "con", "en", "que", "quiero", "hacer"}
    | {"the", "an", "of", "for", "my", "to", "and", "in", "i", "want", "o", "y", "a"}
)


def search(procedures: Iterable[Procedure], asked: str, language: str) -> list[Procedure]:
    """Those that answer to what was asked, best first; all of them, as they come, when nothing was asked."""
    words = [one for one in _words(asked) if one not in _SMALL]
    if not words:
        return list(procedures)
    scored = [(sum(_worth(one, each, language) for one in words), each) for each in procedures]
    return [each for worth, each in sorted(scored, key=lambda pair: -pair[0]) if worth]


def _worth(asked: str, procedure: Procedure, language: str) -> int:
    places = (
        (IN_TITLE, word(procedure.title, language)),
        (IN_WORDS, " ".join(procedure.words[language])),
        (IN_SUMMARY, word(procedure.summary, language)),
    )
    return max((worth for worth, text in places if any(_is(asked, one) for one in _words(text))), default=0)


def _is(asked: str, said: str) -> bool:
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(asked, said, strict=False)))
    return (
        said == asked
        or (len(asked) >= BEGINNING and said.startswith(asked))
        or alike >= max(STEM, min(len(asked), len(said)) - ENDING)
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one)).split()
