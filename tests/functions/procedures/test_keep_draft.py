"""A form is put aside and taken up again, by its person alone."""

from __future__ import annotations

from typing import Any

from tests.functions.procedures.conftest import Hall
from tests.support.http import Answer

ANSWERS = {"place": {"business": "Bar Ana", "tables": 6}}


def draft(hall: Hall, method: str, path: str = "", body: Any = None, **options: Any) -> Answer:
    return hall.ask("keep_draft" if path else "begin_draft", method, f"/me/drafts{path}", body, **options)


def begin(hall: Hall, **options: Any) -> str:
    answer = draft(hall, "POST", body={"procedure": "terrace-licence"}, **options)
    assert answer.status == 201, answer.text
    draft_id: str = answer.json["draft_id"]
    return draft_id


def keep(hall: Hall, draft_id: str, answers: Any, tag: str = '"1"', **options: Any) -> Answer:
    return draft(hall, "PUT", f"/{draft_id}", {"answers": answers}, headers={"If-Match": tag}, **options)


def test_what_was_answered_is_there_again_on_another_day(hall: Hall) -> None:
    draft_id = begin(hall)
    keep(hall, draft_id, ANSWERS)
    hall.clock.tick(86_400)

    found = draft(hall, "GET", f"/{draft_id}")

    assert found.json == {
        "draft_id": draft_id,
        "procedure": "terrace-licence",
        "title": "Terraza para mi bar o restaurante",
        "answers": ANSWERS,
        "begun_at": "2026-11-23T11:00:00Z",
        "kept_until": "2027-02-21T11:00:00Z",
    }
    assert draft(hall, "GET").json["items"] == [found.json]


def test_two_devices_do_not_overwrite_each_other(hall: Hall) -> None:
    draft_id = begin(hall)
    keep(hall, draft_id, ANSWERS)

    late = keep(hall, draft_id, {})

    assert (late.status, late.json["code"]) == (412, "version_conflict")
    assert draft(hall, "GET", f"/{draft_id}").json["answers"] == ANSWERS


def test_nobody_else_reads_changes_or_deletes_it(hall: Hall) -> None:
    draft_id = begin(hall)

    answers = [
        draft(hall, "GET", f"/{draft_id}", subject="eva"),
        keep(hall, draft_id, ANSWERS, subject="eva"),
        draft(hall, "DELETE", f"/{draft_id}", subject="eva"),
        draft(hall, "GET", f"/{draft_id}", subject="luis", roles=("staff",)),
    ]

    assert [(answer.status, answer.json["code"]) for answer in answers] == [(404, "no_such_draft")] * 4
    assert draft(hall, "GET", subject="eva").json["items"] == []


def test_a_forgotten_draft_is_gone(hall: Hall) -> None:
    draft_id = begin(hall)

    assert draft(hall, "DELETE", f"/{draft_id}").status == 204
    assert draft(hall, "GET", f"/{draft_id}").status == 404


def test_twenty_begun_forms_are_enough(hall: Hall) -> None:
    for _ in range(20):
        begin(hall)

    answer = draft(hall, "POST", body={"procedure": "terrace-licence"})

    assert (answer.status, answer.json["code"]) == (409, "too_many_drafts")


def test_a_draft_is_begun_for_a_procedure_there_is(hall: Hall) -> None:
    answer = draft(hall, "POST", body={"procedure": "moon-landing"})

    assert (answer.status, answer.json["code"]) == (404, "no_such_procedure")


def test_answers_longer_than_any_form_are_refused_and_what_was_kept_stays(hall: Hall) -> None:
    draft_id = begin(hall)
    keep(hall, draft_id, ANSWERS)

    answer = keep(hall, draft_id, {"place": {"business": "x" * 70_000}}, '"2"')

    assert (answer.status, answer.json["code"]) == (413, "draft_too_large")
    assert draft(hall, "GET", f"/{draft_id}").json["answers"] == ANSWERS
