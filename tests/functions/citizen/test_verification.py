"""How the city becomes sure of somebody: by the municipal register, or at a desk; and how it gives nothing away."""

from __future__ import annotations

import pytest

from tests.functions.citizen.conftest import ADULT, OTHER, Town


def test_the_register_confirms_and_the_city_is_told(town: Town) -> None:
    answer = town.verify(document=" 90.000.001-n ")

    assert (answer.status, answer.json["level"], answer.json["birth_date"]) == (200, 2, "1984-05-17")
    assert ("CitizenVerified", {"citizen_id": "ana", "level": 2}) in town.told()


def test_the_number_of_the_document_is_kept_nowhere(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    body = {name: ADULT[name] for name in ("document", "birth_date", "postcode")}
    town.ask("verify_residence", "POST", "/me/verification", body, headers={"Idempotency-Key": "k-1"})
    town.verify(who="berta")

    kept = str(town.items())
    assert town.me()["level"] == 2
    assert "90000001" not in kept
    assert "90000001" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [{"birth_date": "1984-05-18"}, {"postcode": "39002"}, {"document": "90000011E"}],
    ids=["birth date", "postcode", "document"],
)
def test_which_part_does_not_fit_is_never_said(town: Town, wrong: dict[str, str]) -> None:
    answer = town.verify(**wrong)

    said = {**answer.json, "instance": ""}
    assert said == {
        "type": "urn:cercano:problem:not_confirmed",
        "title": said["title"],
        "status": 422,
        "code": "not_confirmed",
        "detail": "El padrón no confirma estos datos. Revísalos, o acude a una oficina con tu documento.",
        "instance": "",
    }
    assert town.me()["level"] == 1


def test_a_document_stands_for_one_account_and_the_second_learns_nothing(town: Town) -> None:
    town.verify()

    second = town.verify(who="berta")
    again = town.verify()

    assert (second.status, second.code) == (422, "not_confirmed")
    assert (again.status, again.code) == (409, "already_verified")


def test_a_number_no_document_has_is_refused_before_it_counts(town: Town) -> None:
    answers = [town.verify(document="90000001A") for _ in range(9)]

    assert {(a.status, a.code) for a in answers} == {(422, "no_such_document")}
    assert town.verify().status == 200


def test_after_five_tries_even_the_truth_has_to_wait_a_day(town: Town) -> None:
    for _ in range(5):
        town.verify(birth_date="1984-05-18")

    sixth = town.verify()
    town.clock.tick(24 * 3600)
    next_day = town.verify()

    assert (sixth.status, sixth.code, sixth.headers["retry-after"]) == (429, "too_many_tries", "86400")
    assert next_day.status == 200


def test_many_accounts_guess_no_better_than_one(town: Town) -> None:
    guesses = [town.verify(who=f"guesser-{n}", birth_date=f"1984-05-{n + 1:02}").status for n in range(12)]

    assert guesses == [422] * 10 + [429] * 2


def test_at_the_desk_somebody_becomes_known_in_person_and_sees_who_did_it(town: Town) -> None:
    town.me()
    desk = {"document": OTHER["document"], "name": OTHER["name"], "birth_date": OTHER["birth_date"]}
    answer = town.ask("verify_in_person", "POST", "/citizens/ana/verification", desk, roles=("staff",), subject="sara")

    seen = town.ask("read_readers", "GET", "/me/readers").json["items"]
    assert (answer.status, answer.json["level"], answer.json["name"]) == (200, 3, OTHER["name"])
    assert ("CitizenVerified", {"citizen_id": "ana", "level": 3}) in town.told()
    assert [(one["reader_id"], one["reader_role"], one["deed"]) for one in seen] == [
        ("sara", "staff", "verified_in_person")
    ]


def test_a_desk_refuses_a_document_of_another_and_nobody_verifies_themselves(town: Town) -> None:
    town.verify(who="berta")
    town.me()
    desk = {"document": ADULT["document"], "name": "Ana", "birth_date": ADULT["birth_date"]}
    staff = {"roles": ("staff",), "subject": "sara"}

    taken = town.ask("verify_in_person", "POST", "/citizens/ana/verification", desk, **staff)
    oneself = town.ask("verify_in_person", "POST", "/citizens/sara/verification", desk, **staff)
    nobody = town.ask("verify_in_person", "POST", "/citizens/nobody/verification", desk, **staff)

    assert [(a.status, a.code) for a in (taken, oneself, nobody)] == [
        (409, "document_of_another"),
        (403, "not_for_oneself"),
        (404, "no_such_citizen"),
    ]
    assert town.me()["level"] == 1


def test_another_document_at_the_desk_frees_the_first(town: Town) -> None:
    town.verify()
    desk = {"document": OTHER["document"], "name": OTHER["name"], "birth_date": OTHER["birth_date"]}
    town.ask("verify_in_person", "POST", "/citizens/ana/verification", desk, roles=("staff",), subject="sara")

    assert town.verify(who="berta").status == 200
