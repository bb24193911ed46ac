"""The status list as it lies ready for readers, with the changes that led to it."""

from __future__ import annotations

from cercano.card.rows import DeltaRow, ListRow

PK = "STATUSES"


def newest() -> ListRow | None:
    """The list that readers get; None before the first."""
    return ListRow.find(PK, "LIST")


def deltas_since(number: int) -> list[DeltaRow]:
    """The changes after list `number` that are still kept, oldest first."""
    return list(DeltaRow.every(PK, DeltaRow.sk.between(delta_key(number + 1), "DELTA#~"), consistent=True))


def delta_key(number: int) -> str:
    """Where the change that led to list `number` lies."""
    return f"DELTA#{number:012d}"
