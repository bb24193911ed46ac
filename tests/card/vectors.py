"""Writes docs/reader-kit/vectors.json: `python -m tests.card.vectors`. Keys made for it alone sign nothing else."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cercano.credential import qr, statuslist
from cercano.credential.statuslist import Status, StatusList
from tests.card.credentials import AT, CREDENTIAL, City, Phone, a_city, a_key, jwk, signer

PLACE = Path(__file__).resolve().parents[2] / "docs" / "reader-kit" / "vectors.json"


def vectors() -> dict[str, Any]:
    """Fresh ones; signatures differ each time, verdicts do not."""
    city, foreign = a_city(), a_city()
    phone = city.phone()
    return {
        "about": "Made by the city's own code. Times are Unix seconds. The private keys are of these vectors alone.",
        "keys": {"keys": [{**jwk(city.key), "use": "sig", "alg": "ES256", "kid": "city-1"}]},
        "phone": {
            "credential_id": CREDENTIAL,
            "private_jwk": jwk(phone.key, private=True),
            "certificate_base64url": base64.urlsafe_b64encode(phone.certificate).decode().rstrip("="),
            "slot": AT // qr.SLOT_S,
            "signed_bytes_hex": _signed(phone).hex(),
            "text": phone.shows(),
        },
        "qr": _cases(city, foreign, phone),
        "status_list": _lists(city, foreign),
    }


def _signed(phone: Phone) -> bytes:
    """What the phone signs at AT: its certificate with the slot put in."""
    return phone.certificate[:9] + (AT // qr.SLOT_S).to_bytes(4, "big") + phone.certificate[9:]


def _cases(city: City, foreign: City, phone: Phone) -> list[dict[str, Any]]:
    text = phone.shows()
    raw = bytearray(base64.b32decode(text + "==="))
    raw[150] ^= 1
    flipped = base64.b32encode(bytes(raw)).decode().rstrip("=")
    said = [
        ("shown now", text, AT, "ok"),
        ("the reader's clock is 30 s behind", text, AT - 30, "ok"),
        ("59 s old", text, AT + 59, "ok"),
        ("a screenshot, 60 s old", text, AT + 60, "not_now"),
        ("from 31 s ahead", text, AT - 31, "not_now"),
        ("one bit of the phone's signature flipped", flipped, AT, "forged"),
        ("signed by another phone", phone.shows(sign=signer(a_key())), AT, "forged"),
        ("of another city", foreign.phone().shows(), AT, "foreign"),
        ("its certificate ends this second", city.phone(expires=AT).shows(), AT, "outlived"),
        ("another version", phone.shows(certificate=b"\x02" + phone.certificate[1:]), AT, "unknown_version"),
        ("cut short", text[:-1], AT, "unreadable"),
        ("in lower case", text.lower(), AT, "unreadable"),
        ("nothing", "", AT, "unreadable"),
    ]
    return [{"name": name, "text": shown, "at": at, "verdict": verdict} for name, shown, at, verdict in said]


def _lists(city: City, foreign: City) -> dict[str, Any]:
    """A list, the change that follows it, and the one after that; and lists that nobody may believe."""
    first = StatusList().with_changes({7: Status.SUSPENDED})
    second = first.with_changes({7: Status.INVALID, 5000: Status.INVALID})
    said = [
        statuslist.list_claims(known, number=number, at=datetime.fromtimestamp(AT + number, UTC))
        for number, known in ((1, first), (2, second))
    ]
    change = statuslist.delta_claims(
        {7: Status.INVALID, 5000: Status.INVALID}, number=2, at=datetime.fromtimestamp(AT + 2, UTC)
    )
    tokens = [_token(each, city) for each in said]
    head, claims, _ = tokens[0].split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"city-1","typ":"statuslist+jwt"}').decode().rstrip("=")
    return {
        "first": tokens[0],
        "change": _token(change, city, statuslist.DELTA_TYPE),
        "second": tokens[1],
        "statuses_of_first": {"000006": 0, "000007": 2, "001388": 0},
        "statuses_of_second": {"000006": 0, "000007": 1, "001388": 1},
        "not_to_be_believed": [
            _token(said[0], foreign),
            f"{none}.{claims}.",
            f"{head}.{tokens[1].split('.')[1]}.{tokens[0].split('.')[2]}",
            _token(said[0], city, "jwt"),
            "",
        ],
    }


def _token(claims: dict[str, Any], city: City, typ: str = statuslist.LIST_TYPE) -> str:
    return statuslist.signed(claims, kid="city-1", typ=typ, sign=signer(city.key))


if __name__ == "__main__":
    PLACE.write_text(json.dumps(vectors(), indent=2) + "\n")
