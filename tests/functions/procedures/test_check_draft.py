"""Before presenting: what is missing, what it costs, and when silence would speak."""

from __future__ import annotations

from typing import Any

from tests.functions.procedures.conftest import Hall

REQUEST = {"request": {"what": "Los contratos de limpieza de 2025", "format": "electronic"}}


def check(hall: Hall, procedure: str, answers: Any, **options: Any) -> Any:
    draft = hall.ask("begin_draft", "POST", "/me/drafts", {"procedure": procedure}).json["draft_id"]
    hall.ask("keep_draft", "PUT", f"/me/drafts/{draft}", {"answers": answers}, headers={"If-Match": '"1"'})
    return hall.ask("check_draft", "GET", f"/me/drafts/{draft}/check", **options)


def test_a_whole_form_says_when_it_will_be_answered_and_what_silence_means(hall: Hall) -> None:
    assert check(hall, "public-information", REQUEST).json == {
        "problems": [],
        "presented": REQUEST,
        "documents": [],
        "fee_cents": 0,
        "silence": "refuses",
        "due_on": "2026-12-23",
        "silent_on": "2026-12-24",
    }


def test_what_is_missing_is_said_where_and_what_must_be_brought(hall: Hall) -> None:
    said = check(hall, "terrace-licence", {"place": {"tables": 99}}, headers={"Accept-Language": "en"}).json

    assert {"pointer": "/place/tables", "detail": "The maximum is 60."} in said["problems"]
    assert [each["code"] for each in said["documents"]] == ["plan", "insurance", "photo"]
    assert said["fee_cents"] == 6500


def test_nobody_checks_the_form_of_another(hall: Hall) -> None:
    assert check(hall, "public-information", REQUEST, subject="eva").status == 404
