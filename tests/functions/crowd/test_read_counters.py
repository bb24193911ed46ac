"""GET /crowd/counters: those who mend counters see the worst first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.crowd import notes, records
from cercano.crowd.faults import Code
from cercano.crowd.health import Counter, Finding
from tests.support.aws import Domain
from tests.support.crowd import NOON, a_door, a_live, a_venue
from tests.support.http import call

Ask = Callable[..., Any]
Keep = Callable[..., Any]


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """GET as a member of staff."""
    function = crowd.function("read_counters")

    def asked(**more: Any) -> Any:
        with function.running():
            return call(function.module.app, "GET", "/counters", roles=("staff",), **more)

    return asked


def test_each_door_has_its_counter_with_its_age_its_battery_and_what_is_wrong(ask: Ask, keep: Keep) -> None:
    keep(a_venue("well"), a_live(NOON - timedelta(seconds=20)))
    keep(a_venue("zz-ill", doors=(a_door(device_id="zz-ill-1"), a_door("side", None))))
    counter = Counter(door_id="main", device_id="zz-ill-1", line=1, fit_no=1)
    since = NOON - timedelta(hours=3)
    silent = Finding(code=Code.SILENT, since=since, noticed_at=since)
    passing = Finding(code=Code.CLOCK_SKEW, since=since, noticed_at=since, raised=False)
    notes.save_health("zz-ill", records.health_to_json({counter: (silent, passing)}))

    found = ask().json["items"]

    assert [(c["venue_id"], c["door_id"], c["device_id"], c["age_s"], c["battery_pct"]) for c in found] == [
        ("zz-ill", "main", "zz-ill-1", None, None),
        ("well", "main", "well-1", 20, 87),
        ("zz-ill", "side", None, None, None),
    ]
    assert [c["findings"] for c in found] == [
        [{"code": "silent", "since": "2026-11-23T08:00:00Z", "text": "No dice nada"}],
        [],
        [],
    ]


def test_a_finding_of_the_counter_that_hung_there_before_is_not_the_new_ones(ask: Ask, keep: Keep) -> None:
    keep(a_venue("museum"))
    old = Counter(door_id="main", device_id="old-1", line=1, fit_no=0)
    finding = Finding(code=Code.STUCK, since=NOON, noticed_at=NOON)
    notes.save_health("museum", records.health_to_json({old: (finding,)}))

    assert ask().json["items"][0]["findings"] == []


def test_the_list_is_read_page_by_page(ask: Ask, keep: Keep) -> None:
    for n in range(5):
        keep(a_venue(f"venue-{n}"))

    seen: list[str] = []
    cursor = None
    while True:
        answer = ask(query={"limit": 2, **({"cursor": cursor} if cursor else {})}).json
        seen += [counter["venue_id"] for counter in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break

    assert seen == [f"venue-{n}" for n in range(5)]
