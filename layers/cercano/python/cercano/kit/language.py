"""Which of the city's languages a person reads, by what their browser says (RFC 9110, 12.5.4)."""

from __future__ import annotations

from functools import lru_cache

DEFAULT = "es"
SPOKEN = ("es", "en")


@lru_cache(maxsize=256)
def preferred(accept_language: str) -> str:
    """ "es" or "en". Spanish when nothing, or nothing we speak, is asked for; the first named wins a draw."""
    best, best_weight = DEFAULT, 0.0
    for part in accept_language[:500].split(","):
        tag, _, parameter = part.strip().partition(";")
        spoken = tag.strip().lower().split("-")[0]
        weight = _weight(parameter)
        if spoken in SPOKEN and weight > best_weight:
            best, best_weight = spoken, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
