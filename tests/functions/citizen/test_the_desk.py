"""Staff find and read a file for a purpose they name, and the citizen sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.citizen.conftest import ADULT, OTHER, Town

STAFF: dict[str, Any] = {"roles": ("staff",), "subject": "sara"}


def seen(town: Town, who: str = "ana") -> list[tuple[str, str, str, str]]:
    items = town.ask("read_readers", "GET", "/me/readers", subject=who).json["items"]
    return [(one["reader_id"], one["reader_role"], one["deed"], one["purpose"]) for one in items]


def test_staff_find_whose_document_it_is_and_the_citizen_sees_it(town: Town) -> None:
    town.verify()

    found = town.ask("find_citizens", "GET", f"/citizens?document={ADULT['document']}&purpose=card_service", **STAFF)

    assert found.json["items"] == [{"citizen_id": "ana", "name": "", "level": 2}]
    assert seen(town) == [("sara", "staff", "found", "card_service")]


def test_a_document_nobody_verified_finds_nobody(town: Town) -> None:
    found = town.ask("find_citizens", "GET", f"/citizens?document={OTHER['document']}&purpose=complaint", **STAFF)
    wrong = town.ask("find_citizens", "GET", "/citizens?document=90000001A&purpose=complaint", **STAFF)

    assert found.json["items"] == []
    assert (wrong.status, wrong.code) == (422, "no_such_document")


def test_a_file_is_read_for_a_purpose_and_the_newest_look_comes_first(town: Town) -> None:
    town.say_who()
    answer = town.ask("find_citizens", "GET", "/citizens/ana?purpose=complaint", **STAFF)
    town.clock.tick(60)
    town.ask("find_citizens", "GET", "/citizens/ana?purpose=benefit", roles=("admin",), subject="adela")

    assert (answer.status, answer.json["name"]) == (200, "Ana Inventada")
    assert seen(town) == [("adela", "admin", "read", "benefit"), ("sara", "staff", "read", "complaint")]


@pytest.mark.parametrize("path", ["/citizens/ana", "/citizens/ana?purpose=curiosity", "/citizens?document=90000001N"])
def test_without_a_purpose_nothing_is_shown(town: Town, path: str) -> None:
    town.verify()

    answer = town.ask("find_citizens", "GET", path, **STAFF)

    assert answer.status == 422
    assert seen(town) == []


def test_what_cannot_be_written_down_is_not_shown(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.say_who()
    town.function("find_citizens")
    from cercano.citizen.rows import ReadingRow

    def broken(self: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(ReadingRow, "keep", broken)
    answer = town.ask("find_citizens", "GET", "/citizens/ana?purpose=benefit", **STAFF)

    assert answer.status == 500
    assert "Ana Inventada" not in answer.text


def test_the_list_of_readers_goes_on_page_by_page(town: Town) -> None:
    town.me()
    for _ in range(5):
        town.clock.tick(1)
        town.ask("find_citizens", "GET", "/citizens/ana?purpose=benefit", **STAFF)

    first = town.ask("read_readers", "GET", "/me/readers?limit=3")
    second = town.ask("read_readers", "GET", "/me/readers", query={"limit": 3, "cursor": first.json["next"]})
    foreign = town.ask("read_readers", "GET", "/me/readers", query={"cursor": first.json["next"]}, subject="berta")

    instants = [one["at"] for page in (first, second) for one in page.json["items"]]
    assert len(instants) == 5
    assert instants == sorted(instants, reverse=True)
    assert (foreign.status, foreign.code) == (400, "foreign_cursor")


def test_a_purpose_is_said_in_the_citizens_language(town: Town) -> None:
    town.me()
    town.ask("find_citizens", "GET", "/citizens/ana?purpose=benefit", **STAFF)

    said = [
        town.ask("read_readers", "GET", "/me/readers", headers={"Accept-Language": language}).json["items"][0]
        for language in ("es", "en")
    ]

    assert [one["purpose_text"] for one in said] == [
        "Tramitar una ayuda o bonificación",
        "Handle a benefit or a concession",
    ]
