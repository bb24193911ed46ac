"""What the city has decided about each class of card and each concession: data, for a councillor to read and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from cercano.card.words import CardClass, Concession, Proof

DAY_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTerms:
    """What a class of card asks and gives."""

    valid_days: int
    """From the day of issue, that day included."""
    level: int = 0
    """How far the holder must be verified: 0 not at all, 2 found in the municipal register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcessionTerms:
    """What a concession asks."""

    proofs: tuple[Proof, ...]
    longest_days: int
    """From its first day to its last, both included."""
    renewal_opens_days: int = 60
    """How long before its last day it can be renewed, and its holder is told."""


CLASSES: Mapping[CardClass, ClassTerms] = MappingProxyType(
    {
        CardClass.ANONYMOUS: ClassTerms(valid_days=5 * DAY_OF_A_YEAR),
        CardClass.TOURIST: ClassTerms(valid_days=90),
        CardClass.RESIDENT: ClassTerms(valid_days=10 * DAY_OF_A_YEAR, level=2),
        CardClass.CHILD: ClassTerms(valid_days=5 * DAY_OF_A_YEAR, level=2),
        CardClass.YOUTH: ClassTerms(valid_days=5 * DAY_OF_A_YEAR, level=2),
        CardClass.SENIOR: ClassTerms(valid_days=10 * DAY_OF_A_YEAR, level=2),
        CardClass.DISABILITY: ClassTerms(valid_days=5 * DAY_OF_A_YEAR, level=2),
        CardClass.LARGE_FAMILY: ClassTerms(valid_days=5 * DAY_OF_A_YEAR, level=2),
    }
)

CONCESSIONS: Mapping[Concession, ConcessionTerms] = MappingProxyType(
    {
        Concession.CHILD: ConcessionTerms(
            proofs=(Proof.REGISTER, Proof.IDENTITY_CARD, Proof.DIGITAL_WALLET), longest_days=14 * DAY_OF_A_YEAR + 4
        ),
        Concession.YOUTH: ConcessionTerms(
            proofs=(Proof.REGISTER, Proof.IDENTITY_CARD, Proof.DIGITAL_WALLET), longest_days=5 * DAY_OF_A_YEAR
        ),
        Concession.SENIOR: ConcessionTerms(
            proofs=(Proof.REGISTER, Proof.IDENTITY_CARD, Proof.DIGITAL_WALLET), longest_days=10 * DAY_OF_A_YEAR
        ),
        Concession.DISABILITY: ConcessionTerms(
            proofs=(Proof.DISABILITY_CARD, Proof.DIGITAL_WALLET), longest_days=5 * DAY_OF_A_YEAR
        ),
        Concession.LARGE_FAMILY: ConcessionTerms(proofs=(Proof.FAMILY_TITLE,), longest_days=3 * DAY_OF_A_YEAR),
        Concession.UNEMPLOYED: ConcessionTerms(
            proofs=(Proof.EMPLOYMENT_OFFICE,), longest_days=183, renewal_opens_days=15
        ),
    }
)


def last_day(card_class: CardClass, issued_on: date) -> date:
    """The last day a card of this class works."""
    return date.fromordinal(issued_on.toordinal() + CLASSES[card_class].valid_days - 1)
