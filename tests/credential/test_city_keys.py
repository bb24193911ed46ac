"""The city's keys at a server that believes phones: asked for seldom, kept for a bound, and believed for no longer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cercano.credential import city_keys
from cercano.credential.city_keys import BOUND, FRESH, PATIENCE, CityKeys, CityKeysUnreachable
from cercano.credential.qr import NotBelieved
from tests.card.credentials import AT, CREDENTIAL, City, a_city, jwk
from tests.support.codes import key_set

NOW = datetime.fromtimestamp(AT, UTC)


class Card:
    """The card's API: what it publishes, and how often it was asked."""

    def __init__(self, *cities: City) -> None:
        self.published: bytes | OSError = key_set(*cities)
        self.asked = 0

    def fetch(self, url: str, _timeout_s: float) -> bytes:
        assert url == "https://card.test/keys"
        self.asked += 1
        if isinstance(self.published, OSError):
            raise self.published
        return self.published


@pytest.fixture
def city() -> City:
    return a_city()


@pytest.fixture
def card(city: City, monkeypatch: pytest.MonkeyPatch) -> Card:
    card = Card(city)
    monkeypatch.setattr(city_keys, "fetch", card.fetch)
    return card


def believed(keys: CityKeys, city: City, at: datetime = NOW) -> bool:
    try:
        said = keys.believe(city.phone().shows(int(at.timestamp())), shown_at=at, now=at)
    except NotBelieved:
        return False
    return said.credential_id == CREDENTIAL


def test_a_phone_of_the_city_is_believed_and_the_card_is_asked_once_in_five_minutes(city: City, card: Card) -> None:
    keys = CityKeys("https://card.test/keys")

    assert [believed(keys, city, NOW + timedelta(seconds=s)) for s in (0, 1, 299)] == [True, True, True]
    assert card.asked == 1
    assert believed(keys, city, NOW + FRESH)
    assert card.asked == 2


def test_a_new_key_is_asked_for_as_soon_as_it_is_seen_and_an_old_one_holds_while_it_is_published(
    city: City, card: Card
) -> None:
    keys, young = CityKeys("https://card.test/keys"), a_city()
    assert believed(keys, city)
    card.published = key_set(young, city)

    later = NOW + PATIENCE
    assert (believed(keys, young, later), believed(keys, city, later), card.asked) == (True, True, 2)


def test_foreign_codes_do_not_make_a_server_ask_again_and_again(city: City, card: Card) -> None:
    keys = CityKeys("https://card.test/keys")

    seen = [believed(keys, a_city(), NOW + timedelta(seconds=s)) for s in range(20)]

    assert (any(seen), card.asked) == (False, 2)


def test_a_key_that_was_taken_back_is_not_believed_after_five_minutes(city: City, card: Card) -> None:
    keys = CityKeys("https://card.test/keys")
    assert believed(keys, city)
    card.published = key_set(a_city())

    assert not believed(keys, city, NOW + FRESH)


def test_keys_are_believed_for_an_hour_when_the_card_does_not_answer_and_then_none_is(city: City, card: Card) -> None:
    keys = CityKeys("https://card.test/keys")
    assert believed(keys, city)
    card.published = OSError("nobody there")

    assert believed(keys, city, NOW + BOUND - timedelta(seconds=1))
    with pytest.raises(CityKeysUnreachable):
        believed(keys, city, NOW + BOUND)


def test_before_the_first_answer_nobody_is_believed_and_a_later_answer_heals_it(city: City, card: Card) -> None:
    keys, answer = CityKeys("https://card.test/keys"), card.published
    card.published = OSError("nobody there")
    with pytest.raises(CityKeysUnreachable):
        believed(keys, city)
    card.published = answer

    assert believed(keys, city, NOW + PATIENCE)


@pytest.mark.parametrize(
    "changed",
    [{"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256"}, {"kty": "oct"}, {"kty": "RSA"}, {"crv": "P-384"},
     {"use": "enc"}, {"x": "AA"}, {"y": 7}],
)  # fmt: skip
def test_a_key_that_says_to_be_of_another_kind_is_no_key(city: City, card: Card, changed: dict[str, Any]) -> None:
    card.published = json.dumps({"keys": [{**jwk(city.key), **changed}]}).encode()

    with pytest.raises(CityKeysUnreachable):
        believed(CityKeys("https://card.test/keys"), city)


def test_a_private_part_that_was_published_by_mistake_is_not_used(city: City, card: Card) -> None:
    card.published = json.dumps({"keys": [jwk(city.key, private=True)]}).encode()

    with pytest.raises(CityKeysUnreachable):
        believed(CityKeys("https://card.test/keys"), city)
