"""A revoked device stops counting at that instant, and nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from cercano.crowd import fits, store
from cercano.crowd.model import Fit
from cercano.facts.devices import DeviceRevoked
from cercano.kit.clock import freeze
from functions.crowd import heed_devices
from tests.crowd.counters import LONG_AGO, a_door, a_museum, at
from tests.support.events import Context, event, fact_event
from tests.support.shelf import Shelf


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("TABLE_NAME", "crowd")
    monkeypatch.setenv("READINGS_TABLE", "readings")
    with Shelf().standing_in() as standing, freeze(at(12)):
        yield standing


def heed(device_id: str, when: datetime) -> list[dict[str, str]]:
    answer = heed_devices.handler(fact_event(DeviceRevoked(at=when, device_id=device_id)), Context())
    return answer["batchItemFailures"]


def ends() -> dict[str, list[datetime | None]]:
    return {door.door_id: [fit.until for fit in door.fits] for door in store.venue("museum").doors}


def test_its_fits_end_at_the_instant_it_was_cut_off_and_others_go_on():
    fits.add_venue(a_museum(a_door("main"), a_door("side")))

    assert heed("counter-main", at(11)) == []

    assert ends() == {"main": [at(11)], "side": [None]}
    assert [one.fit.until for one in fits.fits_of("counter-main")] == [at(11)]


def test_heard_twice_it_changes_nothing_more():
    fits.add_venue(a_museum())
    heed("counter-main", at(11))
    version = store.venue("museum").version

    heed("counter-main", at(11))

    assert store.venue("museum").version == version


def test_a_bridge_takes_the_counters_behind_it_along():
    behind = Fit(fit_no=1, device_id="bridge-1:24e124c1", since=LONG_AGO)
    fits.add_venue(a_museum(replace(a_door("main"), fits=(behind,))))

    heed("bridge-1", at(11))

    assert ends() == {"main": [at(11)]}


def test_a_device_that_was_let_in_again_and_fitted_later_goes_on_counting():
    first = Fit(fit_no=1, device_id="counter-main", since=LONG_AGO, until=at(10))
    again = Fit(fit_no=2, device_id="counter-main", since=at(11, 30))
    fits.add_venue(a_museum(replace(a_door("main"), fits=(first, again))))

    heed("counter-main", at(11))

    assert ends() == {"main": [at(10), None]}


def test_a_device_that_hangs_nowhere_changes_nothing():
    assert heed_devices.handler(event("crowd", "heed_devices"), Context()) == {"batchItemFailures": []}


def test_a_fact_that_cannot_be_read_goes_back_to_the_queue():
    broken = event("crowd", "heed_devices")
    broken["Records"][0]["body"] = "{}"

    assert len(heed_devices.handler(broken, Context())["batchItemFailures"]) == 1
