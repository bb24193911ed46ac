"""Who of the city's staff read somebody's file, when and what for: written before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReadPurpose(StrEnum):
    """What staff may read a file for. A list, so that no free words about a person are ever kept."""

    IN_PERSON_VERIFICATION = "in_person_verification"
    CARD_SERVICE = "card_service"
    COMPLAINT = "complaint"
    BENEFIT = "benefit"
    DATA_RIGHTS = "data_rights"
    COURT_ORDER = "court_order"


class Deed(StrEnum):
    """What was done with the file."""

    FOUND = "found"
    """Looked up by its document."""
    READ = "read"
    VERIFIED_IN_PERSON = "verified_in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One look into a file."""

    reading_id: str
    at: datetime
    reader_id: str
    """The account of who read."""
    reader_role: str
    deed: Deed
    purpose: ReadPurpose


PURPOSES: dict[ReadPurpose, tuple[str, str]] = {
    ReadPurpose.IN_PERSON_VERIFICATION: ("Comprobar tu identidad en una oficina", "Check who you are at an office"),
    ReadPurpose.CARD_SERVICE: ("Atender una gestión de tu tarjeta", "Serve you with your card"),
    ReadPurpose.COMPLAINT: ("Atender una queja o aviso tuyo", "Attend to a complaint of yours"),
    ReadPurpose.BENEFIT: ("Tramitar una ayuda o bonificación", "Handle a benefit or a concession"),
    ReadPurpose.DATA_RIGHTS: ("Atender tus derechos de protección de datos", "Attend to your data protection rights"),
    ReadPurpose.COURT_ORDER: ("Cumplir un requerimiento judicial", "Comply with a court order"),
}
"""Each purpose in the citizen's words, Spanish and English."""
