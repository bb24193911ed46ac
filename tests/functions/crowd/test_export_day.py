"""Settled days become open data once, and again only when they were mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from cercano.crowd import counting, fits, publishing
from cercano.crowd.settling import settle_all
from cercano.kit import aws
from tests.crowd.counters import a_museum, a_reading
from tests.crowd.people_flow import local
from tests.support.aws import Domain
from tests.support.events import schedule_event

DAY = date(2026, 11, 10)
NIGHT = local(DAY + timedelta(days=1), 6)


@pytest.fixture
def bucket(crowd: Domain) -> str:
    return crowd.ref("OpenData")


@pytest.fixture
def export(crowd: Domain) -> Callable[..., dict[str, Any]]:
    """Run the function at an instant."""
    function = crowd.function("export_day")

    def run(at: Any = NIGHT) -> dict[str, Any]:
        summary = function(schedule_event(at.isoformat()))
        return {name: summary[name] for name in ("asked", "changed")}

    return run


@pytest.fixture
def a_settled_day(crowd: Domain) -> None:
    """A museum counted every minute from eight to ten in the evening, but for an hour at noon."""
    fits.add_venue(a_museum())
    start = local(DAY, 8)
    counting.count_in(
        [a_reading(start + timedelta(minutes=n), n, n // 2) for n in range(14 * 60) if not 240 <= n < 300], start
    )
    settle_all(NIGHT)


def content(bucket: str, name: str) -> bytes:
    read: bytes = aws.client("s3").get_object(Bucket=bucket, Key=publishing.key(DAY, name))["Body"].read()
    return read


@pytest.fixture
def written(crowd: Domain, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys that were put into the bucket."""
    keys: list[str] = []
    put = aws.client("s3").put_object
    monkeypatch.setattr(aws.client("s3"), "put_object", lambda **what: (keys.append(what["Key"]), put(**what)))
    return keys


@pytest.mark.usefixtures("a_settled_day")
def test_a_settled_day_is_published_in_four_files_and_an_index(export, bucket):
    assert export() == {"asked": 1, "changed": 1}

    [(on, files)] = publishing.index(bucket).items()
    assert on == DAY
    assert {name: file.rows for name, file in files.items()} == {
        "hours.csv": 24, "hours.parquet": 24, "minutes.csv": 1440, "minutes.parquet": 1440,
    }  # fmt: skip
    assert all(len(content(bucket, name)) == file.size for name, file in files.items())


@pytest.mark.usefixtures("a_settled_day")
def test_gaps_are_rows_of_their_own_and_both_forms_agree(export, bucket, tmp_path):
    export()
    for name in ("minutes.csv", "minutes.parquet"):
        (tmp_path / name).write_bytes(content(bucket, name))

    with duckdb.connect() as db:
        question = "SELECT quality, count(*), sum(people_in), count(people) FROM '{}' GROUP BY quality ORDER BY quality"
        from_csv, from_parquet = (
            db.execute(question.format(tmp_path / name)).fetchall() for name in ("minutes.csv", "minutes.parquet")
        )

    assert from_csv == from_parquet
    by_quality = {quality: (count, people) for quality, count, _, people in from_parquet}
    assert by_quality["gap"] == (61, 0), "from the last word before the gap to the first after it"
    assert by_quality["withheld"] == (720, 0)
    assert by_quality["measured"] == (659, 659)


@pytest.mark.usefixtures("a_settled_day")
def test_publishing_a_day_again_that_has_not_changed_writes_nothing(export, written):
    export()
    assert len(written) == 5
    written.clear()
    publishing.ask([DAY])

    assert export() == {"asked": 1, "changed": 0}
    assert written == []
    assert export() == {"asked": 0, "changed": 0}


@pytest.mark.usefixtures("a_settled_day")
def test_a_mended_day_is_published_again(export, bucket):
    export()
    before = publishing.index(bucket)[DAY]["minutes.csv"]
    late = [a_reading(local(DAY, 12, n), 240 + n, 120 + n // 2) for n in range(60)]
    counting.count_in(late, NIGHT)
    settle_all(NIGHT + timedelta(minutes=15))

    assert export() == {"asked": 1, "changed": 1}
    assert publishing.index(bucket)[DAY]["minutes.csv"] != before


def test_a_day_that_still_runs_waits(crowd, export):
    fits.add_venue(a_museum())
    publishing.ask([DAY])

    assert export(local(DAY, 23)) == {"asked": 0, "changed": 0}
    assert [on for on, _ in publishing.asked()] == [DAY]


def test_the_sample_event_publishes_what_there_is(crowd):
    assert crowd.function("export_day")()["changed"] == 0
