"""A form becomes an application: with its hour, its number, its clock; once, whatever is cut off or sent again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cercano.kit.errors import VersionConflict
from tests.functions.procedures.conftest import Hall
from tests.support.events import Context, event
from tests.support.http import Answer

REQUEST = {"request": {"what": "Los contratos de limpieza de 2025", "format": "electronic"}}


def begin(hall: Hall, procedure: str = "public-information", answers: Any = REQUEST, **options: Any) -> str:
    draft: str = hall.ask("begin_draft", "POST", "/me/drafts", {"procedure": procedure}, **options).json["draft_id"]
    tag = {"If-Match": '"1"'}
    hall.ask("keep_draft", "PUT", f"/me/drafts/{draft}", {"answers": answers}, headers=tag, **options)
    return draft


def present(hall: Hall, draft_id: str, **options: Any) -> Answer:
    return hall.ask("present_form", "POST", f"/me/drafts/{draft_id}/submission", **options)


def files(hall: Hall, **options: Any) -> list[Any]:
    found: list[Any] = hall.ask("present_form", "GET", "/me/files", **options).json["items"]
    return found


def test_what_is_presented_has_a_number_an_hour_and_a_clock(hall: Hall) -> None:
    answer = present(hall, begin(hall))

    assert answer.status == 201, answer.text
    said = answer.json
    assert answer.headers["location"] == f"/api/procedures/me/files/{said['file_id']}"
    assert {
        name: said[name] for name in ("reference", "filed_at", "counts_from", "due_on", "silent_on", "silence")
    } == {
        "reference": "2026-E-000001",
        "filed_at": "2026-11-23T11:00:00Z",
        "counts_from": "2026-11-23T11:00:00Z",
        "due_on": "2026-12-23",
        "silent_on": "2026-12-24",
        "silence": "refuses",
    }
    assert said["answers"] == REQUEST
    assert hall.ask("present_form", "GET", f"/me/files/{said['file_id']}").json == said
    assert [each["file_id"] for each in files(hall)] == [said["file_id"]]
    assert hall.ask("begin_draft", "GET", "/me/drafts").json["items"] == []


def test_on_a_sunday_night_it_is_presented_at_once_and_working_days_count_from_monday(hall: Hall) -> None:
    hall.clock.move_to(datetime(2026, 11, 22, 22, 59, tzinfo=UTC))

    said = present(hall, begin(hall)).json

    assert (said["filed_at"], said["counts_from"]) == ("2026-11-22T22:59:00Z", "2026-11-22T23:00:00Z")


def test_sent_again_it_is_the_same_file_with_the_same_number(hall: Hall) -> None:
    draft = begin(hall)

    first = present(hall, draft)
    hall.clock.tick(600)
    again = present(hall, draft)

    assert again.json == first.json
    assert present(hall, begin(hall)).json["reference"] == "2026-E-000002"


def test_cut_off_before_its_number_it_keeps_its_hour_and_gets_the_number_without_anybody(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cercano.procedures import registering

    draft = begin(hall)
    with monkeypatch.context() as cut:
        cut.setattr(registering, "number_of", lambda _: (_ for _ in ()).throw(VersionConflict))
        assert present(hall, draft).status == 412
    (listed,) = files(hall)
    assert hall.ask("present_form", "GET", f"/me/files/{listed['file_id']}").json["reference"] is None

    numbers = hall.domain.function("number_filings")
    assert [numbers(event("procedures", "number_filings"), Context())["given"] for _ in range(2)] == [1, 0]

    read = hall.ask("present_form", "GET", f"/me/files/{listed['file_id']}").json
    assert (read["reference"], read["filed_at"]) == ("2026-E-000001", "2026-11-23T11:00:00Z")


def test_a_form_that_is_not_whole_is_refused_field_by_field_and_stays_a_draft(hall: Hall) -> None:
    draft = begin(hall, answers={"request": {"what": "corto", "format": "electronic"}})

    answer = present(hall, draft)

    assert (answer.status, answer.json["code"]) == (422, "form_not_whole")
    assert answer.json["errors"] == [{"pointer": "/answers/request/what", "detail": "Es demasiado corto."}]
    assert hall.ask("keep_draft", "GET", f"/me/drafts/{draft}").status == 200


def test_what_needs_a_document_or_a_fee_says_so_before_it_is_taken(hall: Hall) -> None:
    certificate = begin(hall, "padron-certificate", {"what": {"kind": "slip"}})

    answer = present(hall, certificate)

    assert (answer.status, answer.json["code"]) == (409, "not_here_yet")
    assert files(hall) == []


def test_nobody_presents_or_reads_what_is_anothers(hall: Hall) -> None:
    draft = begin(hall)
    assert present(hall, draft, subject="eva").json["code"] == "no_such_draft"
    mine = present(hall, draft).json["file_id"]

    refused = [present(hall, draft, subject="eva"), hall.ask("present_form", "GET", f"/me/files/{mine}", subject="eva")]

    assert [answer.json["code"] for answer in refused] == ["no_such_draft", "no_such_file"]
    assert files(hall, subject="eva") == []
