"""GET /me/readers: a citizen sees who of the city's staff read their file, when and what for.

Reads the log of readers.
"""

from __future__ import annotations

from cercano.citizen import reading_store, store
from cercano.citizen.readings import PURPOSES, Deed, Reading, ReadPurpose
from cercano.kit.web import Caller, Instant, Page, Paging, Service, View

app = Service("citizen")


class ReadingView(View):
    """One look into my file."""

    reading_id: str
    at: Instant
    reader_id: str
    """The account of who read; with it, the data protection officer can say who it was."""
    reader_role: str
    deed: Deed
    purpose: ReadPurpose
    purpose_text: str

    @classmethod
    def of(cls, reading: Reading, language: str) -> ReadingView:
        """From the model."""
        return cls(
            reading_id=reading.reading_id,
            at=reading.at,
            reader_id=reading.reader_id,
            reader_role=reading.reader_role,
            deed=reading.deed,
            purpose=reading.purpose,
            purpose_text=PURPOSES[reading.purpose][0 if language == "es" else 1],
        )


@app.get("/me/readers")
def read_readers(caller: Caller, paging: Paging) -> Page[ReadingView]:
    """Read who read my file, the newest first."""
    store.at_first_sight(caller.subject, app.language, app.now())
    found, cursor = reading_store.page(caller.subject, paging.limit, paging.after)
    return Page([ReadingView.of(reading, app.language) for reading in found], cursor)
