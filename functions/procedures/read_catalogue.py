"""GET /procedures/catalogue: what people can ask the city council for, found by the words they have for it.

Reads nothing but what the council has decided.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Page, Raw, Service
from cercano.procedures import catalogue
from cercano.procedures.linked_data import government_service
from cercano.procedures.searching import search
from cercano.procedures.views import ProcedureView, SummaryView

app = Service("procedures")

Asked = Annotated[str, Field(max_length=120)]


@app.get("/catalogue", public=True, cache_s=300)
def read_catalogue(q: Asked = "", topic: Asked = "") -> Page[SummaryView]:
    """List the procedures. `q` is "I want to..." in people's own words, best found first; `topic` is one of theirs."""
    found = search(catalogue.everything().values(), q, app.language)
    return Page([SummaryView.of(each, app.language) for each in found if topic in ("", *each.topics)])


@app.get("/catalogue/{code}", public=True, cache_s=300)
def read_procedure(code: str) -> ProcedureView:
    """Read one: who may ask, documents, fee, period, what silence means, and the form step by step."""
    return ProcedureView.whole(catalogue.find(code), app.language)


@app.get("/catalogue/{code}/jsonld", public=True, cache_s=300)
def read_linked_data(code: str) -> Raw:
    """The same as a schema.org GovernmentService, for search engines and other cities."""
    said = government_service(catalogue.find(code), app.language)
    return Raw(said, content_type="application/ld+json")
