"""GET /card/status-list and /card/status-list/deltas: which credentials are dead, for every reader in the city.

Reads what was signed (CardTable, partition STATUSES). The list tells no reader who anybody is.
"""

from __future__ import annotations

from cercano.card import published
from cercano.card.errors import DeltasForgotten
from cercano.kit.errors import NotNow
from cercano.kit.etags import etag, is_unchanged
from cercano.kit.web import Answer, Raw, Service, View

app = Service("card")

CACHE_S = 10
CONTENT_TYPE = "application/statuslist+jwt"


class DeltasView(View):
    """Signed changes, in the order in which they are applied; none: nothing changed."""

    number: int
    """Of the list that a reader then has."""
    deltas: list[str]


@app.get("/status-list", public=True, cache_s=CACHE_S)
def read_status_list() -> Raw:
    """The whole list, as a JWT signed by the city (IETF Token Status List, two bits for each credential)."""
    row = published.newest()
    if row is None:
        raise NotNow(headers={"Retry-After": "60"})
    tag = etag(row.number)
    said = {"ETag": tag}
    if is_unchanged(app.request.header("if-none-match") or '""', tag):
        return Raw(status=304, headers=said)
    return Raw(row.token, content_type=CONTENT_TYPE, headers=said)


@app.get("/status-list/deltas", public=True, cache_s=CACHE_S)
def read_deltas(since: int) -> Answer[DeltasView]:
    """What changed after list `since`, for readers that hold it: a few bytes instead of the list."""
    row = published.newest()
    number = row.number if row else 0
    deltas = published.deltas_since(since) if since < number else []
    if since > number or [delta.number for delta in deltas] != list(range(since + 1, number + 1)):
        raise DeltasForgotten
    return Answer(DeltasView(number=number, deltas=[delta.token for delta in deltas]))
