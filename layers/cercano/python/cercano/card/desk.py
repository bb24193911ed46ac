"""The card office's desk: applications that come in, wait, and are decided once."""

from __future__ import annotations

from datetime import datetime

from cercano.card import store
from cercano.card.application import Application
from cercano.card.classes import CLASSES, last_day
from cercano.card.days import day_of
from cercano.card.errors import ApplicationPending, NoSuchApplication, NotForYourself, NotVerified
from cercano.card.model import Card
from cercano.card.rows import ApplicationRow, LevelRow, PointerRow
from cercano.card.words import ApplicationState, RejectReason
from cercano.kit import bonds
from cercano.kit.errors import VersionConflict
from cercano.kit.ids import new_id
from cercano.kit.table import Cursor

_DESK = "DESK"


def hand_in(application: Application) -> None:
    """Keep a new application under its holder's name, and lay it on the desk.

    Raises:
        ApplicationPending: the same person waits for a card of this class already.
    """
    _hold_the_only_one(application)
    PointerRow(
        f"HOLDER#{application.citizen_id}", f"ASKED#{application.application_id}", target=application.application_id
    ).save()
    PointerRow(_DESK, application.application_id, target=application.application_id).save()
    _keep(ApplicationRow(f"APPLICATION#{application.application_id}", "APPLICATION"), application)


def get(application_id: str) -> Application:
    """The application of this name.

    Raises:
        NoSuchApplication: there is none.
    """
    return _application(_row(application_id))


def of_holder(citizen_id: str, limit: int, after: Cursor | None) -> tuple[list[Application], Cursor | None]:
    """All that were ever handed in for somebody, newest first, and where the next page begins."""
    asked = PointerRow.sk.startswith("ASKED#")
    pointers, last = PointerRow.page(f"HOLDER#{citizen_id}", asked, limit=limit, after=after, newest_first=True)
    rows = [ApplicationRow.find(f"APPLICATION#{pointer.target}", "APPLICATION") for pointer in pointers]
    return [_application(row) for row in rows if row is not None], last


def waiting(limit: int, after: Cursor | None) -> tuple[list[Application], Cursor | None]:
    """Those that nobody has decided, oldest first, and where the next page begins."""
    pointers, last = PointerRow.page(_DESK, limit=limit, after=after)
    rows = [ApplicationRow.find(f"APPLICATION#{pointer.target}", "APPLICATION") for pointer in pointers]
    found = [_application(row) for row in rows if row is not None]
    return [each for each in found if each.state is ApplicationState.REQUESTED], last


def issue(application_id: str, *, by: str, at: datetime) -> Card:
    """Approve it and make its card. An issue that was cut short is brought to its end by repeating it.

    Raises:
        NoSuchApplication, ApplicationCannot. NotForYourself: it is for who decides, or for somebody they answer for.
        NotVerified: this class asks for a verified holder.
        VersionConflict: a colleague decided at the same moment.
    """
    row = _row(application_id)
    application = _application(row)
    if application.state is not ApplicationState.APPROVED:
        _refuse_kin(application, by)
        if counted_level(application) < CLASSES[application.card_class].level:
            raise NotVerified
        names = {"card_id": new_id("card"), "account_id": new_id("acc")}
        application = _keep(row, application.approve(by=by, at=at, **names))
    card = store.add(_card_of(application), at=at)
    _clear(application)
    return card


def reject(application_id: str, *, by: str, at: datetime, reason: RejectReason) -> Application:
    """Turn it down.

    Raises:
        NoSuchApplication, ApplicationCannot, NotForYourself. VersionConflict: a colleague decided at the same moment.
    """
    row = _row(application_id)
    _refuse_kin(_application(row), by)
    application = _keep(row, _application(row).reject(by=by, at=at, reason=reason))
    _clear(application)
    return application


def counted_level(application: Application) -> int:
    """How far the holder counts as verified.

    A child may have no document to be verified by, as nobody must before 14 (Ley Organica 4/2015 art. 9.1): the
    guardian who asks stands for them.
    """
    own = level_of(application.citizen_id)
    if application.requested_by == application.citizen_id:
        return own
    if not bonds.is_guardian(application.requested_by, application.citizen_id):
        return own
    return max(own, level_of(application.requested_by))


def level_of(citizen_id: str) -> int:
    """How far somebody is verified; 0 when nothing was heard of them."""
    row = LevelRow.find(f"HOLDER#{citizen_id}", "LEVEL")
    return row.level if row else 0


def note_level(citizen_id: str, level: int, said_at: datetime) -> None:
    """What the register of citizens said; the newest word holds, in whatever order it is heard.

    Raises:
        VersionConflict: another word of the same person was kept at the same moment.
    """
    row = LevelRow.find(f"HOLDER#{citizen_id}", "LEVEL") or LevelRow(f"HOLDER#{citizen_id}", "LEVEL", level=0)
    if row.version and row.said_at >= said_at:
        return
    row.level, row.said_at = level, said_at
    row.keep()


def _card_of(application: Application) -> Card:
    assert application.card_id is not None, "it is approved"
    assert application.account_id is not None, "it is approved"
    assert application.decided_at is not None, "it is approved"
    return Card(
        card_id=application.card_id,
        account_id=application.account_id,
        card_class=application.card_class,
        citizen_id=application.citizen_id,
        issued_at=application.decided_at,
        expires_on=last_day(application.card_class, day_of(application.decided_at)),
    )


def _refuse_kin(application: Application, by: str) -> None:
    if bonds.answers_for(by, application.citizen_id, bonds.Matter.CARD):
        raise NotForYourself


def _hold_the_only_one(application: Application) -> None:
    """One application for each person and class. A pointer whose application was decided is taken over."""
    key = f"HOLDER#{application.citizen_id}", f"APPLICATION#{application.card_class.value}"
    row = PointerRow.find(*key)
    if row is not None:
        other = ApplicationRow.find(f"APPLICATION#{row.target}", "APPLICATION")
        if other is not None and other.state is ApplicationState.REQUESTED:
            raise ApplicationPending
    row = row or PointerRow(*key)
    row.target = application.application_id
    try:
        row.keep()
    except VersionConflict:
        raise ApplicationPending from None


def _clear(application: Application) -> None:
    PointerRow(_DESK, application.application_id, target=application.application_id).delete()


def _row(application_id: str) -> ApplicationRow:
    row = ApplicationRow.find(f"APPLICATION#{application_id}", "APPLICATION")
    if row is None:
        raise NoSuchApplication
    return row


def _keep(row: ApplicationRow, application: Application) -> Application:
    row.citizen_id, row.card_class, row.format = application.citizen_id, application.card_class, application.format
    row.requested_by = application.requested_by
    row.requested_at, row.state = application.requested_at, application.state
    row.decided_at, row.decided_by = application.decided_at, application.decided_by
    row.reject_reason, row.card_id, row.account_id = (
        application.reject_reason,
        application.card_id,
        application.account_id,
    )
    row.keep()
    return application


def _application(row: ApplicationRow) -> Application:
    return Application(
        application_id=row.pk.removeprefix("APPLICATION#"),
        citizen_id=row.citizen_id,
        card_class=row.card_class,
        format=row.format,
        requested_at=row.requested_at,
        requested_by=row.requested_by or row.citizen_id,
        state=row.state,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reject_reason=row.reject_reason,
        card_id=row.card_id,
        account_id=row.account_id,
    )
