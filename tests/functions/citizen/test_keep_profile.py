"""A person's own page: there from the first visit, changed by them alone, over the version they read."""

from __future__ import annotations

from tests.functions.citizen.conftest import Town


def test_whoever_signs_in_is_written_down_once_and_the_city_is_told(town: Town) -> None:
    first, second = town.me(), town.me()

    assert first == second
    assert first == {
        "citizen_id": "ana",
        "name": "",
        "birth_date": None,
        "address": {"street": "", "postcode": None, "town": ""},
        "language": "es",
        "level": 1,
        "is_verified": False,
        "verified_at": None,
        "registered_at": "2026-11-23T11:00:00Z",
        "state": "active",
        "erase_at": None,
    }
    assert town.told() == [("CitizenRegistered", {"citizen_id": "ana"})]


def test_a_profile_says_what_its_owner_said(town: Town) -> None:
    address = {"street": "Calle de la Invención, 1", "postcode": "39001", "town": "Santander"}

    answer = town.say_who(name="  Ana Inventada ", birth_date="1984-05-17", address=address, language="en")

    assert (answer.status, answer.headers["etag"]) == (200, '"2"')
    assert answer.json == town.me()
    assert {name: answer.json[name] for name in ("name", "birth_date", "address", "language")} == {
        "name": "Ana Inventada",
        "birth_date": "1984-05-17",
        "address": address,
        "language": "en",
    }


def test_nobody_overwrites_what_they_did_not_read(town: Town) -> None:
    town.say_who()
    body = {"name": "Somebody else"}

    stale = town.ask("keep_profile", "PUT", "/me", body, headers={"If-Match": '"1"'})
    blind = town.ask("keep_profile", "PUT", "/me", body)

    assert [(a.status, a.code) for a in (stale, blind)] == [(412, "version_conflict"), (428, "precondition_required")]
    assert town.me()["name"] == "Ana Inventada"


def test_a_body_cannot_say_what_only_the_city_may(town: Town) -> None:
    answers = [
        town.say_who(**said)
        for said in (
            {"level": 3},
            {"citizen_id": "berta"},
            {"pk": "CITIZEN#berta"},
            {"state": "erased"},
            {"document_mark": "x"},
            {"birth_date": "1984-02-30"},
            {"name": "Ana\u202einventada"},
            {"address": {"postcode": "3900"}},
        )
    ]

    assert [answer.status for answer in answers] == [422] * len(answers)
    assert (town.me()["level"], town.me()["name"]) == (1, "")


def test_the_register_fixes_the_birth_date_and_the_desk_the_name(town: Town) -> None:
    town.verify()
    other_day = town.say_who(birth_date="1984-05-18")
    new_name = town.say_who(name="Ana Otra", birth_date="1984-05-17")
    desk = {"document": "90000001N", "name": "Ejemplo de Prueba Inventada", "birth_date": "1984-05-17"}
    town.ask("verify_in_person", "POST", "/citizens/ana/verification", desk, roles=("staff",), subject="sara")
    after = town.say_who(name="Ana Otra", birth_date="1984-05-17")

    assert [(a.status, a.code) for a in (other_day, after)] == [(409, "verified_data_stays")] * 2
    assert new_name.status == 200
    assert town.me()["name"] == "Ejemplo de Prueba Inventada"


def test_preferences_begin_empty_and_each_change_is_told(town: Town) -> None:
    before = town.ask("keep_preferences", "GET", "/me/preferences")
    body = {
        "interests": ["mobility", "culture", "culture"],
        "channels": ["push"],
        "quiet_hours": {"starts": "22:00", "ends": "08:00"},
        "language": "en",
    }
    kept = town.ask("keep_preferences", "PUT", "/me/preferences", body, headers={"If-Match": '"0"'})
    stale = town.ask("keep_preferences", "PUT", "/me/preferences", body, headers={"If-Match": '"0"'})

    assert (before.json, before.headers["etag"]) == (
        {"interests": [], "channels": [], "quiet_hours": None, "language": None},
        '"0"',
    )
    assert kept.json == {**body, "interests": ["culture", "mobility"]}
    assert kept.json == town.ask("keep_preferences", "GET", "/me/preferences").json
    assert (stale.status, stale.code) == (412, "version_conflict")
    assert ("PreferencesChanged", {"citizen_id": "ana"}) in town.told()


def test_preferences_take_only_words_and_hours_that_exist(town: Town) -> None:
    said = [
        {"interests": ["gossip"]},
        {"channels": ["carrier_pigeon"]},
        {"quiet_hours": {"starts": "24:00", "ends": "08:00"}},
        {"language": "xx"},
        {"read_my_mail": True},
    ]

    answers = [
        town.ask("keep_preferences", "PUT", "/me/preferences", body, headers={"If-Match": '"0"'}).status
        for body in said
    ]

    assert answers == [422] * len(said)
