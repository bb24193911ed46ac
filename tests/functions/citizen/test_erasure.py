"""Being forgotten: asked for on purpose, called back for a week, then whole; what the law keeps is said and dated."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercano.kit import aws
from tests.functions.citizen.conftest import ADULT, OTHER, SEED, Town

WEEK = timedelta(days=7).total_seconds()


def erasure(town: Town, who: str = "ana", **options: Any) -> Any:
    return town.ask("ask_erasure", "GET", "/me/erasure", subject=who, **options).json


def test_before_and_after_the_person_is_told_what_the_law_keeps_until_when_and_why(town: Town) -> None:
    town.me()
    before = erasure(town, headers={"Accept-Language": "en"})
    town.leave()
    asked = erasure(town)
    town.clock.tick(WEEK)
    town.run("carry_out_erasures")
    after = erasure(town)

    assert [(hold["data"], hold["kept_days"]) for hold in before["holds"]] == [
        ("profile", 0),
        ("consents", 1095),
        ("readings", 1095),
        ("payments", 2190),
    ]
    assert before["holds"][1]["law"].startswith("GDPR arts. 7.1")
    assert (before["state"], before["erase_at"]) == ("active", None)
    assert (asked["state"], asked["erase_at"]) == ("leaving", "2026-11-30T11:00:00Z")
    assert (after["state"], after["erased_at"]) == ("erased", "2026-11-30T11:00:00Z")
    assert [hold["kept_until"] for hold in after["holds"]] == [
        None,
        "2029-11-29T11:00:00Z",
        "2029-11-29T11:00:00Z",
        "2032-11-28T11:00:00Z",
    ]


@pytest.mark.parametrize("word", ["borrar", "", "yes", "BORRAR "])
def test_an_erasure_is_asked_for_by_typing_the_word(town: Town, word: str) -> None:
    town.me()

    answer = town.ask("ask_erasure", "POST", "/me/erasure", {"word": word})

    assert (answer.status, answer.code, town.me()["state"]) == (422, "wrong_word", "active")


def test_for_a_week_it_can_be_called_back_and_then_nothing_happens(town: Town) -> None:
    town.say_who()
    town.leave()
    frozen = town.say_who(name="Otra")
    town.clock.tick(WEEK - 1)

    back = town.ask("ask_erasure", "DELETE", "/me/erasure")
    town.clock.tick(10)

    assert (frozen.status, frozen.code) == (409, "citizen_leaving")
    assert (back.status, back.json["state"]) == (200, "active")
    assert town.run("carry_out_erasures") == {"erased": 0}
    assert town.me()["name"] == "Ana Inventada"


def test_an_erasure_is_carried_out_once_not_a_minute_early_and_told(town: Town) -> None:
    town.say_who()
    town.leave()

    town.clock.tick(WEEK - 60)
    early = town.run("carry_out_erasures")
    town.clock.tick(60)
    due, again = town.run("carry_out_erasures"), town.run("carry_out_erasures")

    assert (early, due, again) == ({"erased": 0}, {"erased": 1}, {"erased": 0})
    assert ("CitizenErased", {"citizen_id": "ana"}) in town.told()


def test_who_was_erased_is_gone_for_everybody_themselves_included(town: Town) -> None:
    town.verify()
    town.leave()
    town.clock.tick(WEEK)
    town.run("carry_out_erasures")

    answers = [
        town.ask("keep_profile", "GET", "/me"),
        town.ask("keep_preferences", "GET", "/me/preferences"),
        town.ask("keep_family", "GET", "/me/family"),
        town.ask("export_me", "POST", "/me/export"),
        town.leave(),
        town.ask("find_citizens", "GET", "/citizens/ana?purpose=benefit", roles=("staff",), subject="sara"),
    ]
    by_document = town.ask(
        "find_citizens",
        "GET",
        f"/citizens?document={ADULT['document']}&purpose=benefit",
        roles=("staff",),
        subject="sara",
    )

    assert [(a.status, a.code) for a in answers] == [(410, "citizen_gone")] * len(answers)
    assert by_document.json["items"] == []
    assert town.verify(who="anew").status == 200


def a_full_life(town: Town, who: str, said: dict[str, Any], person: dict[str, str], child: str) -> None:
    """All that somebody can leave behind, commands sent with a key included."""
    town.verify(who, person)
    town.say_who(who, **said, birth_date=person["birth_date"])
    version = town.ask("keep_profile", "GET", "/me", subject=who).headers["etag"]
    keyed = {"If-Match": version, "Idempotency-Key": "k-1"}
    body = {**said, "birth_date": person["birth_date"]}
    town.ask("keep_profile", "PUT", "/me", body, subject=who, headers=keyed)
    wish = {"interests": ["culture"], "quiet_hours": {"starts": "21:37", "ends": "06:41"}}
    town.ask("keep_preferences", "PUT", "/me/preferences", wish, subject=who, headers={"If-Match": '"0"'})
    town.consent("city_news", given=True, text_version=1, who=who)
    town.bind(who, kind="new_child", name=child, birth_date="2019-03-02")
    town.ask("find_citizens", "GET", f"/citizens/{who}?purpose=benefit", roles=("staff",), subject="sara")
    town.ask("export_me", "POST", "/me/export", subject=who, headers={"Idempotency-Key": "k-2"})


LETTERS = st.characters(min_codepoint=0x61, max_codepoint=0x17F, categories=["Ll", "Lu"])
WORD = st.text(LETTERS, min_size=9, max_size=30)


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_personal_is_left_anywhere(town: Town, data: st.DataObject) -> None:
    number = len(town.items())
    who = f"leaver-{number}"
    name, street, place, child = (f"Q{data.draw(WORD)}{number}" for _ in range(4))
    person = data.draw(st.sampled_from(SEED[:5]))
    said = {"name": name, "address": {"street": street, "postcode": "39077", "town": place}, "language": "en"}
    a_full_life(town, who, said, person, child)
    personal = {
        *(name, street, place, child, "39077", "21:37", "06:41"),
        *(person["document"], person["document"][:-1], person["birth_date"], "2019-03-02", "2037-03-02"),
    }
    kept_before = json.dumps(town.items(), ensure_ascii=False)
    missing = {value for value in personal - {person["document"], person["document"][:-1]} if value not in kept_before}

    town.leave(who)
    town.clock.tick(WEEK)
    erased = town.run("carry_out_erasures")

    left = json.dumps(town.items(), ensure_ascii=False)
    assert missing == set(), "the scan would not see what it looks for"
    assert erased == {"erased": 2}
    assert {value for value in personal if value in left} == set()
    assert town.files() == []
    kinds = sorted(i["sk"]["S"].partition("#")[0] for i in town.items() if i["pk"]["S"] == f"CITIZEN#{who}")
    assert kinds == ["CONSENT", "DOC", "READING"]


def test_what_the_law_keeps_dies_on_its_day(town: Town) -> None:
    town.consent("city_news", given=True, text_version=1)
    town.leave()
    town.clock.tick(WEEK)
    town.run("carry_out_erasures")

    (word,) = [item for item in town.items() if item["sk"]["S"].startswith("CONSENT#")]

    assert int(word["expires_at"]["N"]) == int((town.clock.at + timedelta(days=1095)).timestamp())


def test_a_child_with_another_guardian_stays_and_loses_only_the_bond(town: Town) -> None:
    from cercano.citizen import family_store, store
    from cercano.citizen.family import guardianship

    town.verify()
    town.verify("berta", OTHER)
    town.bind(kind="new_child", name="Peque Inventada", birth_date="2019-03-02")
    child_id = town.family()[0]["other_id"]
    pair = store.get("berta").citizen, store.get(child_id).citizen
    family_store.begin(guardianship("bond_2", *pair, date(2026, 11, 23)), town.clock.at)

    town.leave()
    town.clock.tick(WEEK)

    assert town.run("carry_out_erasures") == {"erased": 1}
    assert [one["other_name"] for one in town.family("berta")] == ["Peque Inventada"]
    assert ("GuardianshipEnded", {"guardian_id": "ana", "child_id": child_id}) in town.told()


class Crashed(BaseException):
    """The function is gone: nothing of ours catches this."""


CALLS = 31
"""To AWS, of an hour that erases somebody with a child."""


@pytest.mark.slow
@pytest.mark.parametrize("nth", range(CALLS))
def test_an_erasure_that_crashed_at_any_call_is_ended_by_the_next_hour(
    town: Town, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    a_full_life(town, "ana", {"name": "Ana Inventada"}, ADULT, "Peque Inventada")
    town.leave()
    town.clock.tick(WEEK)
    town.function("carry_out_erasures")

    with monkeypatch.context() as patch:
        crash_at(patch, nth)
        with pytest.raises(Crashed):
            town.run("carry_out_erasures")
    town.run("carry_out_erasures")

    left = str(town.items())
    assert [value for value in ("Inventada", ADULT["birth_date"], "2019-03-02") if value in left] == []
    assert town.files() == []
    assert [name for name, _ in town.told() if name == "CitizenErased"] == ["CitizenErased"] * 2
    assert [item for item in town.items() if item["pk"]["S"] == "DUE"] == []


def crash_at(monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    """The process dies right before its nth call to AWS (0: the first), which is right after the one before it."""
    made = itertools.count()
    for service in ("dynamodb", "s3"):
        client = aws.client(service)

        def dying(name: str, arguments: Any, honest: Any = client._make_api_call) -> Any:
            if next(made) == nth:
                raise Crashed
            return honest(name, arguments)

        monkeypatch.setattr(client, "_make_api_call", dying)
