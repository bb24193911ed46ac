"""Taps that were not charged, kept for 90 days for whoever asks why; a copied credential is told to the city."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from cercano.access.deciding import Refused
from cercano.access.errors import CounterUsed
from cercano.access.rows import RefusedRow
from cercano.facts.access import CloneSuspected
from cercano.kit.batch import put_many
from cercano.kit.log import log
from cercano.kit.metrics import count

KEPT = timedelta(days=90)


def keep(refused: Iterable[Refused]) -> None:
    """Keep them; the same refusal again is the same row."""
    rows = {(row.pk, row.sk): row for row in map(_row, refused)}
    put_many(rows.values())
    for row in rows.values():
        log.info("tap_refused", reason=row.reason, reader_id=row.reader_id, tap_id=row.sk)
    count("TapsRefused", len(rows))


def of_credential(credential_id: str) -> Iterator[RefusedRow]:
    """What was refused to a phone or a chip in the last 90 days, newest first."""
    return RefusedRow.every(_pk(credential_id), newest_first=True)


def _pk(credential_id: str) -> str:
    return f"REFUSED#{credential_id}"


def _row(one: Refused) -> RefusedRow:
    tap = one.heard.tap
    at = datetime.fromtimestamp(tap.at_ms / 1000, UTC)
    row = RefusedRow(
        _pk(one.heard.credential_id),
        tap.tap_id,
        reason=one.refusal.code,
        reader_id=one.heard.reader_id,
        vehicle=tap.place.vehicle or None,
        expires_at=at + KEPT,
    )
    if isinstance(one.refusal, CounterUsed):
        row.told = [CloneSuspected(at=at, credential_id=one.heard.credential_id, reader_id=one.heard.reader_id)]
    return row
