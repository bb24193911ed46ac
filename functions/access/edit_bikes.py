"""GET and PUT /access/bikes: staff write down the stations of the city's bicycles, over the version they read."""

from __future__ import annotations

from cercano.access import bikes
from cercano.access.network import BikeStations
from cercano.kit.errors import NotFound
from cercano.kit.web import Document, IfMatch, Service

app = Service("access")


@app.get("/bikes", roles=("staff",))
def read_bikes() -> Document[BikeStations]:
    """The document as it was written; its ETag is what a change must name."""
    document, version = bikes.read()
    if not version:
        raise NotFound
    return Document(BikeStations.model_validate(document), version)


@app.put("/bikes", roles=("staff",), max_body_kb=64)
def edit_bikes(body: BikeStations, if_match: IfMatch) -> Document[BikeStations]:
    """Write the stations (the first time with `If-Match: *`)."""
    return Document(body, bikes.put(body.model_dump(mode="json"), if_match))
