"""An installer's file on its way through the city: waiting, being read, ready with its certificates, handed over once.

Pure values. A file is worked through in slices, so that neither its length nor a crash can lose or repeat a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from cercano.devices.errors import CertificatesNotReady
from cercano.devices.roster import BadRow

ROWS_IN_A_REQUEST = 1_000
ROWS_IN_A_FILE = 5_000
BYTES_IN_A_FILE = 12 * 1024 * 1024
SLICE = 25
"""Rows at a time: half a minute on a slow machine; AWS makes about ten certificates a second for a whole account."""
BUNDLE_LIFE = timedelta(days=1)
LINK_LIFE = timedelta(minutes=5)


class ImportState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    """For its upload, or for its turn."""
    RUNNING = "running"
    READY = "ready"
    """Every row was tried; the certificates can be fetched once."""
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    """Not a list of devices: nothing was registered."""


class ImportStep(StrEnum):
    """What can happen to a file."""

    START = "start"
    FINISH = "finish"
    HAND_OVER = "hand_over"
    REFUSE = "refuse"


NEXT: Mapping[ImportState, Mapping[ImportStep, ImportState]] = MappingProxyType(
    {
        ImportState.WAITING: {ImportStep.START: ImportState.RUNNING, ImportStep.REFUSE: ImportState.REFUSED},
        ImportState.RUNNING: {ImportStep.FINISH: ImportState.READY},
        ImportState.READY: {ImportStep.HAND_OVER: ImportState.HANDED_OVER},
        ImportState.HANDED_OVER: {},
        ImportState.REFUSED: {},
    }
)


class ImportCannot(RuntimeError):
    """A step that its state does not allow: a message that came twice or too late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file."""

    import_id: str
    requested_by: str
    requested_at: datetime
    state: ImportState = ImportState.WAITING
    etag: str | None = None
    """The fingerprint of the file that was begun: another one in its place is not read on."""
    rows: int = 0
    """Rows in the file that are not blank."""
    why_es: str | None = None
    why_en: str | None = None
    """Why the file was refused as a whole."""
    finished_at: datetime | None = None

    def start(self, *, etag: str, rows: int) -> Import:
        """The file was read and holds this many rows."""
        return replace(self._after(ImportStep.START), etag=etag, rows=rows)

    def refuse(self, *, why_es: str, why_en: str, at: datetime) -> Import:
        """The file cannot be read."""
        return replace(self._after(ImportStep.REFUSE), why_es=why_es, why_en=why_en, finished_at=at)

    def finish(self, *, at: datetime) -> Import:
        """Every row was tried."""
        return replace(self._after(ImportStep.FINISH), finished_at=at)

    def hand_over(self, *, at: datetime) -> Import:
        """The certificates go to the person who asks, once.

        Raises:
            CertificatesNotReady: not yet, not any more, or there never were any.
        """
        if ImportStep.HAND_OVER not in NEXT[self.state]:
            es, en = _NOT_READY[self.state]
            raise CertificatesNotReady(why_es=es, why_en=en)
        if self.finished_at is not None and at >= self.finished_at + BUNDLE_LIFE:
            raise CertificatesNotReady(why_es="se borraron al cabo de un día", why_en="they were erased after a day")
        return self._after(ImportStep.HAND_OVER)

    def _after(self, step: ImportStep) -> Import:
        if step not in NEXT[self.state]:
            raise ImportCannot(f"{self.import_id} is {self.state}: {step} is not possible")
        return replace(self, state=NEXT[self.state][step])


_NOT_READY = {
    ImportState.WAITING: ("el fichero aún no ha llegado", "the file has not arrived yet"),
    ImportState.RUNNING: ("todavía se está leyendo el fichero", "the file is still being read"),
    ImportState.HANDED_OVER: ("ya se entregaron una vez", "they were handed over already"),
    ImportState.REFUSED: ("el fichero no se pudo leer", "the file could not be read"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What came of some rows that stand together in a file."""

    number: int
    """0, 1, 2..."""
    registered: tuple[str, ...]
    """The devices, in the order of the file."""
    refused: tuple[BadRow, ...]
