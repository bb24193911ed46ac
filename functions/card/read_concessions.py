"""GET /card/concessions: which reduced prices there are, what proves each, how long it lasts and when it is renewed.

Reads nothing but what the city has decided.
"""

from __future__ import annotations

from cercano.card.classes import CONCESSIONS
from cercano.card.words import Concession, Proof
from cercano.kit.web import Page, Service, View

app = Service("card")


class ConcessionKindView(View):
    """A concession as the city offers it."""

    concession: Concession
    proofs: list[Proof]
    longest_days: int
    renewal_opens_days: int
    """How many days before its end it can be renewed."""


@app.get("/concessions", public=True, cache_s=300)
def read_concessions() -> Page[ConcessionKindView]:
    """List the concessions."""
    views = [
        ConcessionKindView(
            concession=concession,
            proofs=list(terms.proofs),
            longest_days=terms.longest_days,
            renewal_opens_days=terms.renewal_opens_days,
        )
        for concession, terms in CONCESSIONS.items()
    ]
    return Page(views)
