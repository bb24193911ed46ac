"""Where top-ups through the bank are kept: pk "TOPUP#<order>", sk "DOC". No card number is ever here."""

from __future__ import annotations

from cercano.kit.table import EnumAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute
from cercano.wallet import due
from cercano.wallet.topups import ASK_AFTER, TopUp, TopUpState


class TopUpRow(Row, discriminator="top_up"):
    """One order at the bank."""

    account_id = TextAttribute()
    amount_cents = IntegerAttribute()
    asked_by = TextAttribute()
    asked_at = UtcAttribute()
    entry_id = TextAttribute()
    state = EnumAttribute(TopUpState)
    authorisation = TextAttribute(null=True)
    response = TextAttribute(null=True)
    settled_at = UtcAttribute(null=True)
    remembers_card = IntegerAttribute(default=0)
    is_automatic = IntegerAttribute(default=0)


def begin(top_up: TopUp) -> None:
    """Keep a new order, reminded of first.

    Raises:
        VersionConflict: the number was drawn before.
    """
    remind(top_up)
    new(top_up).keep()


def remind(top_up: TopUp) -> None:
    """Have a new order asked about, if nothing is heard of it."""
    due.remember("top_up", top_up.order, top_up.asked_at + ASK_AFTER, order=top_up.order)


def new(top_up: TopUp) -> TopUpRow:
    """The row of a new order."""
    return TopUpRow(
        f"TOPUP#{top_up.order}",
        "DOC",
        account_id=top_up.account_id,
        amount_cents=top_up.amount_cents,
        asked_by=top_up.asked_by,
        asked_at=top_up.asked_at,
        entry_id=top_up.entry_id,
        state=top_up.state,
        remembers_card=int(top_up.remembers_card),
        is_automatic=int(top_up.is_automatic),
    )


def find(order: str) -> TopUpRow | None:
    """The row of an order, as it was last written."""
    return TopUpRow.find(f"TOPUP#{order}", "DOC")


def of(row: TopUpRow) -> TopUp:
    """The order a row holds."""
    return TopUp(
        order=row.pk.removeprefix("TOPUP#"),
        account_id=row.account_id,
        amount_cents=row.amount_cents,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        entry_id=row.entry_id,
        state=row.state,
        authorisation=row.authorisation or "",
        response=row.response or "",
        settled_at=row.settled_at,
        remembers_card=bool(row.remembers_card),
        is_automatic=bool(row.is_automatic),
    )


def changed(row: TopUpRow, top_up: TopUp) -> TopUpRow:
    """The row with what changes in an order's life; the caller writes it over the version that was read."""
    row.state, row.settled_at = top_up.state, top_up.settled_at
    row.authorisation, row.response = top_up.authorisation or None, top_up.response or None
    return row
