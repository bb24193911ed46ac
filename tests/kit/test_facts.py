"""Facts: what is told arrives as it was told, and what cannot be understood is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.facts import crowd, devices
from cercano.kit.facts import Fact, UnreadableFact, instant

AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


class Mood(StrEnum):
    GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Fact):
    lamp_id: str
    watts: int
    share: float = 0.5
    mood: Mood = Mood.GOOD
    on: bool = True
    day: date | None = None
    hours: tuple[int, ...] = ()


def lit(**about) -> LampLit:
    return LampLit(**{"at": AT, "lamp_id": "l1", "watts": 40, **about})


def test_an_envelope_says_who_what_and_when():
    assert lit(hours=(1, 2)).envelope("c-9") == {
        "id": lit(hours=(1, 2)).fact_id,
        "name": "LampLit",
        "v": 1,
        "at": "2026-11-23T09:15:00Z",
        "correlation_id": "c-9",
        "data": {"lamp_id": "l1", "watts": 40, "share": 0.5, "mood": "good", "on": True, "hours": [1, 2]},
    }


def test_the_same_words_have_the_same_id_and_other_words_another():
    madrid = AT.astimezone(timezone(timedelta(hours=1)))

    assert lit().fact_id == lit(at=madrid).fact_id
    assert len({lit().fact_id, lit(watts=41).fact_id, lit(at=AT + timedelta(microseconds=1)).fact_id}) == 3


@given(
    st.builds(
        LampLit,
        at=st.datetimes(timezones=st.just(UTC)),
        lamp_id=st.text(),
        watts=st.integers(),
        share=st.floats(allow_nan=False, allow_infinity=False),
        day=st.none() | st.dates(),
        hours=st.lists(st.integers()).map(tuple),
        mood=st.just(Mood.GOOD),
        on=st.booleans(),
    )
)
def test_every_fact_arrives_as_it_was_told(fact):
    assert LampLit.from_envelope(fact.envelope()) == fact


def test_a_reader_ignores_what_it_does_not_know_and_fills_in_what_has_a_default():
    envelope = lit().envelope() | {"new": 1}
    envelope["data"] = {"lamp_id": "l1", "watts": 40, "colour": "red"}

    assert LampLit.from_envelope(envelope) == lit()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lamp_id", None),
        ("lamp_id", 7),
        ("watts", "40"),
        ("watts", True),
        ("watts", 40.5),
        ("share", "half"),
        ("mood", "sad"),
        ("on", 1),
        ("day", "yesterday"),
        ("hours", "12"),
        ("hours", ["1"]),
    ],
)
def test_a_field_of_another_type_is_refused_by_name(name, value):
    envelope = lit().envelope()
    envelope["data"][name] = value

    with pytest.raises(UnreadableFact, match=name):
        LampLit.from_envelope(envelope)


@pytest.mark.parametrize("at", [None, "2026-11-23T09:15:00", "soon", 5])
def test_an_instant_without_its_zone_is_refused(at):
    with pytest.raises(UnreadableFact, match="at"):
        LampLit.from_envelope(lit().envelope() | {"at": at})


@pytest.mark.parametrize("envelope", [None, [], "x", {}, {"name": "LampLit"}, {"name": "LampLit", "data": []}])
def test_what_is_no_envelope_is_refused(envelope):
    with pytest.raises(UnreadableFact):
        LampLit.from_envelope(envelope)


def test_another_fact_is_refused():
    with pytest.raises(UnreadableFact):
        devices.DeviceRevoked.from_envelope(devices.DeviceRotated(at=AT, device_id="d").envelope())


def test_a_missing_field_is_refused_by_name():
    envelope = lit().envelope()
    del envelope["data"]["watts"]

    with pytest.raises(UnreadableFact, match="watts"):
        LampLit.from_envelope(envelope)


def test_a_naive_instant_is_never_told():
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 11, 23))


def test_a_settled_day_keeps_its_date():
    told = crowd.VenueDaySettled(
        at=AT, venue_id="v", date=date(2026, 11, 22), total_in=1, total_out=1, raw_closing_error=0
    )

    assert crowd.VenueDaySettled.from_envelope(told.envelope()) == told
