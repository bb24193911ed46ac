"""The code that a till sends is believed by the city alone: forged, borrowed, old or used, it sells nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.credential import qr
from cercano.credential.city_keys import CityKeys
from cercano.facts.card import CardBlocked
from cercano.kit import aws, clock
from tests.card.credentials import a_city, a_key, signer
from tests.functions.loyalty.conftest import ANA_CARD, POINTS, Street, till_id
from tests.support.codes import CITY, code, key_set, keys_published, phone
from tests.support.http import Answer
from tests.support.loyalty import NOON

EVA_CARD = "00000000000000e1"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256: s and ORDER - s are both signatures of the same words."""


@pytest.fixture
def shop(street: Street) -> str:
    """Berta's bookshop with a campaign, Ana and Eva with their cards."""
    street.card()
    street.card(EVA_CARD, "eva")
    street.campaign(**POINTS)
    return street.shop()


def sent(street: Street, shop_id: str, text: Any, number: int = 1, route: str = "purchases", **said: Any) -> Answer:
    """What a till sends when it read `text`."""
    body = {"qr": text, "amount_cents": 1_000, **({"purchase_id": till_id(number)} if route == "purchases" else {})}
    place = f"/shops/{shop_id}/{route}"
    return street.as_merchant("take_purchase", "POST", place, body, subject=said.get("subject", "berta"))


def kept(street: Street) -> list[str]:
    found = aws.client("dynamodb").scan(TableName=street.domain.ref("LoyaltyTable"))["Items"]
    return sorted(repr(sorted(item.items())) for item in found)


def why(answer: Answer) -> str:
    assert (answer.status, answer.code) == (409, "code_refused"), answer.text
    return str(answer.json["errors"][0]["code"])


def raw(text: str) -> bytes:
    return base64.b32decode(text + "===")


