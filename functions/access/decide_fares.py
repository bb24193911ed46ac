"""GET and POST /access/fares: what everything costs, for all to read; a new table when the council decides one.

Reads and writes the fare tables. A table in force is never changed: days gone by keep their prices.
"""

from __future__ import annotations

from datetime import date, timedelta

from cercano.access import tables
from cercano.access.descriptions import FaresView, NewFares, view_of
from cercano.access.rows import FARES, FaresRow
from cercano.kit.web import Created, Page, Service

app = Service("access")


@app.get("/fares", public=True, cache_s=60)
def read_fares() -> Page[FaresView]:
    """Every fare table, newest first: in force, decided for later, and those of the past."""
    documents = [row.document for row in FaresRow.every(FARES)]
    ends = [date.fromisoformat(one["valid_from"]) - timedelta(days=1) for one in documents[1:]]
    views = [FaresView.of(one, end) for one, end in zip(documents, [*ends, None], strict=True)]
    return Page(views[::-1])


@app.post("/fares", roles=("staff",))
def decide_fares(body: NewFares) -> Created[FaresView]:
    """Add a fare table, in force from tomorrow at the earliest (a city's very first one may begin at any day)."""
    document = body.document()
    table = tables.decide(document, app.now())
    return Created(view_of(table, document), location="/fares")
