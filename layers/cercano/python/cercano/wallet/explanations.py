"""A day held against others' books, and why what does not agree is all right: pk "EXPLAINED#<day>", sk "<item id>"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from cercano.kit.table import EnumAttribute, Row, TextAttribute, UtcAttribute
from cercano.wallet import others_books, our_books
from cercano.wallet.reconciliation import Line, Reconciliation, Source, compare


class Why(StrEnum):
    """Reasons a treasurer has."""

    OTHER_DAY = "other_day"
    """The other side booked it on a day out of reach."""
    BANK_FEE = "bank_fee"
    COUNT_WRONG = "count_wrong"
    REFUNDED_OUTSIDE = "refunded_outside"
    NOT_THE_CARDS = "not_the_cards"
    """Money of the city that has nothing to do with the cards."""
    PUT_RIGHT = "put_right"
    """By an adjustment; the note says which."""
    WRITTEN_OFF = "written_off"


class ExplanationRow(Row, discriminator="wallet_explanation"):
    """Why one item is all right."""

    why = EnumAttribute(Why)
    note = TextAttribute()
    by = TextAttribute()
    explained_at = UtcAttribute()


def of_day(day: date) -> Reconciliation:
    """The day, our books against theirs."""
    near = {source: list(_theirs(source, day, reach)) for source, reach in _REACH.items()}
    theirs = [line for lines in near.values() for line in lines]
    return compare([*our_books.top_ups(day), *our_books.bank(day, near[Source.BANK])], theirs)


def explanations(day: date) -> Mapping[str, ExplanationRow]:
    """What was explained of a day, by item."""
    return {row.sk: row for row in ExplanationRow.every(f"EXPLAINED#{day}", consistent=True)}


def explain(day: date, item_id: str, why: Why, note: str, by: str, now: datetime) -> ExplanationRow:
    """Note why an item is all right; a later word takes the place of an earlier one."""
    row = ExplanationRow.find(f"EXPLAINED#{day}", item_id) or ExplanationRow(f"EXPLAINED#{day}", item_id)
    row.why, row.note, row.by, row.explained_at = why, note, by, now
    return row.keep()


_REACH = {Source.GATEWAY: 1, Source.BANK: 5, Source.CASH: 0}
"""Days around the one that is looked at on which the other side may have put the same thing."""


def _theirs(source: Source, day: date, reach: int) -> list[Line]:
    days = [date.fromordinal(day.toordinal() + number) for number in range(-reach, reach + 1)]
    return [line for one in days for line in others_books.lines_of(source, one, is_of_the_day=one == day)]