def text_of(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=")


def of_another_card() -> str:
    """Ana's code with Eva's name on it: her phone signs it anew."""
    said = bytes([1]) + bytes.fromhex(EVA_CARD) + raw(code(ANA_CARD))[9:114]
    return text_of(said + signer(phone(ANA_CARD).key)(said))


def of_a_stolen_certificate() -> str:
    """Ana's certificate, which anybody who saw a code of hers has, signed by a phone of the thief's."""
    said = raw(code(ANA_CARD))[:114]
    return text_of(said + signer(a_key())(said))


def of_a_city_of_ones_own() -> str:
    return a_city().phone(ANA_CARD).shows(int(NOON.timestamp()))


def of_tomorrow() -> str:
    return code(ANA_CARD, later_s=86_400)


def of_two_minutes_ago() -> str:
    return code(ANA_CARD, later_s=-120)


def outlived() -> str:
    return CITY.phone(ANA_CARD, expires=int(NOON.timestamp())).shows(int(NOON.timestamp()))


def without_a_signature() -> str:
    return text_of(raw(code(ANA_CARD))[:114] + bytes(64))


def of_another_version() -> str:
    return text_of(b"\x02" + raw(code(ANA_CARD))[1:])


ATTACKS: list[tuple[Callable[[], Any], str]] = [
    (of_another_card, "foreign"),
    (of_a_stolen_certificate, "forged"),
    (without_a_signature, "forged"),
    (of_a_city_of_ones_own, "foreign"),
    (of_two_minutes_ago, "not_now"),
    (of_tomorrow, "not_now"),
    (outlived, "outlived"),
    (of_another_version, "unknown_version"),
    (lambda: ANA_CARD, "unreadable"),
    (lambda: code(ANA_CARD).lower(), "unreadable"),
    (lambda: code(ANA_CARD) + "=", "unreadable"),
    (lambda: "eyJhbGciOiJub25lIn0.eyJjcmVkZW50aWFsIjoiOWY4NmQwODE4ODRjN2Q2NSJ9.", "unreadable"),
]


@pytest.mark.parametrize("route", ["quotes", "purchases"])
@pytest.mark.parametrize(("attack", "reason"), ATTACKS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_code_that_is_not_the_phones_of_now_is_refused_logged_and_nothing_is_written(
    street: Street, shop: str, capsys: pytest.CaptureFixture[str], attack: Callable[[], Any], reason: str, route: str
) -> None:
    before = kept(street)

    answer = sent(street, shop, attack(), route=route)

    assert (why(answer), kept(street)) == (reason, before)
    logged = capsys.readouterr().out
    (line,) = (line for line in logged.splitlines() if '"card_refused"' in line)
    assert f'"why":"{reason}"' in line
    assert ANA_CARD not in logged + answer.text


def test_only_the_whole_code_speaks_for_a_card(street: Street, shop: str) -> None:
    body = {"credential_id": ANA_CARD, "amount_cents": 1_000}

    assert street.as_merchant("take_purchase", "POST", f"/shops/{shop}/quotes", body).status == 422


def test_a_code_makes_one_sale_and_that_sale_sent_again_is_answered_the_same_at_any_time(
    street: Street, shop: str, noon: clock.Frozen
) -> None:
    text, number = code(ANA_CARD), till_id()

    def sell(purchase_id: str) -> Answer:
        body = {"qr": text, "amount_cents": 1_000, "purchase_id": purchase_id}
        return street.as_merchant("take_purchase", "POST", f"/shops/{shop}/purchases", body)

    first = sell(number)
    after = kept(street)
    second = sell(till_id(2))
    noon.tick(3_600)
    again = sell(number)

    assert (first.status, first.json, kept(street)) == (200, again.json, after)
    assert why(second) == "used"


def test_the_same_half_minute_written_another_way_is_the_same_code(street: Street, shop: str) -> None:
    """ECDSA signatures are malleable, and a phone may sign twice: what is used up is not the text."""
    content = raw(code(ANA_CARD))
    r, s = content[114:146], int.from_bytes(content[146:], "big")
    other_s = text_of(content[:146] + (ORDER - s).to_bytes(32, "big"))
    signed_twice = phone(ANA_CARD).shows(int(NOON.timestamp()))
    assert len({text_of(content), other_s, signed_twice}) == 3
    assert r in raw(other_s)
    assert qr.read(other_s, city_keys=CITY.keys, unix_s=NOON.timestamp()).credential_id == ANA_CARD
    assert sent(street, shop, code(ANA_CARD)).status == 200

    assert [why(sent(street, shop, text, n)) for n, text in enumerate([other_s, signed_twice], 2)] == ["used", "used"]


def test_a_code_that_one_shop_was_shown_is_worth_nothing_in_another(street: Street, shop: str) -> None:
    other = street.shop(owner="carlos", key="k2")
    text = code(ANA_CARD)
    assert sent(street, shop, text, route="quotes").status == 200

    stolen = [sent(street, other, text, route=route, subject="carlos") for route in ("quotes", "purchases")]

    assert [why(one) for one in stolen] == ["used", "used"]
    assert sent(street, shop, text).status == 200


def test_only_who_has_the_code_learns_that_it_was_used(street: Street, shop: str) -> None:
    """A shop that wrote a credential down does not find out where its holder buys."""
    assert sent(street, shop, code(ANA_CARD), route="quotes").status == 200
    other = street.shop(owner="carlos", key="k2")

    assert why(sent(street, other, of_a_stolen_certificate(), subject="carlos")) == "forged"


def test_a_shop_that_was_shown_a_code_has_ten_minutes_for_the_sale(
    street: Street, shop: str, noon: clock.Frozen
) -> None:
    text = code(ANA_CARD)
    assert sent(street, shop, text, route="quotes").status == 200
    noon.tick(600)
    in_time = sent(street, shop, text, route="quotes").status
    noon.tick(1)

    late = sent(street, shop, text)

    assert (in_time, why(late)) == (200, "late")


def test_a_till_that_was_without_a_network_comes_too_late_with_what_it_read(
    street: Street, shop: str, noon: clock.Frozen
) -> None:
    text = code(ANA_CARD)
    noon.tick(60)

    assert why(sent(street, shop, text)) == "not_now"
    assert sent(street, shop, code(ANA_CARD)).status == 200


def test_a_blocked_card_makes_no_sale_though_its_phone_still_signs(
    street: Street, shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {"card_id": f"card_{ANA_CARD}", "account_id": f"acc_{ANA_CARD}"}
    street.hear(CardBlocked(at=NOON, **ids, reason="stolen"))
    before = kept(street)

    refused = [sent(street, shop, code(ANA_CARD), route=route) for route in ("quotes", "purchases")]

    assert [(one.status, one.code) for one in refused] == [(409, "card_not_accepted")] * 2
    assert kept(street) == before
    assert '"why":"card_not_accepted"' in capsys.readouterr().out


def test_a_code_of_todays_key_and_one_of_the_key_before_are_both_good(
    street: Street, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The city begins to sign with another key: a shop's server that knows the old one alone asks again."""
    young = a_city()
    assert sent(street, shop, code(ANA_CARD)).status == 200
    theirs = young.phone(EVA_CARD)

    with clock.freeze(NOON + timedelta(seconds=60)):
        monkeypatch.setattr("tests.support.codes.key_set", lambda *_: key_set(young, CITY))
        new, old = theirs.shows(int(NOON.timestamp()) + 60), code(ANA_CARD)
        assert [sent(street, shop, text, n).status for n, text in enumerate([new, old], 2)] == [200, 200]


@pytest.mark.parametrize(
    "published", [b"", b"{}", b"<html>", b'{"keys": []}', b'{"keys": [{"kty": "oct", "k": "AA"}]}']
)
def test_without_the_citys_keys_no_code_is_believed(
    street: Street, shop: str, monkeypatch: pytest.MonkeyPatch, published: bytes
) -> None:
    monkeypatch.setattr("cercano.loyalty.codes._city", CityKeys("https://card.test/keys"))
    monkeypatch.setattr("tests.support.codes.key_set", lambda *_: published)
    before = kept(street)

    with keys_published(published):
        answer = sent(street, shop, code(ANA_CARD))

    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "city_keys_unreachable", "60")
    assert kept(street) == before
