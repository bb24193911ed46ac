"""GET /card/applications, POST .../issue and .../reject: the card office decides, once, and never for itself.

Reads and writes applications and cards (CardTable); tells CardIssued.
"""

from __future__ import annotations

from cercano.card import desk
from cercano.card.application import Application
from cercano.card.views import ApplicationView, CardView
from cercano.card.words import RejectReason
from cercano.kit.web import Body, Caller, Created, Page, Paging, Service

app = Service("card")


class Reject(Body):
    """Why it is turned down."""

    reason: RejectReason


@app.get("/applications", roles=("staff",))
def read_applications(paging: Paging) -> Page[ApplicationView]:
    """List the applications that wait for a decision, oldest first."""
    found, last = desk.waiting(paging.limit, paging.after)
    return Page([_view(each) for each in found], last)


@app.post("/applications/{application_id}/issue", roles=("staff",))
def issue_card(application_id: str, caller: Caller) -> Created[CardView]:
    """Approve an application and issue its card.

    Repeating it brings an issue that was cut short to its end, in the same card.
    """
    card = desk.issue(application_id, by=caller.subject, at=app.now())
    return Created(CardView.of(card, app.now()), location=f"/cards/{card.card_id}")


@app.post("/applications/{application_id}/reject", roles=("staff",))
def reject_application(application_id: str, body: Reject, caller: Caller) -> ApplicationView:
    """Turn an application down."""
    return _view(desk.reject(application_id, by=caller.subject, at=app.now(), reason=body.reason))


def _view(application: Application) -> ApplicationView:
    return ApplicationView.of(application, desk.counted_level(application), app.language)
