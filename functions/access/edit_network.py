"""GET and PUT /access/network: staff write down the lines and stops of an operator, over the version they read."""

from __future__ import annotations

from cercano.access import lines
from cercano.access.network import Network
from cercano.kit.errors import NotFound
from cercano.kit.web import Document, IfMatch, Service

app = Service("access")


@app.get("/network", roles=("staff",))
def read_network() -> Document[Network]:
    """The document as it was written; its ETag is what a change must name."""
    document, version = lines.read()
    if not version:
        raise NotFound
    return Document(Network.model_validate(document), version)


@app.put("/network", roles=("staff",), max_body_kb=256)
def edit_network(body: Network, if_match: IfMatch) -> Document[Network]:
    """Write lines and stops (the first time with `If-Match: *`)."""
    return Document(body, lines.put(body.model_dump(mode="json"), if_match))
