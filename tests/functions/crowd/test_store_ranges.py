"""A stretch that ends before it begins holds nothing: it is not sent to DynamoDB, which refuses it."""

from __future__ import annotations

from datetime import date

from cercano.crowd import store
from tests.support.aws import Domain, note_calls
from tests.support.crowd import a_day


def test_a_stretch_of_days_that_ends_before_it_begins_is_empty_and_asks_nobody(crowd: Domain) -> None:
    store.save_day(a_day(date(2026, 11, 21)))
    calls: list[str] = []
    note_calls(calls)

    assert store.days("centro-botin", date(2026, 11, 22), date(2026, 11, 21)) == []
    assert calls == []
    assert [day.date for day in store.days("centro-botin", date(2026, 11, 21), date(2026, 11, 21))] == [
        date(2026, 11, 21)
    ]
