"""`deploy --only` makes one domain anew and leaves the others of a running city as they stand, on the map and lent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infra.local import deploy as deployment
from infra.local.deploy import Deployed, deploy
from infra.local.expand import Expanded
from infra.local.place import Place
from tests.local.test_expand import city

__all__ = ["city"]
SAID = {
    "cercano": {
        "People0": "wanted",
        "People0Stage": "s",
        "Reader0": "wanted",
        "Reader0Stage": "s",
        "Reader0BusName": "b",
    },
    "cercano-people": {"Pool": "p1"},
}


PLACE = Place(
    **{name: Path("/nowhere") for name in ("root", "home", "tools")},
    **{"web_port": 1, "cloud_port": 2, "mqtt_port": 3, "cloud": "ministack"},  # type: ignore[arg-type]
    **{"stage": "s", "city": "santander", "region": "eu-south-2"},  # type: ignore[arg-type]
)


class Stacks:
    """A CloudFormation that remembers what each stack was last given."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, str]] = {}
        self.made: list[str] = []

    def __call__(self, _api: Any, name: str) -> Stack:
        return Stack(self, name)


class Stack:
    def __init__(self, stacks: Stacks, name: str) -> None:
        self.stacks, self.name = stacks, name

    def put(self, _url: str, values: dict[str, str]) -> bool:
        self.stacks.held[self.name] = values
        self.stacks.made.append(self.name)
        return True

    def stands(self) -> bool:
        return self.name in self.stacks.held

    def outputs(self) -> dict[str, str]:
        return SAID.get(self.name, {}) if self.stands() else {}

    def physical_ids(self) -> dict[str, str]:
        return {"Something": self.name} if self.stands() else {}


@pytest.fixture
def stacks(monkeypatch: pytest.MonkeyPatch) -> Stacks:
    found = Stacks()
    monkeypatch.setattr(deployment, "Stack", found)
    monkeypatch.setattr(deployment.artifacts, "Bucket", lambda *_: None)
    monkeypatch.setattr(deployment, "_url", lambda *_: "http://deploy/template.json")
    return found


def deployed(city: Expanded, *only: str) -> Deployed:
    return deploy(PLACE, lambda _: None, city, frozenset(only) or None)  # type: ignore[arg-type]


def names(done: Deployed) -> set[str]:
    return {Path(source).stem for source in done.made}


def test_the_other_domains_of_a_running_city_stay_as_they_stand(city: Expanded, stacks: Stacks) -> None:
    deployed(city)
    whole = dict(stacks.held)
    stacks.made.clear()

    done = deployed(city, "reader")

    assert stacks.made == ["cercano", "cercano-reader"]
    assert stacks.held == whole
    assert stacks.held["cercano-reader"]["Pool"] == "p1"
    assert names(done) == {"template", "people", "reader"}
    assert done.outputs["Pool"] == "p1"


def test_in_an_empty_cloud_the_others_are_left_out(city: Expanded, stacks: Stacks) -> None:
    done = deployed(city, "reader")

    assert sorted(stacks.held) == ["cercano", "cercano-reader"]
    assert stacks.held["cercano-reader"]["Pool"] == "left-out-People"
    assert names(done) == {"template", "reader"}
