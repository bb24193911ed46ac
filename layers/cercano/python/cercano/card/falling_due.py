"""What the calendar asks of the card office: cards and concessions that end, concessions to be renewed soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from cercano.card import store
from cercano.card.days import day_of
from cercano.card.model import Card
from cercano.card.rows import DoneRow, PointerRow
from cercano.card.words import CardState
from cercano.facts.card import ConcessionRenewalDue
from cercano.kit.errors import VersionConflict

MOST_DAYS = 31
"""How many missed days one run makes up for."""
WORTH_RENEWING = (CardState.ISSUED, CardState.ACTIVE, CardState.BLOCKED)


def end_what_is_over(now: datetime) -> int:
    """End the cards and concessions whose last day has passed; answers how many cards that changed."""
    today, changed = day_of(now), 0
    for day in _days_to_do("END", today):
        for card_id in store.due_on(day, "END"):
            before = store.find(card_id)
            if before is not None:
                changed += store.change(card_id, lambda card: _ended(card, today, now), at=now) != before
        _done("END", day)
    return changed


def remind(now: datetime) -> int:
    """Tell of each concession that can be renewed since today; answers how many."""
    today, told = day_of(now), 0
    for day in _days_to_do("RENEW", today):
        for card_id in store.due_on(day, "RENEW"):
            card = store.find(card_id)
            told += _tell(card, day, now) if card is not None else 0
        _done("RENEW", day)
    return told


def _ended(card: Card, today: date, now: datetime) -> Card:
    kept = card.without_outlived(today)
    return kept.expire(at=now) if kept.is_due_to_expire(today) else kept


def _tell(card: Card, day: date, now: datetime) -> int:
    """Facts leave with a write: here with the note itself, which says that it was done."""
    due = [each for each in card.concessions if each.renewal_opens_on == day]
    row = PointerRow.find(f"DUE#{day}", f"RENEW#{card.card_id}")
    if not due or row is None or row.said_at is not None or card.state not in WORTH_RENEWING:
        return 0
    row.said_at = now
    row.told = [
        ConcessionRenewalDue(
            at=now,
            card_id=card.card_id,
            account_id=card.account_id,
            citizen_id=card.citizen_id,
            concession=each.concession.value,
            valid_to=each.valid_to,
        )
        for each in due
    ]
    row.save()
    return len(due)


def _days_to_do(what: str, today: date) -> Iterator[date]:
    """The days that were not done yet, up to today: today is done again with each run, for what came in meanwhile."""
    row = DoneRow.find("DUE", what)
    first = row.through + timedelta(days=1) if row else today
    first = min(max(first, today - timedelta(days=MOST_DAYS)), today)
    yield from (first + timedelta(days=n) for n in range((today - first).days + 1))


def _done(what: str, day: date) -> None:
    row = DoneRow.find("DUE", what) or DoneRow("DUE", what)
    if row.version and row.through >= day:
        return
    row.through = day
    try:
        row.keep()
    except VersionConflict:
        return  # another run did the same day
