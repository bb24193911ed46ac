"""The card office on moto: its table, key and secret of infra/card.yaml, at noon."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from cercano.card import sun
from cercano.credential import qr
from cercano.kit import aws, clock
from tests.card.credentials import Phone, a_key, jwk
from tests.support.aws import Domain, _table
from tests.support.events import fact_event
from tests.support.http import Answer, call
from tests.support.templates import ROOT, Template

EXPORTED = {"ext": True, "key_ops": ["verify"]}
"""What WebCrypto adds to a key it exports."""
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


class Office:
    """The card office as people use it."""

    def __init__(self, domain: Domain, clock_: clock.Frozen) -> None:
        self.domain, self.clock = domain, clock_
        self._functions: dict[str, Any] = {}

    def function(self, use_case: str) -> Any:
        """A use case, loaded once."""
        if use_case not in self._functions:
            self._functions[use_case] = self.domain.function(use_case)
        return self._functions[use_case]

    def ask(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call an HTTP use case, as Ana unless said otherwise."""
        function = self.function(use_case)
        with function.running():
            return call(function.handler, method, path, body=body, **{"subject": "ana", "roles": (), **options})

    def staff(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call it as Luis, of the card office."""
        return self.ask(use_case, method, path, body, **{"subject": "luis", "roles": ("staff",), **options})

    def apply(self, card_class: str = "tourist", **options: Any) -> Answer:
        """POST /applications."""
        asked = {"card_class": card_class, "format": "app"}
        return self.ask("request_card", "POST", "/applications", asked, **options)

    def card(self, *, is_active: bool = True, **options: Any) -> str:
        """A tourist's card of Ana's, and its id."""
        application_id = self.apply(**options).json["application_id"]
        card_id: str = self.staff("decide_application", "POST", f"/applications/{application_id}/issue").json["card_id"]
        if is_active:
            self.staff("activate_card", "POST", f"/cards/{card_id}/activate")
        return card_id

    def do(self, step: str, card_id: str, body: Any = None, **options: Any) -> Answer:
        """POST /cards/{card_id}/<step>."""
        homes = {"block": "block_card", "unblock": "block_card", "replace": "replace_card", "activate": "activate_card"}
        return self.ask(homes[step], "POST", f"/cards/{card_id}/{step}", body, **options)

    def read(self, card_id: str) -> Any:
        """GET /cards/{card_id}."""
        return self.staff("read_cards", "GET", f"/cards/{card_id}").json

    def phone(self, card_id: str, key: ec.EllipticCurvePrivateKey | None = None) -> tuple[Phone, Any]:
        """Ana's phone, registered, and what it was answered."""
        key = key or a_key()
        answer = self.ask("register_phone", "POST", f"/cards/{card_id}/app-key", {"jwk": {**jwk(key), **EXPORTED}})
        assert answer.status == 200, answer.text
        return Phone(key, base64.urlsafe_b64decode(answer.json["certificate"] + "==")), answer.json

    def city_keys(self) -> list[ec.EllipticCurvePublicKey]:
        """What readers fetch."""
        keys = self.ask("read_keys", "GET", "/keys", roles=None).json["keys"]
        return [qr.key_of_jwk(each) for each in keys]

    def chip(self, uid: str = "04de5f1eacc040", counter: int = 1) -> dict[str, str]:
        """What a chip written for this city says at its touch number `counter`."""
        digest = hashlib.sha256(b"the secret of ChipSecret, for tests").digest()
        said = b"\xc7" + bytes.fromhex(uid) + counter.to_bytes(3, "little") + bytes(5)
        picc = Cipher(algorithms.AES(digest[16:]), modes.CBC(bytes(16))).encryptor().update(said)
        key = sun.own_key(digest[:16], uid, b"cercano-santander")
        return {"picc_data": picc.hex(), "mac": sun.sun_mac(sun.Touch(uid, counter), file_key=key).hex()}

    def check(self, **proof: str) -> Answer:
        """POST /proofs, as a gate."""
        return self.ask("check_proof", "POST", "/proofs", proof, subject="gate", roles=("operator",))

    def items(self) -> list[dict[str, Any]]:
        """All that is kept."""
        found: list[dict[str, Any]] = aws.client("dynamodb").scan(TableName=self.domain.ref("CardTable"))["Items"]
        return found

    def told(self) -> list[tuple[str, str]]:
        """Every fact the stream would carry now: (name, card), in the order of their names."""
        envelopes = [e for item in self.items() for e in json.loads(item.get("told", {}).get("S", "[]"))]
        return sorted((envelope["name"], envelope["data"]["card_id"]) for envelope in envelopes)

    def publish(self, *facts: Any) -> Any:
        """Let the list's maker hear these facts."""
        return self.function("publish_statuses")(fact_event(*facts, source="cercano.card"))


@pytest.fixture
def office(city: Callable[[str], Domain], noon: clock.Frozen, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The domain, its keys those of this test."""
    domain = city("card")
    ledger = Template(ROOT / "infra" / "wallet.yaml").of_type("AWS::DynamoDB::Table")["LedgerTable"]
    _table("LedgerTable", {**ledger, "TableName": domain.settings("register_phone")["LEDGER_TABLE"]})
    with domain.function("check_proof").running():
        from cercano.card import chips, signing
    settings = domain.settings("check_proof")
    monkeypatch.setattr(signing, "CITY_KEYS", (settings["CITY_KEYS"],))
    monkeypatch.setattr(chips, "CHIP_SECRET", settings["CHIP_SECRET"])
    signing.public_jwk.cache_clear()
    chips._keys.cache_clear()
    return Office(domain, noon)
