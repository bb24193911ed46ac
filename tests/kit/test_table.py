"""Rows: nothing is written over what somebody else wrote, and what goes in comes out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.facts.crowd import VenueEased, VenueFilled
from cercano.kit import aws, batch
from cercano.kit.errors import VersionConflict
from cercano.kit.log import correlated
from cercano.kit.table import (
    BinaryAttribute,
    DateAttribute,
    EnumAttribute,
    ExpiryAttribute,
    FloatAttribute,
    IntegerAttribute,
    JsonAttribute,
    Row,
    TextAttribute,
    TextSet,
    UtcAttribute,
)

AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Lamp(Row, discriminator="test-lamp"):
    watts = IntegerAttribute()
    colour = EnumAttribute(Colour, default=Colour.RED)
    lit_at = UtcAttribute(null=True)
    bought = DateAttribute(null=True)
    notes = JsonAttribute(null=True)
    photo = BinaryAttribute(null=True)
    lumens = FloatAttribute(null=True)
    tags = TextSet(null=True)
    expires_at = ExpiryAttribute(null=True)


class Bench(Row, discriminator="test-bench"):
    seats = IntegerAttribute()
    name = TextAttribute(null=True)


@pytest.fixture(autouse=True)
def crowd(city):
    return city("crowd")


def lamp(number: int = 1, **about) -> Lamp:
    return Lamp("STREET", f"LAMP#{number:03}", **{"watts": 40, **about})


def filled() -> VenueFilled:
    return VenueFilled(at=AT, venue_id="a", people=9, capacity=9)


def eased() -> VenueEased:
    return VenueEased(at=AT, venue_id="a", people=1, capacity=9)


def stored(row: Row) -> dict:
    key = {"pk": {"S": row.pk}, "sk": {"S": row.sk}}
    return aws.client("dynamodb").get_item(TableName="test-crowd", Key=key, ConsistentRead=True)["Item"]


def test_what_goes_into_a_row_comes_out_of_it():
    kept = lamp(
        colour=Colour.BLUE,
        lit_at=AT + timedelta(microseconds=7),
        bought=date(2026, 1, 2),
        notes={"año": [1, None, True]},
        photo=b"\x00\xff",
        lumens=806.25,
        tags={"ñ", "b"},
        expires_at=AT,
    ).keep()

    found = Lamp.find("STREET", "LAMP#001")

    assert found is not None
    assert found.attribute_values == kept.attribute_values
    assert stored(kept)["notes"] == {"S": '{"año":[1,null,true]}'}
    assert stored(kept)["lit_at"] == {"S": "2026-11-23T09:15:00.000007Z"}


def test_a_row_that_is_not_there_is_none():
    assert Lamp.find("STREET", "LAMP#404") is None


def test_an_instant_is_kept_in_utc_wherever_it_was_said():
    kept = lamp(lit_at=datetime(2026, 11, 23, 10, 15, tzinfo=timezone(timedelta(hours=1)))).keep()

    assert stored(kept)["lit_at"] == {"S": "2026-11-23T09:15:00Z"}


@pytest.mark.parametrize(
    "about",
    [
        {"watts": 40.0},
        {"watts": True},
        {"watts": "40"},
        {"lit_at": datetime(2026, 11, 23)},
        {"bought": AT},
        {"colour": "green"},
        {"lumens": float("nan")},
        {"notes": float("inf")},
    ],
)
def test_a_row_refuses_what_it_could_not_give_back(about):
    with pytest.raises((TypeError, ValueError)):
        lamp(**about).keep()

    assert Lamp.find("STREET", "LAMP#001") is None


def test_a_row_is_kept_only_over_the_version_that_was_read():
    lamp().keep()
    mine, theirs = Lamp.find("STREET", "LAMP#001"), Lamp.find("STREET", "LAMP#001")
    theirs.watts = 60
    theirs.keep()
    mine.watts = 100

    with pytest.raises(VersionConflict):
        mine.keep()

    assert (Lamp.find("STREET", "LAMP#001").watts, Lamp.find("STREET", "LAMP#001").version) == (60, 2)
    assert mine.version == 1


def test_a_new_row_never_replaces_one_that_is_there():
    lamp(watts=40).keep()

    with pytest.raises(VersionConflict):
        lamp(watts=60).keep()

    assert Lamp.find("STREET", "LAMP#001").watts == 40


def test_a_row_is_removed_only_over_the_version_that_was_read():
    old = lamp().keep()
    Lamp.find("STREET", "LAMP#001").keep()

    with pytest.raises(VersionConflict):
        old.remove()

    Lamp.find("STREET", "LAMP#001").remove()
    assert Lamp.find("STREET", "LAMP#001") is None


def test_a_condition_of_ones_own_holds_as_well():
    lamp(watts=40).keep()
    row = Lamp.find("STREET", "LAMP#001")

    with pytest.raises(VersionConflict):
        row.keep(only_if=Lamp.watts > 50)


def test_the_facts_of_a_write_are_saved_with_it_under_its_correlation_id_and_not_with_the_next():
    row = lamp()
    row.told = [filled(), eased()]
    with correlated(correlation_id="c-1"):
        row.keep()

    told = json.loads(stored(row)["told"]["S"])
    assert [(one["name"], one["correlation_id"]) for one in told] == [("VenueFilled", "c-1"), ("VenueEased", "c-1")]

    again = Lamp.find("STREET", "LAMP#001").keep()
    assert "told" not in stored(again)


def test_a_refused_write_tells_nobody():
    lamp().keep()
    late = lamp()
    late.told = [filled()]

    with pytest.raises(VersionConflict):
        late.keep()

    assert "told" not in stored(late)


def test_pages_follow_one_another_until_there_is_none():
    batch.put_many([lamp(n) for n in range(5)] + [Bench("STREET", "LAMP#002b", seats=2)])

    first, after = Lamp.page("STREET", limit=2)
    second, after = Lamp.page("STREET", limit=2, after=json.loads(json.dumps(after)))
    third, end = Lamp.page("STREET", limit=2, after=after)

    assert [row.sk[-3:] for row in first + second + third] == ["000", "001", "002", "003", "004"]
    assert end is None


def test_a_class_finds_its_own_rows_and_the_base_finds_them_all():
    batch.put_many([lamp(1), lamp(2), Bench("STREET", "BENCH#1", seats=3)])

    assert [type(row) for row in Row.every("STREET")] == [Bench, Lamp, Lamp]
    assert [row.sk for row in Lamp.every("STREET", newest_first=True)] == ["LAMP#002", "LAMP#001"]
    assert [row.sk for row in Row.every("STREET", Row.sk.startswith("BENCH#"))] == ["BENCH#1"]


def test_many_rows_are_put_and_found_in_batches():
    keys = [("STREET", f"LAMP#{n:03}") for n in range(130)]
    batch.put_many(lamp(n) for n in range(130))

    assert sorted(row.sk for row in batch.find_many(Lamp, [*keys, ("STREET", "LAMP#404")])) == [sk for _, sk in keys]


def test_what_a_batch_leaves_undone_is_asked_for_again(monkeypatch):
    monkeypatch.setattr(batch, "FIRST_PAUSE_S", 0)
    dynamodb = aws.client("dynamodb")
    write, read = dynamodb.batch_write_item, dynamodb.batch_get_item

    def write_one(RequestItems):  # noqa: N803 - as botocore says it
        ((table, requests),) = RequestItems.items()
        write(RequestItems={table: requests[:1]})
        return {"UnprocessedItems": {table: requests[1:]} if requests[1:] else {}}

    def read_one(RequestItems):  # noqa: N803 - as botocore says it
        ((table, asked),) = RequestItems.items()
        rest = {table: {**asked, "Keys": asked["Keys"][1:]}} if asked["Keys"][1:] else {}
        return {**read(RequestItems={table: {**asked, "Keys": asked["Keys"][:1]}}), "UnprocessedKeys": rest}

    monkeypatch.setattr(dynamodb, "batch_write_item", write_one)
    monkeypatch.setattr(dynamodb, "batch_get_item", read_one)

    batch.put_many(lamp(n) for n in range(5))
    assert len(batch.find_many(Lamp, [("STREET", f"LAMP#{n:03}") for n in range(5)])) == 5

    with pytest.raises(batch.LeftUndone):
        batch.put_many(lamp(n) for n in range(batch.ATTEMPTS + 1))


def test_all_tables_share_one_client():
    lamp().keep()

    clients = {row._get_connection().connection.client for row in (Lamp, Bench)}
    assert clients == {aws.client("dynamodb")}


@given(st.integers())
def test_every_whole_number_comes_back(number):
    attribute = IntegerAttribute()

    assert attribute.deserialize(attribute.serialize(number)) == number


@given(st.datetimes(timezones=st.timezones()))
def test_every_instant_comes_back(at):
    attribute = UtcAttribute()

    # Told in UTC: Python holds an hour that comes twice unequal to any other zone's (PEP 495).
    assert attribute.deserialize(attribute.serialize(at)) == at.astimezone(UTC)
