"""GET /crowd/open-data: what anybody may take home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cercano.crowd import publishing
from tests.support.aws import Domain
from tests.support.events import event
from tests.support.http import call, read

Ask = Callable[..., Any]
DAY = date(2026, 11, 22)
FILES = {
    f"{rows}.{kind}": (f"{rows} as {kind}".encode(), 24) for rows in ("hours", "minutes") for kind in ("csv", "parquet")
}


@pytest.fixture
def ask(crowd: Domain) -> Ask:
    """GET as anybody."""
    function = crowd.function("read_open_data")

    def asked(path: str, **query: Any) -> Any:
        with function.running():
            return call(function.module.app, "GET", path, query=query)

    return asked


@pytest.fixture
def publish(crowd: Domain) -> Callable[..., None]:
    """Puts days into the bucket as export_day does."""
    bucket = crowd.ref("OpenData")

    def published(*days: date) -> None:
        index = publishing.index(bucket)
        for on in days:
            index[on] = publishing.put_day(bucket, on, FILES, {})
        publishing.put_index(bucket, index)

    return published


def test_the_list_names_each_days_files_with_their_licence_and_fingerprint(ask: Ask, publish: Any) -> None:
    publish(DAY)

    answer = ask("/open-data").json

    (day,) = answer["items"]
    assert (day["date"], day["licence"], answer["next"]) == (
        "2026-11-22",
        "https://creativecommons.org/licenses/by/4.0/",
        None,
    )
    assert [(f["rows_by"], f["format"], f["url"], f["rows"], f["size_bytes"]) for f in day["files"]] == [
        ("hour", "csv", "/api/crowd/open-data/2026-11-22/csv?rows=hour", 24, 12),
        ("hour", "parquet", "/api/crowd/open-data/2026-11-22/parquet?rows=hour", 24, 16),
        ("minute", "csv", "/api/crowd/open-data/2026-11-22/csv?rows=minute", 24, 14),
        ("minute", "parquet", "/api/crowd/open-data/2026-11-22/parquet?rows=minute", 24, 18),
    ]
    assert all(len(f["sha256"]) == 64 for f in day["files"])


@pytest.mark.parametrize("rows", ["hour", "minute"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_is_fetched_at_an_address_signed_for_five_minutes(ask: Ask, publish: Any, rows: str, kind: str) -> None:
    publish(DAY)

    answer = ask(f"/open-data/2026-11-22/{kind}", rows=rows)

    address = urlsplit(answer.headers["location"])
    assert (answer.status, answer.headers["cache-control"]) == (302, "no-store")
    assert address.path.endswith(f"/people-flow/2026-11-22/{rows}s.{kind}")
    asked = parse_qs(address.query)
    assert asked["X-Amz-Expires"] == ["300"]
    assert asked["response-content-disposition"] == [f'attachment; filename="people-flow-2026-11-22-{rows}s.{kind}"']


def test_the_newest_days_come_first_page_by_page(ask: Ask, publish: Any) -> None:
    publish(*(DAY - timedelta(days=n) for n in (3, 0, 2, 1, 4)))

    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        answer = ask("/open-data", **query).json
        seen += [day["date"] for day in answer["items"]]
        if answer["next"] is None:
            break
        query["cursor"] = answer["next"]

    assert seen == ["2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/open-data/2026-11-21/csv", 404),
        ("/open-data/2026-11-22/xlsx", 422),
        ("/open-data/yesterday/csv", 422),
        ("/open-data/2026-11-22/csv?rows=second", 422),
    ],
)
def test_what_is_not_published_is_not_signed(ask: Ask, publish: Any, path: str, status: int) -> None:
    publish(DAY)

    assert ask(path).status == status


def test_before_the_first_night_there_is_nothing_and_no_error(ask: Ask) -> None:
    assert ask("/open-data").json == {"items": [], "next": None}
    assert ask("/open-data/2026-11-22/csv").code == "no_such_day"


def test_the_sample_is_answered(crowd: Domain, publish: Any) -> None:
    publish(DAY)

    assert read(crowd.function("read_open_data")(event("crowd", "read_open_data"))).status == 302
