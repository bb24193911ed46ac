"""Consent: given to a text that was shown, taken back just as easily, and every word of it kept as proof."""

from __future__ import annotations

import hashlib

from cercano.citizen.consent_texts import current
from tests.functions.citizen.conftest import NOON, Town


def standing(town: Town) -> dict[str, tuple[bool, int | None]]:
    said = town.ask("keep_consents", "GET", "/me/consents").json["items"]
    return {one["purpose"]: (one["given"], one["said_version"]) for one in said}


def words(town: Town) -> list[dict[str, object]]:
    return [item for item in town.items() if item["sk"]["S"].startswith("CONSENT#")]


def test_nobody_has_agreed_to_anything_at_first(town: Town) -> None:
    assert standing(town) == {
        "city_news": (False, None),
        "mobility_statistics": (False, None),
        "local_commerce_offers": (False, None),
        "surveys": (False, None),
    }


def test_a_yes_is_proved_by_the_very_words_that_were_read(town: Town) -> None:
    answer = town.consent("mobility_statistics", given=True, text_version=2, who="ana")

    (word,) = words(town)
    text = current("mobility_statistics", NOON.date()).text["es"]
    assert (answer.status, answer.json["given"], answer.json["said_version"]) == (200, True, 2)
    assert word["text_sha256"] == {"S": hashlib.sha256(text.encode()).hexdigest()}
    assert (word["text_version"], word["at"], word["language"]) == (
        {"N": "2"},
        {"S": "2026-11-23T11:00:00Z"},
        {"S": "es"},
    )


def test_a_yes_to_words_that_changed_or_were_not_shown_is_none(town: Town) -> None:
    answers = [
        town.consent("mobility_statistics", given=True, text_version=1),
        town.consent("mobility_statistics", given=True),
    ]

    assert [(a.status, a.code) for a in answers] == [(409, "consent_text_changed")] * 2
    assert words(town) == []


def test_taking_it_back_needs_nothing_more_than_saying_so(town: Town) -> None:
    town.consent("city_news", given=True, text_version=1)
    town.clock.tick(1)

    answer = town.consent("city_news", given=False)

    assert (answer.status, answer.json["given"], standing(town)["city_news"]) == (200, False, (False, 1))
    assert len(words(town)) == 2


def test_saying_the_same_again_adds_nothing_to_the_ledger(town: Town) -> None:
    town.consent("city_news", given=False)
    for _ in range(3):
        town.consent("city_news", given=True, text_version=1)

    assert len(words(town)) == 1


def test_a_consent_can_be_taken_back_by_somebody_who_is_leaving(town: Town) -> None:
    town.consent("city_news", given=True, text_version=1)
    town.leave()
    town.clock.tick(1)

    assert town.consent("city_news", given=False).status == 200
    assert standing(town)["city_news"][0] is False


def test_under_fourteen_ones_own_yes_does_not_count(town: Town) -> None:
    town.say_who(birth_date="2012-11-24")
    young = town.consent("city_news", given=True, text_version=1)
    town.clock.tick(24 * 3600)
    birthday = town.consent("city_news", given=True, text_version=1)

    assert (young.status, young.code, birthday.status) == (403, "too_young_to_consent", 200)


def test_the_city_asks_only_for_what_it_lists(town: Town) -> None:
    assert town.consent("everything", given=True, text_version=1).code == "no_such_purpose"
