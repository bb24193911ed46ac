"""How far an installer's file has come, as its sender reads it."""

from __future__ import annotations

from datetime import datetime

from cercano.devices.imports import BUNDLE_LIFE, Import, ImportState, Slice
from cercano.kit.answers import Instant, View


class RowProblem(View):
    """A row that was not registered, and why."""

    line: int
    device_id: str
    code: str
    detail: str


class ImportView(View):
    """How far an installer's file has come."""

    import_id: str
    state: ImportState
    requested_at: Instant
    rows: int
    """In the file; 0 until it was read."""
    registered: int
    refused: int
    problems: list[RowProblem]
    """The first 500 rows that were refused; the bundle's report has them all."""
    detail: str | None
    """Why the file was refused as a whole."""
    certificates_until: Instant | None
    """Until when the certificates can be fetched, once."""

    @classmethod
    def of(cls, value: Import, parts: list[Slice], language: str) -> ImportView:
        """With every slice that was tried so far."""
        bad = [row for part in parts for row in part.refused]
        until: datetime | None = None
        if value.state is ImportState.READY and value.finished_at is not None:
            until = value.finished_at + BUNDLE_LIFE
        return cls(
            import_id=value.import_id,
            state=value.state,
            requested_at=value.requested_at,
            rows=value.rows,
            registered=sum(len(part.registered) for part in parts),
            refused=len(bad),
            problems=[
                RowProblem(line=r.line, device_id=r.device_id, code=r.code, detail=r.es if language == "es" else r.en)
                for r in bad[:500]
            ],
            detail=value.why_es if language == "es" else value.why_en,
            certificates_until=until,
        )
