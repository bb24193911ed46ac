"""A city on moto with two people who each have one of everything: a file, a card, money, journeys, vouchers, a shop.

`Town.things["ana"]["account_id"]` is the name of Ana's account; whoever invents a new kind of thing makes one here.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from cercano.access.fares import table_from_json
from cercano.access.tables import told
from cercano.facts.card import CardActivated, CardIssued, CredentialActivated
from cercano.facts.citizen import CitizenVerified, GuardianshipEnded, GuardianshipGranted
from cercano.kit import aws, clock
from cercano.kit.facts import Fact
from cercano.wallet import bankcards, fundings
from cercano.wallet.gateway import RememberedCard
from tests.access.fares import a_table
from tests.card.credentials import a_key, jwk
from tests.proofs.idor_bodies import NOON_MS
from tests.support.aws import PARAMETERS, Domain
from tests.support.codes import CITY, keys_published
from tests.support.events import fact_event
from tests.support.http import Answer, call
from tests.support.templates import ROOT, Template

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
REGISTER = json.loads((ROOT / "infra" / "seed" / "santander" / "register.json").read_text())
ANA, EVA = "5b1e0000-ana", "5b1e0000-eva"
PEOPLE = {ANA: REGISTER[0], EVA: REGISTER[1]}
STAFF: dict[str, Any] = {"subject": "sofia", "roles": ("staff",)}
VOUCHERS = {
    "title": {"es": "Compra cerca", "en": "Shop close by"},
    "starts_at": "2026-11-22T08:00:00Z",
    "ends_at": "2026-12-24T22:00:00Z",
    "reward": {"kind": "voucher", "price_cents": 7_000, "face_cents": 10_000, "shop_percent": 20},
    "limits": {"per_person": 2},
    "budget": 40,
}


class Town:
    """The city, as anybody calls it."""

    def __init__(self) -> None:
        self._domains: dict[str, Domain] = {}
        self._functions: dict[str, Any] = {}
        self.things: dict[str, dict[str, str]] = {ANA: {"citizen_id": ANA}, EVA: {"citizen_id": EVA}}
        self.secrets: dict[str, set[str]] = {ANA: set(), EVA: set()}

    def own_keys(self) -> list[Any]:
        """The card office reads the names of its keys at its start: whoever loaded it before had others."""
        office = self._domain("card")
        with office.function("check_proof").running():
            from cercano.card import chips, signing
        said = office.settings("check_proof")
        signing.public_jwk.cache_clear()
        chips._keys.cache_clear()
        keys, secret = (said["CITY_KEYS"],), said["CHIP_SECRET"]
        return [patch.object(signing, "CITY_KEYS", keys), patch.object(chips, "CHIP_SECRET", secret)]

    def settle(self) -> None:
        """Everybody moves in."""
        copies = self._domain("citizen").ref("Copies")
        aws.client("s3").put_object(Bucket=copies, Key="register.json", Body=json.dumps(REGISTER).encode())
        self._city()
        for number, who in enumerate(PEOPLE, 1):
            self._live(who, number)

    def ask(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call a use case ("wallet/read_accounts") at its own path."""
        function = self.function(use_case)
        with function.running(), keys_published():
            return call(function.handler, method, path, body=body, **options)

    def bind(self, guardian: str, child: str) -> None:
        """One answers for another from now on, and every domain has heard of it."""
        self._tell(GuardianshipGranted(at=NOON, guardian_id=guardian, child_id=child, ends_at=NOON + timedelta(9)))

    def part(self, guardian: str, child: str) -> None:
        """And no longer."""
        self._tell(GuardianshipEnded(at=NOON + timedelta(minutes=1), guardian_id=guardian, child_id=child))

    def _tell(self, bond: Fact) -> None:
        for listener in ("card/heed_citizens", "wallet/heed_families", "access/heed_citizens"):
            self._hear(listener, bond)

    def function(self, use_case: str) -> Any:
        """A use case, loaded once."""
        if use_case not in self._functions:
            name, _, verb = use_case.partition("/")
            self._functions[use_case] = self._domain(name).function(verb)
        return self._functions[use_case]

    def a_chip(self, uid: str = "04de5f1eacc040", counter: int = 1) -> dict[str, str]:
        """What a new chip of this city says when it is touched."""
        from cercano.card import sun

        digest = hashlib.sha256(b"the secret of ChipSecret, for tests").digest()
        said = b"\xc7" + bytes.fromhex(uid) + counter.to_bytes(3, "little") + bytes(5)
        picc = Cipher(algorithms.AES(digest[16:]), modes.CBC(bytes(16))).encryptor().update(said)
        key = sun.own_key(digest[:16], uid, b"cercano-santander")
        return {"picc_data": picc.hex(), "mac": sun.sun_mac(sun.Touch(uid, counter), file_key=key).hex()}

    def rows(self) -> dict[tuple[str, str, str], str]:
        """All that is kept, by table and key."""
        return {
            (name, str(pk), str(sk)): repr(item.to_json())
            for name, table in _tables().items()
            for pk, items in table.items.items()
            for sk, item in items.items()
        }

    @contextmanager
    def as_it_was(self) -> Iterator[None]:
        """What happens inside has not happened afterwards."""
        before = {name: copy.deepcopy(table.items) for name, table in _tables().items()}
        try:
            yield
        finally:
            for name, items in before.items():
                _tables()[name].items = items

    def _domain(self, name: str) -> Domain:
        if name not in self._domains:
            ledger = {"LedgerTable": self._domain("wallet").ref("LedgerTable")} if name in ("access", "card") else {}
            self._domains[name] = Domain(Template(ROOT / "infra" / f"{name}.yaml"), {**PARAMETERS, **ledger})
        return self._domains[name]

    def _city(self) -> None:
        """What belongs to nobody: fares, and a campaign that Sofia wrote and Luis launched."""
        made = self._done("access/decide_fares", "POST", "/fares", a_table(), **STAFF)
        assert made["table_id"] == "2026"
        self._hear("wallet/heed_fares", *told(table_from_json(a_table()), NOON))
        for payee in ("operator:city", "operator:tus", "kiosk:kiosk-1"):
            self._act_for(payee, {"name": f"Los de {payee}", "people": ["gate", "luis"]})
        campaign = self._done("loyalty/edit_campaign", "POST", "/campaigns", VOUCHERS, **STAFF)["campaign_id"]
        luis: dict[str, Any] = {"subject": "luis", "roles": ("staff",), "headers": {"If-Match": '"1"'}}
        self._done("loyalty/launch_campaign", "POST", f"/campaigns/{campaign}/launch", **luis)
        self.things[ANA]["campaign_id"] = self.things[EVA]["campaign_id"] = campaign

    def _live(self, who: str, number: int) -> None:
        mine = self.things[who]
        self._be_known(who, mine)
        self._get_a_card(who, mine)
        self._have_money(who, mine, number)
        self._keep_a_shop(who, mine, number)
        self._begin_a_form(who, mine)
        self.secrets[who] |= {value for name, value in mine.items() if name != "campaign_id"}

    def _be_known(self, who: str, mine: dict[str, str]) -> None:
        person, me = PEOPLE[who], {"subject": who, "roles": ("citizen",)}
        name, child = f"Titular {who[-3:].upper()}", f"Peque {who[-3:].upper()}"
        claim = {part: person[part] for part in ("document", "birth_date", "postcode")}
        self._done("citizen/verify_residence", "POST", "/me/verification", claim, **me)
        seen = self.ask("citizen/keep_profile", "GET", "/me", **me)
        said = {"name": name, "birth_date": person["birth_date"]}
        self._done("citizen/keep_profile", "PUT", "/me", said, headers={"If-Match": seen.headers["etag"]}, **me)
        added = {"kind": "new_child", "name": child, "birth_date": "2019-03-02"}
        bond = self._done("citizen/keep_family", "POST", "/me/family", added, **me)
        export = self._done("citizen/export_me", "POST", "/me/export", **me)
        mine |= {"bond_id": bond["bond_id"], "export_id": export["export_id"], "document": person["document"]}
        mine |= {"represented_id": who}
        self.secrets[who] |= {name, child, person["birth_date"], person["document"], bond["other_id"]}

    def _get_a_card(self, who: str, mine: dict[str, str]) -> None:
        me = {"subject": who, "roles": ("citizen",)}
        asked = [
            self._done("card/request_card", "POST", "/applications", {"card_class": one, "format": "app"}, **me)
            for one in ("tourist", "resident")
        ]
        first, waiting = (one["application_id"] for one in asked)
        card = self._done("card/decide_application", "POST", f"/applications/{first}/issue", **STAFF)
        key = {"jwk": jwk(a_key())}
        said = self._done("card/register_phone", "POST", f"/cards/{card['card_id']}/app-key", key, **me)
        mine |= {name: card[name] for name in ("card_id", "account_id")}
        mine |= {"application_id": waiting}
        mine |= {"credential": said["credential_id"], "credential_id": said["credential_id"]}
        ids = {"at": NOON - timedelta(days=1), "card_id": card["card_id"], "account_id": card["account_id"]}
        last = NOON.date() + timedelta(days=900)
        issued = CardIssued(**ids, citizen_id=who, card_class="resident", expires_on=last)
        speaks = CredentialActivated(**ids, credential_id=said["credential_id"], medium="app")
        self._hear("wallet/heed_cards", issued, speaks)
        self._hear("loyalty/heed_cards", issued, CardActivated(**ids), speaks)
        second: dict[str, Any] = {
            "at": NOON,
            "card_id": f"card_second_{who[-3:]}",
            "account_id": f"acc_second_{who[-3:]}",
        }
        self._hear("wallet/heed_cards", CardIssued(**second, citizen_id=who, card_class="resident", expires_on=last))
        right = {"concession": "senior", "proof": "register", "valid_from": "2026-11-23", "valid_to": "2027-01-01"}
        self._done("card/grant_concession", "POST", f"/cards/{card['card_id']}/concessions", right, **STAFF)
        mine |= {"to_account_id": second["account_id"]}

    def _have_money(self, who: str, mine: dict[str, str], number: int) -> None:
        me = {"subject": who, "roles": ("citizen",)}
        place = f"/accounts/{mine['account_id']}"
        names = [f"{NOON_MS}7{number}{kind}{'0' * 17}" for kind in range(4)]
        money = {"entry_id": names[0], "amount_cents": 7_531, "means": "cash"}
        self._done("wallet/top_up_by_hand", "POST", f"{place}/desk-top-ups", money, **STAFF)
        paid = {"entry_id": names[1], "payee": "city:sports", "amount_cents": 113, "purpose": "ticket"}
        self._done("wallet/take_payment", "POST", f"{place}/payments", paid, **me)
        held = {**paid, "entry_id": names[2], "minutes": 600}
        self._done("wallet/hold_money", "POST", f"{place}/holds", held, **me)
        bank = {"iban": "ES9121000418450200051332", "holder": f"Titular {who[-3:].upper()}"}
        self._done("wallet/link_bank", "POST", f"{place}/mandate", bank, **me)
        refill = {"threshold_cents": 100, "amount_cents": 1_000, "means": "mandate"}
        self._done("wallet/set_auto_top_up", "PUT", f"{place}/auto-top-up", refill, **me)
        with self.function("wallet/keep_bank_card").running():
            card = RememberedCard(reference=f"REF{number}", brand="visa", last4=f"753{number}", expires="2049-12")
            bankcards.remembered(mine["account_id"], card, NOON).keep()
            ways = fundings.find(mine["account_id"])
            fundings.changed(ways, fundings.of(ways).remember_card()).keep()
        self._hear("wallet/heed_citizens", CitizenVerified(at=NOON, citizen_id=who, level=2))
        bought = {"entry_id": f"{NOON_MS}7{number}4{'0' * 17}", "code": "bus_month"}
        self._done("wallet/buy_pass", "POST", f"{place}/passes", bought, **me)
        mine |= {"pass_id": bought["entry_id"]}
        monthly = {"amount_cents": 500, "day": 28}
        self._done("wallet/set_allowance", "PUT", f"{place}/allowances/{mine['to_account_id']}", monthly, **me)
        paid_out = {"name": f"Casa {who[-3:].upper()}", "iban": bank["iban"], "people": [who]}
        self._act_for(f"operator:{who[-3:]}", paid_out)
        mine |= {"named_payee": f"operator:{who[-3:]}"}
        order = self._done("wallet/start_top_up", "POST", f"{place}/top-ups", {"amount_cents": 1_000}, **me)["order"]
        put_right = {
            "entry_id": names[3],
            "account_id": mine["account_id"],
            "amount_cents": 2_500,
            "purpose": "goodwill",
        }
        waits = self._done("wallet/adjust_account", "POST", "/adjustments", put_right, **STAFF)
        begun = {"service": "parking", "operator": "city", "stop": "p1"}
        at = "2026-11-23T09:00:00Z"
        tap = {"at": at, "credential": mine["credential"], "counter": 7, "kind": "on", "place": begun}
        gate = {"subject": "gate", "roles": ("operator",)}
        journey = self._done("access/tap", "POST", "/taps", tap, **gate)["tap_id"]
        mine |= {"payment_id": names[1], "hold_id": names[2], "order": order, "adjustment_id": waits["adjustment_id"]}
        mine |= {"journey_id": journey}
        self.secrets[who] |= {"7531", "75,31", "75.31"}

    def _act_for(self, payee: str, said: dict[str, Any]) -> None:
        """Sofia proposes a payee, and Lidia approves it."""
        new = {"If-Match": '"0"'}
        self._done("wallet/keep_payee", "PUT", f"/payees/{payee}", said, headers=new, **STAFF)
        read = {"If-Match": '"1"'}
        approved = {"subject": "lidia", "roles": ("staff",), "headers": read}
        self._done("wallet/keep_payee", "POST", f"/payees/{payee}/approval", **approved)

    def _keep_a_shop(self, who: str, mine: dict[str, str], number: int) -> None:
        me = {"subject": who, "roles": ("merchant",)}
        shop = {"name": f"Casa {who[-3:].upper()}", "category": "books", "address": f"Calle {who[-3:].upper()}, 1"}
        where = {
            "lat": 43.4623,
            "lon": -3.8040,
            "opens": "09:00",
            "closes": "21:00",
            "iban": "ES9121000418450200051332",
        }
        key = {"Idempotency-Key": "join"}
        joined = self._done("loyalty/join_shop", "POST", "/shops", {**shop, **where}, headers=key, **me)
        self._done("loyalty/decide_shop", "POST", f"/shops/{joined['shop_id']}/approval", **STAFF)
        place = f"/campaigns/{mine['campaign_id']}/vouchers"
        voucher = self._done("loyalty/reserve_voucher", "POST", place, {"request_id": f"{number:032x}"}, **me)
        phone = CITY.phone(mine["credential_id"], expires=2**32 - 1)
        sale = {"qr": phone.shows(int(NOON.timestamp())), "amount_cents": 4_321}
        sold = {**sale, "purchase_id": f"{NOON_MS}7{number}f{'0' * 17}"}
        bought = self._done("loyalty/take_purchase", "POST", f"/shops/{joined['shop_id']}/purchases", sold, **me)
        mine |= {"shop_id": joined["shop_id"], "voucher_id": voucher["voucher_id"]}
        mine |= {"purchase_id": bought["purchase_id"]}
        self.secrets[who] |= {shop["name"], shop["address"], "4321"}

    def _begin_a_form(self, who: str, mine: dict[str, str]) -> None:
        """One form that could be presented, and one that was."""
        me = {"subject": who, "roles": ("citizen",)}
        secret = f"Todo sobre la calle {who[-3:].upper()}"
        begun, presented = (self._answered(secret, me) for _ in range(2))
        filed = self._done("procedures/present_form", "POST", f"/me/drafts/{presented}/submission", **me)
        mine |= {"draft_id": begun, "file_id": filed["file_id"]}
        self.secrets[who] |= {secret}

    def _answered(self, secret: str, me: dict[str, Any]) -> str:
        asked = {"procedure": "public-information"}
        draft_id: str = self._done("procedures/begin_draft", "POST", "/me/drafts", asked, **me)["draft_id"]
        said = {"answers": {"request": {"what": secret, "format": "electronic"}}}
        first = {"If-Match": '"1"'}
        self._done("procedures/keep_draft", "PUT", f"/me/drafts/{draft_id}", said, headers=first, **me)
        return draft_id

    def _hear(self, use_case: str, *facts: Fact) -> None:
        assert self.function(use_case)(fact_event(*facts, source="cercano.card")) == {"batchItemFailures": []}

    def _done(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Any:
        answer = self.ask(use_case, method, path, body, **options)
        assert answer.status in (200, 201), f"{method} {path}: {answer.text}"
        return answer.json


def _tables() -> dict[str, Any]:
    """DynamoDB's tables as moto holds them: reading them one by one would take half a second."""
    import moto.dynamodb.models as moto

    found: dict[str, Any] = moto.dynamodb_backends["123456789012"]["eu-south-2"].tables
    return found


def ghosts(things: Mapping[str, str]) -> dict[str, str]:
    """Names of the same form that name nothing."""
    return {name: value if name == "campaign_id" else _ghost(name, value) for name, value in things.items()}


def _ghost(name: str, value: str) -> str:
    digits = hashlib.sha256(value.encode()).hexdigest()
    if name == "named_payee":
        return "operator:nobody"
    if name == "document":
        return "90000999R"
    if name == "order":
        return "2611" + digits[:8].upper()
    if name in ("payment_id", "hold_id", "journey_id", "pass_id"):
        return value[:13] + digits[: len(value) - 13]
    if name.startswith("credential") or name == "purchase_id":
        return (value[:12] if len(value) > 16 else "") + digits[: len(value) - (12 if len(value) > 16 else 0)]
    return f"{value.partition('_')[0]}_{base64.b32encode(digits.encode())[:26].decode()}"


@contextmanager
def a_town() -> Iterator[Town]:
    """The city, from its templates, at noon."""
    from moto import mock_aws

    from tests.support.aws import BASE_ENVIRONMENT, make_bus

    with mock_aws(), patch.dict("os.environ", BASE_ENVIRONMENT), clock.freeze(NOON), ExitStack() as own:
        make_bus()
        town = Town()
        for patched in town.own_keys():
            own.enter_context(patched)
        town.settle()
        yield town
