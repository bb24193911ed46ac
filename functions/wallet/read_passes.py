"""GET /wallet/passes: the passes that are on sale, for everybody to see.

Reads what the wallet heard of the council's fare tables.
"""

from __future__ import annotations

from cercano.kit.web import Page, Service
from cercano.ledger.model import MADRID
from cercano.wallet import catalogue
from cercano.wallet.passviews import PassOnSale

app = Service("wallet")


@app.get("/passes", public=True, cache_s=60)
def read_passes() -> Page[PassOnSale]:
    """All passes that can be bought today, with what each costs whom."""
    today = app.now().astimezone(MADRID).date()
    return Page([PassOnSale.of(one, app.language) for one in catalogue.on_sale(today)])
