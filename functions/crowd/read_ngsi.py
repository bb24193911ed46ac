"""GET /crowd/ngsi-ld/v1/entities: the people flow of every place in the words other cities' machines know.

Reads the venues and their live state in one query. NGSI-LD (ETSI GS CIM 009), entities of type CrowdFlowObserved.
"""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import urlencode

from pydantic.fields import Field

from cercano.crowd import store
from cercano.crowd.errors import TypeOrIdNeeded
from cercano.crowd.ngsi import crowd_flow_observed
from cercano.kit.settings import setting
from cercano.kit.web import Raw, Service

app = Service("crowd")
city = setting("JURISDICTION")

TYPE = "CrowdFlowObserved"
NAMES = {TYPE, f"https://smartdatamodels.org/dataModel.Transportation/{TYPE}"}


@app.get("/ngsi-ld/v1/entities", public=True, cache_s=10)
def read_ngsi(
    type_: Annotated[str, Field(max_length=400)] = "",
    id_: Annotated[str, Field(max_length=2000)] = "",
    limit: Annotated[int, Field(ge=1, le=1000)] = 20,
    offset: Annotated[int, Field(ge=0)] = 0,
    count: bool = False,
) -> Raw:
    """Entities of type CrowdFlowObserved, one for each venue whose counters have spoken.

    Asked for by `type`, by `id` (several with commas) or by both; `count=true` tells how many there are in all.
    """
    if not type_ and not id_:
        raise TypeOrIdNeeded
    at, ids = app.now(), set(id_.split(",")) if id_ else None
    entities = [crowd_flow_observed(place.venue, place.live, at, city=city) for place in store.places()]
    known = [entity for entity in entities if entity is not None and (ids is None or entity["id"] in ids)]
    found = known if not type_ or NAMES & set(type_.split(",")) else []
    page = found[offset : offset + limit]
    headers = {"NGSILD-Results-Count": str(len(found))} if count else {}
    if offset + limit < len(found):
        asked = {"type": type_, "id": id_, "limit": limit, "offset": offset + limit, "count": "true" if count else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        headers["Link"] = f'</api/crowd/ngsi-ld/v1/entities?{query}>; rel="next"; type="application/ld+json"'
    body = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
    return Raw(body, content_type="application/ld+json", headers=headers)
