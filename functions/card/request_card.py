"""POST and GET /card/applications, GET /card/me/applications: a citizen asks for a card, and sees what came of it.

Reads and writes applications (CardTable, partitions APPLICATION#*, HOLDER#* and DESK); reads who answers for whom
(CITIZEN#*).
"""

from __future__ import annotations

from typing import Literal

from cercano.card import desk
from cercano.card.application import Application
from cercano.card.errors import NoSuchApplication
from cercano.card.views import ApplicationView, PersonId
from cercano.card.words import CardClass, Format
from cercano.kit.bonds import Matter, answers_for, whose
from cercano.kit.ids import new_id
from cercano.kit.web import Body, Caller, Created, Page, Paging, Service

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
    citizen_id: PersonId | None = None
    """Whom it is for, when it is for somebody the caller answers for."""


@app.post("/applications")
def request_card(body: RequestCard, caller: Caller) -> Created[ApplicationView]:
    """Apply for a card, in the app or on plastic, for oneself or a child."""
    application = Application(
        application_id=new_id("application"),
        citizen_id=whose(caller.subject, body.citizen_id, Matter.CARD),
        requested_by=caller.subject,
        card_class=body.card_class,
        format=body.format,
        requested_at=app.now(),
    )
    desk.hand_in(application)
    return Created(_view(application), location=f"/applications/{application.application_id}")


@app.get("/me/applications")
def read_my_applications(caller: Caller, paging: Paging, citizen_id: PersonId | None = None) -> Page[ApplicationView]:
    """List one's own applications, or those for somebody one answers for, newest first, each with its next step."""
    holder = whose(caller.subject, citizen_id, Matter.CARD)
    found, last = desk.of_holder(holder, paging.limit, paging.after)
    return Page([_view(each) for each in found], last)


@app.get("/applications/{application_id}")
def read_application(application_id: str, caller: Caller) -> ApplicationView:
    """Read an application: one's own or a child's, or any for staff."""
    application = desk.get(application_id)
    is_theirs = application.citizen_id == caller.subject
    if not (is_theirs or caller.has("staff") or answers_for(caller.subject, application.citizen_id, Matter.CARD)):
        raise NoSuchApplication
    return _view(application)


def _view(application: Application) -> ApplicationView:
    return ApplicationView.of(application, desk.counted_level(application), app.language)
