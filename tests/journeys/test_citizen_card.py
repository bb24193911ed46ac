"""One card's life: asked for, filled at the bank, ridden with, explained to the cent, lost, replaced."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from infra.local import register, seed
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.counters import Counter, confirmed
from infra.local.place import Place
from tests.card.credentials import Phone
from tests.journeys.test_card import Gate, a_phone
from tests.journeys.town import MADRID, eventually, word

PASSWORD = "Sardinero y Magdalena 26"
IN_THE_REGISTER = {"document": "90000006V", "birth_date": "2001-09-15", "postcode": "39006"}
TOP_UP_CENTS = 1000
FLAT, DAY_CAP = 66, 264
"""Of infra/seed/santander/fares.json."""


class Neighbour:
    """Somebody new, with their card and its account."""

    def __init__(self, endpoints: dict[str, Any], staff: Api) -> None:
        self.endpoints, self.staff = endpoints, staff
        who = {"email": f"rider-{time.time_ns()}@example.org", "password": PASSWORD}
        door = Api(endpoints["api"])
        door.send("POST", "/identity/sign-up", {**who, "name": "Perengano"})
        door.send("POST", "/identity/sign-up/confirm", {"email": who["email"], "code": "123456"})
        self.api = Api.signed_in(endpoints["api"], who)
        self.card: dict[str, Any] = {}

    @property
    def account_path(self) -> str:
        return f"/wallet/accounts/{self.card['account_id']}"

    def account(self) -> Any:
        return self.api.send("GET", self.account_path, fine=(404,)).json()

    def balance(self) -> int:
        return int(self.account()["posted_cents"])

    def comes_to(self, cents: int) -> int:
        """The balance, once it is this one, or whatever it still is after a minute."""
        eventually(lambda: self.balance() == cents, pause_s=0.5)
        return self.balance()

    def entries(self, language: str) -> list[dict[str, Any]]:
        """Every movement, oldest first."""
        answer = self.api.send("GET", f"{self.account_path}/entries?limit=100", Accept_Language=language)
        found: list[dict[str, Any]] = answer.json()["items"][::-1]
        return found

    def journeys(self) -> list[tuple[str, int, str]]:
        """Line, cents as they stand now, reason; oldest first."""
        items = self.api.send("GET", f"/access/journeys?account_id={self.card['account_id']}").json()["items"]
        return [(one["line"], one["cents"], one["reason"]) for one in items[::-1]]

    def has_ridden(self, times: int) -> bool:
        """Whether so many taps are known within a minute."""
        return bool(eventually(lambda: len(self.journeys()) == times, pause_s=0.5))


class Validator:
    """A bus's reader: a registered device with its own certificate, and the gate that believes phones."""

    def __init__(self, mqtt: Counter, gate: Gate) -> None:
        self.mqtt, self.gate = mqtt, gate

    def admits(self, phone: Phone) -> str:
        """The credential that stands on the phone."""
        return self.gate.says(phone)

    def uploads(self, *taps: dict[str, Any]) -> None:
        confirmed([self.mqtt.say({"v": 1, "taps": list(taps)})])


def yesterday(clock: str) -> datetime:
    """An instant of yesterday here: all taps fall into one day, whatever o'clock the tests run."""
    day = datetime.now(MADRID).date() - timedelta(days=1)
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=MADRID).astimezone(UTC)


def tap(credential: str, counter: int, line: str, at: datetime) -> dict[str, Any]:
    place = {"service": "bus", "operator": "tus", "line": line, "stop": "15", "vehicle": "204"}
    return {"at": word(at), "credential": credential, "counter": counter, "kind": "entry", "place": place}


@pytest.fixture(scope="module")
def fares(staff: Api, place: Place) -> None:
    """What the council decided."""
    for table in seed.read(place, "fares"):
        staff.send("POST", "/access/fares", table, fine=(409,))


@pytest.fixture(scope="module")
def gate(anyone: Api, clients: Clients, endpoints: dict[str, Any]) -> Gate:
    clients("lambda").invoke(FunctionName=endpoints["functions"]["card/refresh_statuses"], Payload=b"{}")
    return Gate(anyone)


@pytest.fixture(scope="module")
def neighbour(endpoints: dict[str, Any], staff: Api, place: Place, fares: None) -> Neighbour:
    register.settle(place, endpoints)
    return Neighbour(endpoints, staff)


