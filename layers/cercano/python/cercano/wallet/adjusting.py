"""Where adjustments are kept (pk "ADJUSTMENT#<id>", sk "DOC"), and how one gets into its account: in one write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cercano.kit.batch import find_many
from cercano.kit.log import log
from cercano.kit.table import EnumAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.ledger.posting import Known, Posting
from cercano.wallet import due
from cercano.wallet.adjustments import Adjustment, State
from cercano.wallet.due import Due
from cercano.wallet.errors import NoSuchAdjustment
from cercano.wallet.seeing import anothers


class AdjustmentRow(Row, discriminator="adjustment"):
    """One adjustment."""

    account_id = TextAttribute()
    amount_cents = IntegerAttribute()
    purpose = TextAttribute()
    proposed_by = TextAttribute()
    proposed_at = UtcAttribute()
    state = EnumAttribute(State)
    approved_by = TextAttribute(null=True)


def propose(proposed: Adjustment, now: datetime) -> Adjustment:
    """Keep an adjustment, and apply it at once when it is little money. One of that id already is the answer.

    Raises:
        NothingToAdjust; AccountUnknown; OnesOwnAccount; what the account's own rules refuse.
    """
    known = AdjustmentRow.find(_pk(proposed.adjustment_id), "DOC")
    if known is not None:
        return _of(known)
    row = _row(proposed.check())
    if not proposed.needs_four_eyes:
        return _apply(row, proposed.applied(proposed.proposed_by))
    anothers(book.existing(proposed.account_id), proposed.proposed_by).post(proposed.entry, now=now)
    due.remember("adjustment", proposed.adjustment_id, now, adjustment=proposed.adjustment_id)
    row.keep()
    log.info("adjustment_proposed", adjustment_id=proposed.adjustment_id, by=proposed.proposed_by)
    return proposed


def approve(adjustment_id: str, by: str, now: datetime) -> Adjustment:
    """Apply what somebody else proposed. Done again, it changes nothing.

    Raises:
        NoSuchAdjustment, FourEyes, OnesOwnAccount; what the account's own rules refuse.
    """
    row = AdjustmentRow.find(_pk(adjustment_id), "DOC")
    if row is None:
        raise NoSuchAdjustment
    found = _of(row)
    if found.state is State.APPLIED:
        return found
    return _apply(row, found.applied(by))


def waiting(reminders: Iterable[Due]) -> list[Adjustment]:
    """The adjustments of these reminders that nobody approved yet; reminders of the others end here."""
    by_id = {reminder.words["adjustment"]: reminder for reminder in reminders}
    found = [_of(row) for row in find_many(AdjustmentRow, [(_pk(one), "DOC") for one in by_id])] if by_id else []
    for one in found:
        if one.state is State.APPLIED:
            by_id[one.adjustment_id].done()
    return sorted((one for one in found if one.state is State.PROPOSED), key=lambda one: one.proposed_at)


def _apply(row: AdjustmentRow, applied: Adjustment) -> Adjustment:
    row.state, row.approved_by = applied.state, applied.approved_by

    def decide(account: Account, _known: Known) -> Posting:
        anothers(account, applied.approved_by)
        return Posting(entries=(applied.entry,), beside=(row,))

    book.post(applied.account_id, [applied.entry.id], decide)
    log.info("adjustment_applied", adjustment_id=applied.adjustment_id, by=applied.approved_by)
    return applied


def _pk(adjustment_id: str) -> str:
    return f"ADJUSTMENT#{adjustment_id}"


def _row(one: Adjustment) -> AdjustmentRow:
    return AdjustmentRow(
        _pk(one.adjustment_id),
        "DOC",
        account_id=one.account_id,
        amount_cents=one.amount_cents,
        purpose=one.purpose,
        proposed_by=one.proposed_by,
        proposed_at=one.proposed_at,
        state=one.state,
    )


def _of(row: AdjustmentRow) -> Adjustment:
    return Adjustment(
        adjustment_id=row.pk.removeprefix("ADJUSTMENT#"),
        account_id=row.account_id,
        amount_cents=row.amount_cents,
        purpose=row.purpose,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        state=row.state,
        approved_by=row.approved_by or "",
    )
