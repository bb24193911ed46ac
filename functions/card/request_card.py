"""POST /card/applications, GET /card/applications/{application_id}: a citizen asks for a card and sees what came of it.

Reads and writes applications (CardTable, partitions APPLICATION#*, HOLDER#* and DESK).
"""

from __future__ import annotations

from typing import Literal

from cercano.card import desk
from cercano.card.application import Application
from cercano.card.errors import NoSuchApplication
from cercano.card.views import ApplicationView
from cercano.card.words import CardClass, Format
from cercano.kit.ids import new_id
from cercano.kit.web import Body, Caller, Created, Service

app = Service("card")

Personal = Literal[
    CardClass.RESIDENT,
    CardClass.CHILD,
    CardClass.YOUTH,
    CardClass.SENIOR,
    CardClass.DISABILITY,
    CardClass.LARGE_FAMILY,
    CardClass.TOURIST,
]


class RequestCard(Body):
    """What they ask for. An anonymous card is not asked for: it is bought at a desk or a kiosk."""

    card_class: Personal
    format: Format


@app.post("/applications")
def request_card(body: RequestCard, caller: Caller) -> Created[ApplicationView]:
    """Apply for a card, in the app or on plastic."""
    application = Application(
        application_id=new_id("application"),
        citizen_id=caller.subject,
        card_class=body.card_class,
        format=body.format,
        requested_at=app.now(),
    )
    desk.hand_in(application)
    return Created(ApplicationView.of(application), location=f"/applications/{application.application_id}")


@app.get("/applications/{application_id}")
def read_application(application_id: str, caller: Caller) -> ApplicationView:
    """Read an application: one's own, or any for staff."""
    application = desk.get(application_id)
    if application.citizen_id != caller.subject and not caller.has("staff"):
        raise NoSuchApplication
    return ApplicationView.of(application)
