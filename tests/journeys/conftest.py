"""One city for all journeys of a test run: the real templates on a local cloud at free ports, behind the real edge."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import people, survey
from infra.local.api import Api
from infra.local.aws import Clients
from infra.local.city import City
from infra.local.counters import Counter, keep_certificate
from infra.local.place import CHECKOUT, Place, place_from
from infra.local.ports import free_port

HERE = Path(__file__).parent
MINISTACK = CHECKOUT / ".local" / "ministack-venv" / "bin" / "python"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.cloud)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Ports and a folder that nobody else uses."""
    if not MINISTACK.exists() and not os.environ.get("CI"):
        pytest.skip("the local cloud is not installed: make setup")
    ports = {name: str(free_port()) for name in ("CERCANO_PORT", "CLOUD_PORT", "MQTT_PORT")}
    return place_from({**ports, "CERCANO_LOCAL": str(tmp_path_factory.mktemp("city"))})


@pytest.fixture(scope="session")
def city(place: Place) -> Iterator[City]:
    """The running city: everything deployed, demo people, no venues and no devices."""
    running = City(place)
    try:
        running.start_empty()
        pool = next(iter(running.endpoints["user_pools"].values()))
        running.endpoints["people"] = people.settle_in(Clients(place), pool, {})
        running.endpoints["devices"] = {}
        survey.write(place, running.endpoints)
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def endpoints(city: City) -> dict[str, Any]:
    """What `.local/endpoints.json` says of it; devices that a journey registers are added."""
    return city.endpoints


@pytest.fixture(scope="session")
def clients(city: City, place: Place) -> Clients:
    """AWS clients of it, as the account's root: `clients("dynamodb")`."""
    return Clients(place)


@pytest.fixture(scope="session")
def anyone(endpoints: dict[str, Any]) -> Api:
    """The API as somebody who is not signed in."""
    return Api(endpoints["api"])


@pytest.fixture(scope="session")
def staff(endpoints: dict[str, Any]) -> Api:
    """The API as a member of staff."""
    return Api.signed_in(endpoints["api"], endpoints["people"]["staff"])


@pytest.fixture(scope="session")
def citizen(endpoints: dict[str, Any]) -> Api:
    """The API as a citizen."""
    return Api.signed_in(endpoints["api"], endpoints["people"]["citizen"])


@pytest.fixture(scope="session")
def counter(endpoints: dict[str, Any], staff: Api, place: Place) -> Callable[..., Counter]:
    """Registers a device and gives it as a counter to connect: `with counter("door-1") as one: one.say({...})`."""

    def register(thing: str, kind: str = "counter") -> Counter:
        said = staff.send("POST", "/devices/devices", {"device_id": thing, "kind": kind, "note": "journey"}).json()
        files = keep_certificate(place.home / "devices", thing, said["certificate_pem"], said["private_key"])
        endpoints["devices"][thing] = {**files, "client_id": thing, "topics": said["device"]["topics"]}
        return Counter(endpoints, thing)

    return register
