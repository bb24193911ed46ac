"""The municipal register (padrón) as Cercano needs it: does it know this person, yes or no. It gives nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who somebody says they are."""

    document: str
    """As `documents.normal` writes it."""
    birth_date: date
    postcode: str | None = None
    """Compared when said."""


class MunicipalRegister(Protocol):
    """What a city's register must be able to do."""

    def confirms(self, claim: Claim) -> bool:
        """Whether somebody is registered in the city with all of what is claimed."""
        ...
