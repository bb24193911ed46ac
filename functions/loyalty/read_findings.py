"""GET /loyalty/findings: what staff should look at in the shops' sales of the last weeks.

Reads LoyaltyTable, partition FINDINGS.
"""

from __future__ import annotations

from datetime import date

from cercano.kit.web import Page, Service, View
from cercano.loyalty import looking
from cercano.loyalty.signals import Finding, Signal

app = Service("loyalty")


class FindingView(View):
    """Something unusual; nobody is judged by it."""

    day: date
    shop_id: str
    signal: Signal
    times: int
    cents: int
    """What the city bore of these sales."""
    card_id: str
    """The one card it is about; empty when it is about no one card."""

    @classmethod
    def of(cls, finding: Finding) -> FindingView:
        """From the model."""
        return cls(**{name: getattr(finding, name) for name in cls.model_fields})


@app.get("/findings", roles=("staff",))
def read_findings(shop_id: str | None = None) -> Page[FindingView]:
    """List findings of the last year, the newest first; of one shop if asked."""
    return Page([FindingView.of(one) for one in looking.kept(shop_id)])
