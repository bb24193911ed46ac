"""A card from the application to its replacement, before a gate that has no network but the city's keys and list."""

from __future__ import annotations

import base64
import importlib.util
import json
import time
from pathlib import Path
from typing import Any

import pytest

from cercano.credential import qr
from infra.local.api import Api
from infra.local.aws import Clients
from tests.card.credentials import Phone, a_key, jwk

KIT = Path(__file__).resolve().parents[2] / "docs" / "reader-kit" / "cercano_reader.py"
DEAD_WITHIN_S = 60
POLLS_EACH_S = 2.0


class Gate:
    """A gate built with the reader kit, that fetches what it needs over the city's own host."""

    def __init__(self, anyone: Api) -> None:
        spec = importlib.util.spec_from_file_location("cercano_reader", KIT)
        assert spec is not None
        assert spec.loader is not None
        self.kit = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.kit)
        self.anyone, self.reader = anyone, self.kit.Reader()
        self.reader.learn_keys(json.dumps(anyone.send("GET", "/card/keys").json()))

    def says(self, phone: Phone) -> str:
        """What the gate answers to the phone, by the list as it is now."""
        self.reader.learn_list(self.anyone.send("GET", "/card/status-list").text)
        self.reader._slots.clear()  # the same half minute is tried again and again
        now = int(time.time())
        try:
            return str(self.reader.admit(phone.shows(now), now))
        except self.kit.Refused as refusal:
            return str(refusal.why)

    def seconds_until(self, phone: Phone, word: str) -> float:
        """How long until the gate says so."""
        began = time.monotonic()
        while self.says(phone) != word:
            assert time.monotonic() - began < DEAD_WITHIN_S, f"not {word} after {DEAD_WITHIN_S} s: {self.says(phone)}"
            time.sleep(POLLS_EACH_S)
        return time.monotonic() - began


def a_card(citizen: Api, staff: Api) -> Any:
    asked = citizen.send("POST", "/card/applications", {"card_class": "tourist", "format": "app"}).json()
    return staff.send("POST", f"/card/applications/{asked['application_id']}/issue").json()


def a_phone(citizen: Api, card_id: str) -> Phone:
    key = a_key()
    said = citizen.send("POST", f"/card/cards/{card_id}/app-key", {"jwk": jwk(key)}).json()
    return Phone(key, base64.urlsafe_b64decode(said["certificate"] + "=="))


@pytest.fixture(scope="module")
def gate(anyone: Api, clients: Clients, endpoints: dict[str, Any]) -> Gate:
    """A gate; the first list is signed now, where else the clock would do it within five minutes."""
    clients("lambda").invoke(FunctionName=endpoints["functions"]["card/refresh_statuses"], Payload=b"{}")
    return Gate(anyone)


def test_a_card_opens_while_it_lives_and_is_dead_at_the_gate_within_a_minute(
    citizen: Api, staff: Api, gate: Gate
) -> None:
    card = a_card(citizen, staff)
    phone = a_phone(citizen, card["card_id"])
    credential_id = gate.says(phone)
    assert credential_id == phone.certificate[1:9].hex()

    citizen.send("POST", f"/card/cards/{card['card_id']}/block", {"reason": "lost"})
    blocked_after = gate.seconds_until(phone, "suspended")
    citizen.send("POST", f"/card/cards/{card['card_id']}/unblock")
    gate.seconds_until(phone, credential_id)
    new = citizen.send("POST", f"/card/cards/{card['card_id']}/replace").json()
    dead_after = gate.seconds_until(phone, "ended")
    new_phone = a_phone(citizen, new["card_id"])

    print(f"suspended after {blocked_after:.0f} s, dead after {dead_after:.0f} s")
    assert (new["account_id"], new["replaces"]) == (card["account_id"], card["card_id"])
    assert gate.says(new_phone) == new_phone.certificate[1:9].hex()
    assert gate.says(phone) == "ended"


def test_a_screenshot_and_a_foreign_phone_open_nothing(citizen: Api, staff: Api, gate: Gate) -> None:
    phone = a_phone(citizen, a_card(citizen, staff)["card_id"])
    now = int(time.time())
    screenshot = phone.shows(now - 90)

    with pytest.raises(qr.NotBelieved) as refused:
        qr.read(screenshot, city_keys=gate.reader._keys.values(), unix_s=now)

    assert refused.value.why is qr.Why.NOT_NOW
    with pytest.raises(gate.kit.Refused):
        gate.reader.admit(screenshot, now)
