"""A neighbour from the first visit to the last: known to the city, sure of who looks, and forgotten when they ask."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from infra.local import register
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.place import Place

PASSWORD = "Sardinero y Magdalena 26"


@pytest.fixture(scope="module")
def somebody(endpoints: dict[str, Any], place: Place) -> Callable[[str], Api]:
    """`somebody("ana")` is a new citizen who has signed in, in a city with a municipal register."""
    register.settle(place, endpoints)

    def sign_up(name: str) -> Api:
        who = {"email": f"{name}-{time.time_ns()}@example.org", "password": PASSWORD}
        door = Api(endpoints["api"])
        door.send("POST", "/identity/sign-up", {**who, "name": name})
        door.send("POST", "/identity/sign-up/confirm", {"email": who["email"], "code": "123456"})
        return Api.signed_in(endpoints["api"], who)

    return sign_up


def eventually(found: Callable[[], Any], patience_s: float = 60) -> Any:
    """What `found` finds, once it finds something."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.5)
    return found()


def parts_of(citizen: Api, export_id: str) -> dict[str, Any]:
    """A citizen's copy once every domain that holds something has put its part into it."""
    holding = {"citizen", "card", "wallet", "loyalty"}

    def parts() -> dict[str, Any] | None:
        said = citizen.send("GET", f"/citizen/me/export/{export_id}").json()["parts"]
        found = {part["domain"]: part["url"] for part in said}
        return found if found.keys() >= holding else None

    links = eventually(parts)
    assert links, "a domain has not put its part into the copy"
    return {domain: httpx.get(url).json() for domain, url in links.items()}


def heard(clients: Clients, endpoints: dict[str, Any]) -> str:
    """A queue that hears what citizens tell on the city's bus."""
    name = f"journey-citizen-{time.time_ns()}"
    url: str = clients("sqs").create_queue(QueueName=name)["QueueUrl"]
    arn = clients("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bus = next(iter(endpoints["buses"].values()))
    pattern = json.dumps({"source": ["cercano.citizen"]})
    clients("events").put_rule(Name=name, EventBusName=bus, EventPattern=pattern)
    clients("events").put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "q", "Arn": arn}])
    return url


def test_a_neighbour_comes_is_verified_looks_after_a_child_and_leaves_without_a_trace(
    somebody: Callable[[str], Api], staff: Api, clients: Clients, endpoints: dict[str, Any]
) -> None:
    queue = heard(clients, endpoints)
    ana = somebody("ana")
    me = ana.send("GET", "/citizen/me")
    citizen_id = me.json()["citizen_id"]

    address = {"street": "Calle de la Invención, 77", "postcode": "39003", "town": "Santander"}
    body = {"name": "Fulana Delaprueba", "address": address, "language": "en"}
    ana.send("PUT", "/citizen/me", body, If_Match=me.headers["ETag"])
    claim = {"document": "90000003Z", "birth_date": "1975-11-08", "postcode": "39003"}
    wrong = ana.send("POST", "/citizen/me/verification", {**claim, "postcode": "39004"}, fine=(422,))
    right = ana.send("POST", "/citizen/me/verification", claim)
    assert (wrong.json()["code"], right.json()["level"]) == ("not_confirmed", 2)

    ana.send("PUT", "/citizen/me/consents/city_news", {"given": True, "text_version": 1})
    child = {"kind": "new_child", "name": "Peque Delaprueba", "birth_date": "2019-03-02"}
    child_id = ana.send("POST", "/citizen/me/family", child).json()["other_id"]
    found = staff.send("GET", "/citizen/citizens?document=90000003Z&purpose=card_service").json()["items"]
    assert [one["citizen_id"] for one in found] == [citizen_id]
    assert [one["purpose"] for one in ana.send("GET", "/citizen/me/readers").json()["items"]] == ["card_service"]

    eva = somebody("eva")
    assert eva.send("GET", f"/citizen/citizens/{citizen_id}?purpose=benefit", fine=(403,)).status_code == 403
    copy = ana.send("POST", "/citizen/me/export").json()
    assert eva.send("GET", f"/citizen/me/export/{copy['export_id']}", fine=(404,)).status_code == 404
    held = parts_of(ana, copy["export_id"])
    assert held["citizen"]["citizen"]["profile"]["name"] == "Fulana Delaprueba"
    assert (held["card"]["cards"], held["wallet"]["accounts"], held["loyalty"]["vouchers"]) == ([], [], [])

    ana.send("POST", "/citizen/me/erasure", {"word": "ERASE"})
    due = datetime.now(UTC) + timedelta(days=7, minutes=1)
    clients("lambda").invoke(
        FunctionName=endpoints["functions"]["citizen/carry_out_erasures"],
        Payload=json.dumps({"time": due.isoformat(), "id": "journey"}).encode(),
    )

    gone = ana.send("GET", "/citizen/me", fine=(410,))
    after = ana.send("GET", "/citizen/me/erasure").json()
    assert (gone.json()["code"], after["state"]) == ("citizen_gone", "erased")
    rows = json.dumps(clients("dynamodb").scan(TableName=endpoints["tables"]["citizen/CitizenTable"])["Items"])
    assert [word for word in ("Delaprueba", "1975-11-08", "90000003", "Invenci") if word in rows] == []
    assert httpx.get(copy["parts"][0]["url"]).status_code in (403, 404)

    told: list[tuple[str, str]] = []

    def all_told() -> bool:
        answer = clients("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            fact = json.loads(message["Body"])
            told.append((fact["detail-type"], fact["detail"]["data"].get("citizen_id", "")))
            clients("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return {("CitizenErased", citizen_id), ("CitizenErased", child_id)} <= set(told)

    assert eventually(all_told), told
    assert {("CitizenRegistered", citizen_id), ("CitizenVerified", citizen_id), ("ExportAsked", citizen_id)} <= set(
        told
    )
    assert {"GuardianshipGranted", "GuardianshipEnded"} <= {name for name, _ in told}