def gets_a_card(neighbour: Neighbour, staff: Api) -> None:
    asked = neighbour.api.send("POST", "/card/applications", {"card_class": "resident", "format": "app"}).json()
    issue = f"/card/applications/{asked['application_id']}/issue"
    unverified = staff.send("POST", issue, fine=(409,))
    assert unverified.json()["code"] == "holder_not_verified"
    assert neighbour.api.send("POST", "/citizen/me/verification", IN_THE_REGISTER).json()["level"] == 2

    def issued() -> Any:
        answer = staff.send("POST", issue, fine=(409,))
        return answer.status_code < 400 and answer.json()

    neighbour.card = eventually(issued, pause_s=0.5)
    assert neighbour.card, "the card office had not heard of the verification after a minute"
    assert eventually(lambda: "posted_cents" in neighbour.account(), pause_s=0.5)


def sent(url: str, form: dict[str, str]) -> httpx.Response:
    """A form sent as browsers and banks do, with patience for a cold start."""
    return httpx.post(url, data=form, timeout=60)


def fills_it_at_the_bank(neighbour: Neighbour, anyone: Api) -> None:
    before = neighbour.balance()
    started = neighbour.api.send("POST", f"{neighbour.account_path}/top-ups", {"amount_cents": TOP_UP_CENTS}).json()
    fields, page = started["form"]["fields"], started["form"]["action"]

    tampered = {**fields, "Ds_MerchantParameters": fields["Ds_MerchantParameters"][:-4] + "AAAA"}
    assert sent(page, tampered).status_code == 400
    assert sent(page, fields).status_code == 200
    assert neighbour.balance() == before, "the page alone credits nothing"
    forged = {"Ds_SignatureVersion": "HMAC_SHA512_V2", **dict.fromkeys(list(fields)[1:], "AAAA")}
    hook = f"{anyone.send('GET', '/card/keys').url}".replace("/card/keys", "/wallet/gateway/notifications")
    assert sent(hook, forged).status_code >= 400
    back = sent(f"{page}/decision", {**fields, "decision": "pay"})

    assert back.status_code == 303
    order = f"/wallet/top-ups/{started['order']}"
    assert eventually(lambda: neighbour.api.send("GET", order).json()["state"] == "credited", pause_s=0.5)
    assert neighbour.balance() == before + TOP_UP_CENTS
    sent(f"{page}/decision", {**fields, "decision": "pay"})
    assert neighbour.balance() == before + TOP_UP_CENTS, "the bank's word twice is one top-up"


def is_known(endpoints: dict[str, Any], credential: str) -> bool:
    """Whether an inspector's machine knows the credential: the ledger has heard of the phone."""
    inspector = Api.signed_in(endpoints["api"], endpoints["people"]["operator"])
    asked = f"/access/inspections?credential={credential}&vehicle=204"
    return bool(eventually(lambda: inspector.send("GET", asked).json()["is_known"], pause_s=0.5))


