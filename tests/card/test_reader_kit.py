"""The file that builders of gates get says the same as the city, on every vector and with its own memory."""

from __future__ import annotations

import ast
import base64
import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

from cercano.credential import qr
from tests.card.credentials import AT, CREDENTIAL, City, Phone, a_city, jwk, signer
from tests.card.vectors import PLACE, vectors

KIT = PLACE.with_name("cercano_reader.py")
PUBLISHED: dict[str, Any] = json.loads(PLACE.read_text())
FRESH = vectors()


@pytest.fixture(scope="module")
def kit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cercano_reader", KIT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def a_reader(kit: ModuleType, said: dict[str, Any] = PUBLISHED) -> Any:
    reader = kit.Reader()
    reader.learn_keys(json.dumps(said["keys"]))
    return reader


def verdict_of_kit(kit: ModuleType, said: dict[str, Any], case: dict[str, Any]) -> str:
    try:
        kit.read_code(case["text"], a_reader(kit, said)._keys.values(), case["at"])
    except kit.Refused as refusal:
        return str(refusal.why)
    return "ok"


def verdict_of_city(said: dict[str, Any], case: dict[str, Any]) -> str:
    try:
        qr.read(case["text"], city_keys=[qr.key_of_jwk(k) for k in said["keys"]["keys"]], unix_s=case["at"])
    except qr.NotBelieved as disbelief:
        return disbelief.why.value
    return "ok"


@pytest.mark.parametrize("said", [PUBLISHED, FRESH], ids=["published", "fresh"])
@pytest.mark.parametrize("number", range(len(PUBLISHED["qr"])))
def test_kit_and_city_judge_every_vector_alike(kit: ModuleType, said: dict[str, Any], number: int) -> None:
    case = said["qr"][number]

    assert verdict_of_kit(kit, said, case) == verdict_of_city(said, case) == case["verdict"], case["name"]


def test_the_published_phone_signs_what_the_city_reads() -> None:
    phone = PUBLISHED["phone"]

    signed = bytes.fromhex(phone["signed_bytes_hex"])

    assert (len(signed), int.from_bytes(signed[9:13], "big")) == (114, phone["slot"])
    assert signed[:9] + signed[13:] == base64.urlsafe_b64decode(phone["certificate_base64url"] + "==")


@pytest.mark.parametrize("said", [PUBLISHED, FRESH], ids=["published", "fresh"])
def test_list_and_changes_end_in_the_same_statuses(kit: ModuleType, said: dict[str, Any]) -> None:
    lists = said["status_list"]
    whole, by_change = a_reader(kit, said), a_reader(kit, said)

    by_change.learn_list(lists["first"])
    seen = {place: by_change.status_of("0" * 10 + place) for place in lists["statuses_of_first"]}
    assert by_change.learn_changes([lists["change"], lists["change"]]) is True
    whole.learn_list(lists["second"])

    assert seen == lists["statuses_of_first"]
    for reader in (whole, by_change):
        assert {p: reader.status_of("0" * 10 + p) for p in lists["statuses_of_second"]} == lists["statuses_of_second"]
        assert reader.number == 2


@pytest.mark.parametrize("number", range(len(PUBLISHED["status_list"]["not_to_be_believed"])))
def test_a_list_the_city_did_not_sign_changes_nothing(kit: ModuleType, number: int) -> None:
    reader = a_reader(kit)

    with pytest.raises(kit.Refused):
        reader.learn_list(PUBLISHED["status_list"]["not_to_be_believed"][number])

    assert reader.number == 0


def test_an_old_list_played_back_brings_no_card_back(kit: ModuleType) -> None:
    reader, lists = a_reader(kit), PUBLISHED["status_list"]
    reader.learn_list(lists["second"])

    reader.learn_list(lists["first"])

    assert (reader.number, reader.status_of("0" * 10 + "000007")) == (2, 1)


def test_a_missing_change_asks_for_the_whole_list(kit: ModuleType) -> None:
    assert a_reader(kit).learn_changes([PUBLISHED["status_list"]["change"]]) is False


class Gate:
    """A gate of a city, with a list in which place 7 has a status."""

    def __init__(self, kit: ModuleType, status: int = 0) -> None:
        from datetime import UTC, datetime

        from cercano.credential import statuslist
        from cercano.credential.statuslist import Status, StatusList

        self.kit, self.city = kit, a_city()
        self.reader = a_reader(kit, {"keys": {"keys": [{**jwk(self.city.key), "kid": "k", "alg": "ES256"}]}})
        known = StatusList().with_changes({7: Status(status)})
        claims = statuslist.list_claims(known, number=1, at=datetime.fromtimestamp(AT, UTC))
        self.reader.learn_list(statuslist.signed(claims, kid="k", typ=statuslist.LIST_TYPE, sign=signer(self.city.key)))

    def says(self, phone: Phone, shown_at: int, now: float) -> str:
        try:
            return str(self.reader.admit(phone.shows(shown_at), now))
        except self.kit.Refused as refusal:
            return str(refusal.why)


def test_a_code_passes_a_gate_once_and_an_older_one_never_after(kit: ModuleType) -> None:
    gate = Gate(kit)
    phone = gate.city.phone()

    said = [gate.says(phone, AT + shown, AT + now) for shown, now in ((0, 0), (0, 5), (30, 31), (0, 32), (60, 61))]

    assert said == [CREDENTIAL, "seen_before", CREDENTIAL, "seen_before", CREDENTIAL]


@pytest.mark.parametrize(("status", "word"), [(1, "ended"), (2, "suspended")])
def test_what_the_list_names_does_not_pass(kit: ModuleType, status: int, word: str) -> None:
    gate = Gate(kit, status)

    assert gate.says(gate.city.phone(), AT, AT) == word


def test_a_gate_with_a_list_of_yesterday_lets_nobody_in(kit: ModuleType) -> None:
    gate = Gate(kit)
    phone: Phone = gate.city.phone()

    assert gate.says(phone, AT + 86400, AT + 86400) == "no_list"
    assert gate.says(phone, AT + 86370, AT + 86399) == CREDENTIAL


def test_the_kit_is_one_short_file_on_one_package() -> None:
    text = KIT.read_text()
    imported = {
        (node.module or "").partition(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    standard = {"__future__", "base64", "binascii", "json", "zlib", "collections", "typing"}
    assert (len(text.splitlines()) < 200, imported - standard) == (True, {"cryptography"})


def test_a_foreign_city_opens_no_gate(kit: ModuleType) -> None:
    other: City = a_city()

    assert Gate(kit).says(other.phone(), AT, AT) == "foreign"
