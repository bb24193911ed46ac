"""The rows of the citizens' table. All that is known of one person is under one key, so that all of it can go.

pk "CITIZEN#<id>": sk "DOC" who they are, "PREFERENCES", "CONSENT#<at>#<id>", "READING#<at>#<id>", "BOND#<id>" (the
same bond is under both people, written together), "EXPORT#<id>", "TRIES".
pk "DOCUMENT#<mark>": sk "CITIZEN" whose document it is, "TRIES". pk "CODE#<mark>": sk "CITIZEN" a child's consent code.
pk "DUE": sk "<what>#<at>#<citizen>#<bond>" what the clock has to do for whom.
"""

from __future__ import annotations

from cercano.citizen.family import BondKind, BondState
from cercano.citizen.model import CitizenState, Language
from cercano.citizen.readings import Deed, ReadPurpose
from cercano.kit.table import (
    DateAttribute,
    EnumAttribute,
    ExpiryAttribute,
    IntegerAttribute,
    JsonAttribute,
    Row,
    TextAttribute,
    UtcAttribute,
)


class CitizenRow(Row, discriminator="citizen"):
    """Who somebody is."""

    state = EnumAttribute(CitizenState)
    registered_at = UtcAttribute()
    has_account = IntegerAttribute(default=1)
    level = IntegerAttribute()
    verified_at = UtcAttribute(null=True)
    document_mark = TextAttribute(null=True)
    name = TextAttribute(default="")
    birth_date = DateAttribute(null=True)
    street = TextAttribute(default="")
    postcode = TextAttribute(default="")
    town = TextAttribute(default="")
    language = EnumAttribute(Language)
    erase_at = UtcAttribute(null=True)
    erased_at = UtcAttribute(null=True)


class PreferencesRow(Row, discriminator="preferences"):
    """What somebody wants to hear about, and how."""

    said: JsonAttribute = JsonAttribute()


class ConsentRow(Row, discriminator="consent"):
    """One word of the consent ledger: never changed, and forgotten only when the law says."""

    at = UtcAttribute()
    word_id = TextAttribute()
    purpose = TextAttribute()
    text_version = IntegerAttribute()
    is_given = IntegerAttribute()
    language = TextAttribute()
    text_sha256 = TextAttribute()
    request_id = TextAttribute()
    expires_at = ExpiryAttribute(null=True)


class ReadingRow(Row, discriminator="reading"):
    """One look into the file by staff."""

    at = UtcAttribute()
    reading_id = TextAttribute()
    reader_id = TextAttribute()
    reader_role = TextAttribute()
    deed = EnumAttribute(Deed)
    purpose = EnumAttribute(ReadPurpose)
    expires_at = ExpiryAttribute(null=True)


class BondRow(Row, discriminator="bond"):
    """One side of a bond; the other side's row says the same."""

    bond_kind = EnumAttribute(BondKind)
    keeper_id = TextAttribute()
    kept_id = TextAttribute()
    state = EnumAttribute(BondState)
    since = DateAttribute()
    until = DateAttribute()
    scope: JsonAttribute = JsonAttribute(default=list)


class ExportRow(Row, discriminator="export"):
    """A copy of all of it was asked for."""

    asked_at = UtcAttribute()
    expires_at = ExpiryAttribute()


class TriesRow(Row, discriminator="tries"):
    """How often something was tried since when."""

    count_ = IntegerAttribute(attr_name="count")
    since = UtcAttribute()
    expires_at = ExpiryAttribute()


class HolderRow(Row, discriminator="citizen_holder"):
    """Whose a document or a code is."""

    citizen_id = TextAttribute()
    expires_at = ExpiryAttribute(null=True)


class DueRow(Row, discriminator="citizen_due"):
    """What the clock has to do for somebody."""

    due_at = UtcAttribute()
    citizen_id = TextAttribute()
    bond_id = TextAttribute(null=True)


def partition(citizen_id: str) -> str:
    """The key under which all about one person is."""
    return f"CITIZEN#{citizen_id}"