def test_a_card_is_asked_for_filled_ridden_with_explained_lost_and_replaced(
    neighbour: Neighbour,
    staff: Api,
    anyone: Api,
    gate: Gate,
    counter: Callable[..., Counter],
    endpoints: dict[str, Any],
) -> None:
    gets_a_card(neighbour, staff)
    fills_it_at_the_bank(neighbour, anyone)
    phone = a_phone(neighbour.api, neighbour.card["card_id"])

    with counter(f"bus-{time.time_ns()}", "reader") as bus, counter(f"garage-{time.time_ns()}", "reader") as garage:
        validator, depot = Validator(bus, gate), Validator(garage, gate)
        credential = validator.admits(phone)
        assert is_known(endpoints, credential)

        three = [
            tap(credential, 1, "1", yesterday("08:00")),
            tap(credential, 2, "3", yesterday("08:30")),
            tap(credential, 4, "1", yesterday("10:00")),
        ]
        for number, one in enumerate(three, start=1):
            validator.uploads(one)
            assert neighbour.has_ridden(number)
        assert neighbour.comes_to(TOP_UP_CENTS - 2 * FLAT) == TOP_UP_CENTS - 2 * FLAT
        assert neighbour.journeys() == [("1", FLAT, "flat"), ("3", 0, "transfer"), ("1", FLAT, "flat")]

        rest = [tap(credential, 5 + n, "1", yesterday(at)) for n, at in enumerate(("11:30", "13:00", "14:30"))]
        validator.uploads(*rest)
        assert neighbour.comes_to(TOP_UP_CENTS - DAY_CAP) == TOP_UP_CENTS - DAY_CAP
        assert neighbour.journeys()[-1] == ("1", 0, "cap")

        # The bus comes home: it says everything again, backwards; then another one brings what was forgotten.
        known = neighbour.entries("es")
        validator.uploads(*rest[::-1], *three[::-1])
        depot.uploads(tap(credential, 3, "4", yesterday("09:30")))
        assert eventually(lambda: len(neighbour.entries("es")) > len(known), pause_s=0.5)
        assert len(neighbour.entries("es")) == len(known) + 1
        assert neighbour.balance() == TOP_UP_CENTS - DAY_CAP
        assert neighbour.journeys()[2:4] == [("4", FLAT, "flat"), ("1", 0, "transfer")]

        explained_to_the_cent(neighbour)
        lost_at = time.monotonic()
        neighbour.api.send("POST", f"/card/cards/{neighbour.card['card_id']}/block", {"reason": "lost"})
        gate.seconds_until(phone, "suspended")
        print(f"refused {time.monotonic() - lost_at:.0f} s after it was lost")
        assert eventually(lambda: neighbour.account()["status"] == "frozen", pause_s=0.5)
        validator.uploads(tap(credential, 20, "1", datetime.now(UTC)))

        old = neighbour.card
        neighbour.card = neighbour.api.send("POST", f"/card/cards/{old['card_id']}/replace").json()
        gate.seconds_until(phone, "ended")
        new_phone = a_phone(neighbour.api, neighbour.card["card_id"])
        new_credential = validator.admits(new_phone)
        assert is_known(endpoints, new_credential)
        assert eventually(lambda: neighbour.account()["status"] == "open", pause_s=0.5)

        assert neighbour.card["account_id"] == old["account_id"]
        assert neighbour.balance() == TOP_UP_CENTS - DAY_CAP, "the old phone's ride was not charged; nothing is lost"
        assert neighbour.account()["card_id"] == neighbour.card["card_id"]
        new_ride = datetime.now(UTC)
        validator.uploads(tap(credential, 21, "1", new_ride), tap(new_credential, 1, "1", new_ride))
        assert neighbour.has_ridden(8)

    paid = sum(cents for _, cents, _ in neighbour.journeys())
    assert neighbour.balance() == TOP_UP_CENTS - paid


def explained_to_the_cent(neighbour: Neighbour) -> None:
    """Both languages, entry by entry; and the month's sheet adds up."""
    es, en = neighbour.entries("es"), neighbour.entries("en")
    assert [one["text"] for one in es] == [
        "Recarga con tarjeta bancaria",
        "Viaje con TUS, línea 1: un viaje",
        "Viaje con TUS, línea 3: transbordo gratis, 30 min después de la línea 1",
        "Viaje con TUS, línea 1: un viaje",
        "Viaje con TUS, línea 1: un viaje",
        "Viaje con TUS, línea 1: un viaje",
        "Viaje con TUS, línea 1: máximo del día alcanzado, 2,64 €",
        "Viaje con TUS, línea 4: un viaje, 0,66 €; viajes posteriores corregidos, +0,66 €",
    ]
    assert en[2]["text"] == "Journey with TUS, line 3: free transfer, 30 min after line 1"
    assert en[-1]["text"] == "Journey with TUS, line 4: one journey, €0.66; later journeys put right, +€0.66"
    assert sum(one["amount_cents"] for one in es) == es[-1]["balance_cents"] == neighbour.balance()

    month = f"{datetime.now(MADRID):%Y-%m}"
    sheet = neighbour.api.send("GET", f"{neighbour.account_path}/statement/{month}/csv", Accept_Language="es").content
    lines = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))[1:]
    cents = [int(amount.replace(",", "")) for _, _, amount, _, _ in lines]
    assert sum(cents) == neighbour.balance()
    paper = neighbour.api.send("GET", f"{neighbour.account_path}/statement/{month}/pdf")
    assert paper.content.startswith(b"%PDF")


def test_planners_fetch_lines_fares_and_bicycles_through_the_front_door(
    staff: Api, anyone: Api, place: Place, fares: None
) -> None:
    for name in ("network", "bikes"):
        staff.send("PUT", f"/access/{name}", seed.read(place, name), If_Match="*")

    feed = anyone.send("GET", "/access/gtfs.zip").content
    named = anyone.send("GET", "/access/gbfs/gbfs.json").json()["data"]["feeds"]

    with zipfile.ZipFile(io.BytesIO(feed)) as archive:
        assert b",standard,card,0.66,EUR" in archive.read("fare_products.txt")
    assert len(named) == 5
    for one in named:
        assert httpx.get(one["url"], timeout=60).json()["version"] == "3.0"
