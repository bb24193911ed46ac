"""Where adjustments are kept, and how one gets into its account: in one write, with what was put right alone that day.

ADJUSTMENT#<id>   DOC              an adjustment
ALONE#<day>       BY#<subject>     what a person put right alone on a day (Madrid), in cents
ALONE#<day>       ON#<account>     what was put right alone on an account
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cercano.kit.batch import find_many
from cercano.kit.log import log
from cercano.kit.table import EnumAttribute, IntegerAttribute, Row, TextAttribute, UtcAttribute
from cercano.ledger import book
from cercano.ledger.errors import EntryExistsWithOtherWords
from cercano.ledger.model import MADRID, Account
from cercano.ledger.posting import Known, Posting
from cercano.wallet import due, moving
from cercano.wallet.adjustments import Adjustment, State, WaitsFor
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
    waits_for = EnumAttribute(WaitsFor, null=True)
    approved_by = TextAttribute(null=True)


class AloneRow(Row, discriminator="adjusted_alone"):
    """What was put right on a day without a second person."""

    cents = IntegerAttribute(default=0)


def propose(proposed: Adjustment, now: datetime) -> Adjustment:
    """Apply an adjustment at once if it is little money, or keep it for another to approve. Four store calls.

    The same again is the same answer. Two at once cannot both use up what is left of a day: its sums are in the write.

    Raises:
        NothingToAdjust, AccountUnknown, OnesOwnAccount, WrongEntryId, EntryExistsWithOtherWords; what the account's own
        rules refuse.
    """
    proposed.check()
    outcome = proposed

    def decide(account: Account, _known: Known) -> Posting:
        nonlocal outcome
        anothers(account, proposed.proposed_by)
        known, by, on = _read(proposed, now)
        if known is not None:
            outcome = known
            return Posting()
        moving.require_fresh(proposed.entry_id, now)
        outcome = proposed.alone(by.cents, on.cents)
        if outcome.state is State.PROPOSED:
            account.post(outcome.entry, now=now)
            name = outcome.adjustment_id
            return Posting(beside=(_row(outcome), due.reminder("adjustment", name, now, adjustment=name)))
        by.cents += abs(outcome.amount_cents)
        on.cents += abs(outcome.amount_cents)
        return Posting(entries=(outcome.entry,), beside=(_row(outcome), by, on))

    posted = book.post(proposed.account_id, [proposed.entry_id], decide)
    if posted.is_repeat:
        outcome = _kept(proposed.adjustment_id)
    if not outcome.says_the_same(proposed):
        raise EntryExistsWithOtherWords
    if posted.has_changed:
        log.info(f"adjustment_{outcome.state}", adjustment_id=outcome.adjustment_id, by=outcome.proposed_by)
    return outcome


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
    approved = found.approved(by)
    row.state, row.approved_by = approved.state, approved.approved_by

    def decide(account: Account, _known: Known) -> Posting:
        anothers(account, by)
        return Posting(entries=(approved.entry,), beside=(row,))

    posted = book.post(approved.account_id, [approved.entry_id], decide)
    if posted.is_repeat:
        return _kept(adjustment_id)
    log.info("adjustment_applied", adjustment_id=adjustment_id, by=by)
    return approved


def waiting(reminders: Iterable[Due]) -> list[Adjustment]:
    """The adjustments of these reminders that nobody approved yet; reminders of the others end here."""
    by_id = {reminder.words["adjustment"]: reminder for reminder in reminders}
    found = [_of(row) for row in find_many(AdjustmentRow, [(_pk(one), "DOC") for one in by_id])] if by_id else []
    for one in found:
        if one.state is State.APPLIED:
            by_id[one.adjustment_id].done()
    return sorted((one for one in found if one.state is State.PROPOSED), key=lambda one: one.proposed_at)


def _read(proposed: Adjustment, now: datetime) -> tuple[Adjustment | None, AloneRow, AloneRow]:
    """The adjustment if it was kept before, and the sums of the day: one call."""
    day = f"ALONE#{now.astimezone(MADRID).date()}"
    doc = (_pk(proposed.adjustment_id), "DOC")
    by, on = (day, f"BY#{proposed.proposed_by}"), (day, f"ON#{proposed.account_id}")
    rows = find_many(Row, [doc, by, on])
    known = next((_of(row) for row in rows if isinstance(row, AdjustmentRow)), None)
    found = {row.sk: row for row in rows if isinstance(row, AloneRow)}
    sums = [found.get(sk) or AloneRow(pk, sk, cents=0) for pk, sk in (by, on)]
    return known, sums[0], sums[1]


def _kept(adjustment_id: str) -> Adjustment:
    """What was kept under an id that the ledger knows.

    Raises: EntryExistsWithOtherWords when it is of another movement.
    """
    row = AdjustmentRow.find(_pk(adjustment_id), "DOC")
    if row is None:
        raise EntryExistsWithOtherWords
    return _of(row)


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
        waits_for=one.waits_for,
        approved_by=one.approved_by or None,
    )


def _of(row: AdjustmentRow) -> Adjustment:
    return Adjustment(
        entry_id=row.pk.removeprefix("ADJUSTMENT#adjustment_"),
        account_id=row.account_id,
        amount_cents=row.amount_cents,
        purpose=row.purpose,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        state=row.state,
        waits_for=row.waits_for,
        approved_by=row.approved_by or "",
    )
