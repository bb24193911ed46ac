"""Who answers for whom: never without the other's word, or the law's, and never for longer than it says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.functions.citizen.conftest import OTHER, Town

CHILD = {"kind": "new_child", "name": "Peque Inventada", "birth_date": "2019-03-02"}


def code_of(town: Town, who: str) -> str:
    return str(town.ask("answer_family", "POST", "/me/family/code", subject=who).json["code"])


def test_a_verified_adult_adds_a_child_and_answers_for_it_until_eighteen(town: Town) -> None:
    town.verify()

    answer = town.bind(**CHILD)

    (bond,) = town.family()
    assert (answer.status, answer.json) == (201, bond)
    assert {**bond, "bond_id": "", "other_id": ""} == {
        "bond_id": "",
        "kind": "guardianship",
        "my_part": "guardian",
        "state": "active",
        "other_id": "",
        "other_name": "Peque Inventada",
        "other_birth_date": "2019-03-02",
        "scope": [],
        "since": "2026-11-23",
        "until": "2037-03-02",
    }
    told = {"guardian_id": "ana", "child_id": bond["other_id"], "ends_at": "2037-03-01T23:00:00Z"}
    assert ("GuardianshipGranted", told) in town.told()
    assert ("CitizenRegistered", {"citizen_id": bond["other_id"]}) in town.told()


def test_somebody_the_city_does_not_know_well_answers_for_nobody(town: Town) -> None:
    town.say_who(birth_date="1984-05-17")
    unverified = town.bind(**CHILD)
    town.verify(who="young", person={"document": "90000007H", "birth_date": "2008-06-03", "postcode": "39007"})
    adult_of_18 = town.bind(who="young", **CHILD)
    town.verify(who="teen", person={"document": "90000008L", "birth_date": "2012-12-24", "postcode": "39008"})
    minor = town.bind(who="teen", **CHILD)

    assert [(a.status, a.code) for a in (unverified, minor)] == [(403, "guardian_not_verified")] * 2
    assert adult_of_18.status == 201


@pytest.mark.parametrize("born", ["2012-11-23", "2026-11-24"], ids=["fourteen today", "not born yet"])
def test_a_profile_is_made_only_for_a_child_under_fourteen(town: Town, born: str) -> None:
    town.verify()

    assert town.bind(**{**CHILD, "birth_date": born}).code == "not_a_child"
    assert town.family() == []


def test_a_minor_with_an_account_is_linked_by_a_code_of_their_own_once(town: Town) -> None:
    town.verify()
    town.say_who("teo", name="Teo Inventado", birth_date="2010-01-01")
    code = code_of(town, "teo")

    linked = town.bind(kind="child_with_code", code=code.lower())
    spent = town.bind(kind="child_with_code", code=code)

    assert (linked.status, linked.json["other_id"], linked.json["until"]) == (201, "teo", "2028-01-01")
    assert (spent.status, spent.code) == (404, "no_such_code")
    assert [(one["my_part"], one["other_birth_date"]) for one in town.family("teo")] == [("child", None)]


def test_a_code_dies_after_a_day_and_cannot_be_guessed(town: Town) -> None:
    town.verify()
    town.say_who("teo", birth_date="2010-01-01")
    code = code_of(town, "teo")

    guesses = [town.bind(kind="child_with_code", code=f"ZZZZZZZZZ{n}").status for n in range(6)]
    town.clock.tick(24 * 3600)
    late = town.bind(kind="child_with_code", code=code)

    assert guesses == [404] * 5 + [429]
    assert (late.status, late.code) == (404, "no_such_code")


def test_an_adult_cannot_be_linked_as_a_child(town: Town) -> None:
    town.verify()
    town.verify(who="berta", person=OTHER)

    assert town.bind(kind="child_with_code", code=code_of(town, "berta")).code == "not_a_child"


def test_at_eighteen_the_bond_ends_by_itself_and_the_city_is_told(town: Town) -> None:
    town.verify()
    town.say_who("teo", birth_date="2010-01-01")
    town.bind(kind="child_with_code", code=code_of(town, "teo"))

    town.clock.move_to(datetime(2027, 12, 31, 22, 59, tzinfo=UTC))
    evening_before = (town.run("end_guardianships"), len(town.family("teo")))
    town.clock.move_to(datetime(2027, 12, 31, 23, 0, tzinfo=UTC))
    midnight = len(town.family("teo")), town.run("end_guardianships")
    again = town.run("end_guardianships")

    assert (evening_before, midnight, again) == (({"ended": 0}, 1), (0, {"ended": 1}), {"ended": 0})
    assert ("GuardianshipEnded", {"guardian_id": "ana", "child_id": "teo"}) in town.told()


def represent(town: Town, **changed: Any) -> Any:
    body = {"kind": "representation", "represented_id": "berta", "scope": ["wallet", "card"], "until": "2027-11-23"}
    return town.bind(**{**body, **changed})


def test_a_representation_holds_only_after_the_represented_says_yes(town: Town) -> None:
    town.verify()
    town.say_who("berta", name="Berta Inventada")

    asked = represent(town)
    bond_id = asked.json["bond_id"]
    own_yes = town.ask("answer_family", "POST", f"/me/family/{bond_id}/accept")
    pending = town.family("berta")
    yes = town.ask("answer_family", "POST", f"/me/family/{bond_id}/accept", subject="berta")

    assert (asked.json["state"], asked.json["other_name"]) == ("asked", "")
    assert (own_yes.status, own_yes.code) == (409, "bond_cannot")
    assert [(one["my_part"], one["state"]) for one in pending] == [("represented", "asked")]
    assert (yes.json["state"], yes.json["scope"]) == ("active", ["card", "wallet"])
    assert [(one["state"], one["other_name"]) for one in town.family()] == [("active", "Berta Inventada")]
    two = {"representative_id": "ana", "represented_id": "berta"}
    told = {**two, "scope": ["card", "wallet"], "ends_at": "2027-11-22T23:00:00Z"}
    assert ("RepresentationGranted", told) in town.told()

    town.ask("keep_family", "DELETE", f"/me/family/{bond_id}")

    assert ("RepresentationEnded", two) in town.told()


@pytest.mark.parametrize("who", ["ana", "berta"])
def test_either_of_the_two_may_end_it_and_it_stays_ended(town: Town, who: str) -> None:
    town.verify()
    town.me("berta")
    bond_id = represent(town).json["bond_id"]

    ended = town.ask("keep_family", "DELETE", f"/me/family/{bond_id}", subject=who)
    yes = town.ask("answer_family", "POST", f"/me/family/{bond_id}/accept", subject="berta")
    again = town.ask("keep_family", "DELETE", f"/me/family/{bond_id}", subject=who)

    assert (ended.status, yes.code, again.code) == (204, "bond_cannot", "bond_cannot")
    assert town.family() == town.family("berta") == []


def test_a_representation_ends_on_its_day_without_anybody_doing_anything(town: Town) -> None:
    town.verify()
    town.me("berta")
    represent(town)

    town.clock.move_to(datetime(2027, 11, 22, 23, tzinfo=UTC))

    assert town.family() == town.family("berta") == []


def test_what_a_representation_cannot_be(town: Town) -> None:
    town.verify()
    town.me("berta")
    represent(town)

    refused = [
        represent(town, represented_id="ana"),
        represent(town, represented_id="nobody"),
        represent(town, until="2026-11-23"),
        represent(town, until="2031-11-24"),
        represent(town, scope=[]),
        represent(town, scope=["everything"]),
        represent(town),
    ]

    assert [(a.status, a.code) for a in refused] == [
        (422, "not_with_oneself"),
        (404, "no_such_citizen"),
        (422, "representation_too_long"),
        (422, "representation_too_long"),
        (422, "invalid"),
        (422, "invalid"),
        (409, "bond_already"),
    ]


def test_two_who_decide_at_once_do_not_undo_each_other(town: Town) -> None:
    from cercano.citizen import family_store
    from cercano.kit.errors import VersionConflict

    town.verify()
    town.me("berta")
    bond_id = represent(town).json["bond_id"]
    as_read = family_store.get("berta", bond_id)
    town.ask("keep_family", "DELETE", f"/me/family/{bond_id}")

    with pytest.raises(VersionConflict):
        family_store.keep(as_read.accept("berta", town.clock.at.date()), at=town.clock.at)

    assert town.family() == []
