"""The QR on the phone: believed for a minute, by its own city alone, and never a byte of it changed."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from cercano.credential import qr
from cercano.credential.qr import NotBelieved, Pass, Why
from tests.card.credentials import AT, CREDENTIAL, City, Phone, a_city, a_key, jwk, signer


@pytest.fixture(scope="module")
def city() -> City:
    return a_city()


@pytest.fixture(scope="module")
def phone(city: City) -> Phone:
    return city.phone()


def why(text: str, city: City, at: float = AT) -> Why | None:
    """Why the reader says no; None when it lets them in."""
    try:
        qr.read(text, city_keys=city.keys, unix_s=at)
    except NotBelieved as refusal:
        return refusal.why
    return None


def test_what_the_phone_shows_the_reader_believes(city: City, phone: Phone) -> None:
    text = phone.shows(AT)

    assert qr.read(text, city_keys=city.keys, unix_s=AT) == Pass(credential_id=CREDENTIAL, slot=AT // 30)
    assert (len(text), set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")) == (qr.TEXT_LENGTH, True)


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [(-30, None), (-31, Why.NOT_NOW), (0, None), (29.9, None), (59.9, None), (60, Why.NOT_NOW), (86400, Why.NOT_NOW)],
)
def test_a_screenshot_dies_within_a_minute(city: City, phone: Phone, seconds: float, verdict: Why | None) -> None:
    assert why(phone.shows(AT), city, AT + seconds) is verdict


def test_no_changed_bit_is_believed(city: City, phone: Phone) -> None:
    raw = base64.b32decode(phone.shows(AT) + "===")

    believed = [
        bit
        for bit in range(len(raw) * 8)
        if why(_text((int.from_bytes(raw, "big") ^ 1 << bit).to_bytes(len(raw), "big")), city) is None
    ]

    assert believed == []


@given(st.integers(0, qr.TEXT_LENGTH - 1))
def test_a_piece_of_a_qr_is_not_a_qr(length: int) -> None:
    text = "A" * qr.TEXT_LENGTH

    assert why(text[:length], City(a_key())) is Why.UNREADABLE


@given(st.text(max_size=300) | st.text("ABCDEF2Z7", min_size=285, max_size=285))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert why(text, City(a_key())) is not None


@pytest.mark.parametrize("change", [str.lower, lambda t: t + "=", lambda t: f" {t[1:]}", lambda t: t[:-1] + "B"])
def test_a_qr_is_written_in_one_way_only(city: City, phone: Phone, change: object) -> None:
    assert callable(change)
    assert why(change(phone.shows(AT)), city) is Why.UNREADABLE


def test_the_phone_of_another_city_opens_nothing_here(city: City) -> None:
    assert why(a_city().phone().shows(AT), city) is Why.FOREIGN


def test_a_certificate_without_the_phones_key_is_worth_nothing(city: City, phone: Phone) -> None:
    assert why(phone.shows(AT, sign=signer(a_key())), city) is Why.FORGED


def test_the_citys_key_does_not_speak_for_a_phone(city: City, phone: Phone) -> None:
    assert why(phone.shows(AT, sign=signer(city.key)), city) is Why.FORGED


def test_a_slot_moved_forward_by_hand_is_forged(city: City, phone: Phone) -> None:
    raw = base64.b32decode(phone.shows(AT) + "===")
    later = raw[:9] + (AT // 30 + 10).to_bytes(4, "big") + raw[13:]

    assert why(_text(later), city, AT + 300) is Why.FORGED


def test_a_certificate_ends_at_its_second(city: City) -> None:
    phone = city.phone(expires=AT + 10)

    assert [why(phone.shows(AT), city, AT + s) for s in (9.9, 10)] == [None, Why.OUTLIVED]


def test_another_version_is_not_guessed_at(city: City, phone: Phone) -> None:
    assert why(phone.shows(AT, certificate=b"\x02" + phone.certificate[1:]), city) is Why.UNKNOWN_VERSION


def test_while_keys_change_both_are_believed(city: City, phone: Phone) -> None:
    keys = [*a_city().keys, *city.keys]

    assert qr.read(phone.shows(AT), city_keys=keys, unix_s=AT).credential_id == CREDENTIAL


@pytest.mark.parametrize(
    "changed",
    [
        {"kty": "oct", "k": "c2VjcmV0"},
        {"crv": "P-384"},
        {"alg": "none"},
        {"alg": "HS256"},
        {"x": "AA"},
        {"x": 7},
        {"y": "A" * 43},
        {"d": "A" * 43},
    ],
)
def test_only_a_public_key_on_the_curve_is_a_key(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        qr.key_of_jwk({**jwk(a_key()), **changed})


def test_a_jwk_is_read_as_the_key_it_is() -> None:
    key = a_key()

    read = qr.key_of_jwk(jwk(key))

    assert (qr.compressed(read), isinstance(read, ec.EllipticCurvePublicKey)) == (qr.compressed(key.public_key()), True)


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")
