"""The rows of the card office's table.

pk "CARD#<id>" sk "CARD": a card. "HOLDER#<citizen>": what is theirs ("CARD#<id>", "APPLICATION#<class>",
"ASKED#<id>", "LEVEL").
"APPLICATION#<id>" sk "APPLICATION". "DESK": applications that wait for somebody. "CREDENTIAL#<id>" and "CHIP#<uid>":
whose they are. "DUE#<day>": cards that something falls due for. "STATUSES": the list, its changes, the next place.
"""

from __future__ import annotations

from cercano.card.words import ApplicationState, BlockReason, CardClass, CardState, Format, RejectReason
from cercano.kit.table import (
    BinaryAttribute,
    DateAttribute,
    EnumAttribute,
    ExpiryAttribute,
    IntegerAttribute,
    JsonAttribute,
    Row,
    TextAttribute,
    UtcAttribute,
)


class CardRow(Row, discriminator="card"):
    """A card with its credentials and concessions."""

    account_id = TextAttribute()
    card_class = EnumAttribute(CardClass)
    citizen_id = TextAttribute(null=True)
    state = EnumAttribute(CardState)
    issued_at = UtcAttribute()
    expires_on = DateAttribute()
    credentials: JsonAttribute = JsonAttribute(default=list)
    concessions: JsonAttribute = JsonAttribute(default=list)
    block_reason = EnumAttribute(BlockReason, null=True)
    blocked_at = UtcAttribute(null=True)
    blocked_by_holder = IntegerAttribute(null=True)
    replaces = TextAttribute(null=True)
    replaced_by = TextAttribute(null=True)


class ApplicationRow(Row, discriminator="application"):
    """An application and what became of it."""

    citizen_id = TextAttribute()
    requested_by = TextAttribute(null=True)
    """None: who it is for."""
    card_class = EnumAttribute(CardClass)
    format = EnumAttribute(Format)
    requested_at = UtcAttribute()
    state = EnumAttribute(ApplicationState)
    decided_at = UtcAttribute(null=True)
    decided_by = TextAttribute(null=True)
    reject_reason = EnumAttribute(RejectReason, null=True)
    card_id = TextAttribute(null=True)
    account_id = TextAttribute(null=True)


class PointerRow(Row, discriminator="pointer"):
    """The name of something kept elsewhere. It is written first, so one may point at nothing: readers look."""

    target = TextAttribute()
    said_at = UtcAttribute(null=True)
    """When its holder was told, for a renewal that falls due."""


class LevelRow(Row, discriminator="level"):
    """How far a holder is verified, as the register of citizens said last."""

    level = IntegerAttribute()
    said_at = UtcAttribute()


class ChipRow(Row, discriminator="chip"):
    """A chip, whose it is, and which of its touches were used."""

    credential_id = TextAttribute()
    highest = IntegerAttribute(default=0)
    seen = TextAttribute(default="0")
    """The window's 64 bits, in hexadecimal digits."""


class PlacesRow(Row, discriminator="places"):
    """How many places of the status list are taken."""

    taken = IntegerAttribute()


class DoneRow(Row, discriminator="done"):
    """Up to which day the due work is done."""

    through = DateAttribute()


class ListRow(Row, discriminator="status_list"):
    """The newest status list, and what was signed of it."""

    number = IntegerAttribute()
    packed = BinaryAttribute()
    """zlib: a city of a million cards is some kilobytes."""
    token = TextAttribute()
    signed_at = UtcAttribute()


class DeltaRow(Row, discriminator="status_delta"):
    """What changed with one list, signed; forgotten after an hour."""

    number = IntegerAttribute()
    token = TextAttribute()
    expires_at = ExpiryAttribute()
