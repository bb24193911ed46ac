"""GET /crowd/open-data and /crowd/open-data/{day}/{file_format}: past days as files that anybody may use.

Reads the index of the published days; a file itself is fetched from the bucket, at an address signed for five minutes.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cercano.crowd import publishing
from cercano.crowd.errors import NoSuchDay
from cercano.kit import aws
from cercano.kit.settings import setting
from cercano.kit.web import Page, Paging, Raw, Service, View

app = Service("crowd")
bucket = setting("OPEN_DATA_BUCKET")

SIGNED_FOR_S = 300
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Format(StrEnum):
    """How the rows are written."""

    CSV = "csv"
    PARQUET = "parquet"


class Rows(StrEnum):
    """What a row is."""

    HOUR = "hour"
    MINUTE = "minute"


class OpenFile(View):
    """One file of a day."""

    rows_by: Rows
    format: Format
    url: str
    """A path of this API."""
    rows: int
    size_bytes: int
    sha256: str
    """Of the file, to tell whether a day was mended since it was fetched."""


class OpenDay(View):
    """A published day. It is published again when a late reading mends it."""

    date: dt.date
    licence: str
    files: list[OpenFile]


@app.get("/open-data", public=True, cache_s=300)
def read_days(paging: Paging) -> Page[OpenDay]:
    """The days that are published, the newest first."""
    index = publishing.index(bucket)
    before = paging.after["before"] if paging.after else "9999"
    days = [on for on in sorted(index, reverse=True) if on.isoformat() < before]
    page = days[: paging.limit]
    views = [OpenDay(date=on, licence=LICENCE, files=_files(on, index[on])) for on in page]
    return Page(views, next={"before": page[-1].isoformat()} if len(days) > len(page) else None)


@app.get("/open-data/{day}/{file_format}", public=True)
def read_open_data(day: dt.date, file_format: Format, rows: Rows = Rows.HOUR) -> Raw:
    """A day as CSV or Parquet, a row for each hour or each minute of each venue: a redirection to the file."""
    name = f"{rows.value}s.{file_format.value}"
    if name not in publishing.index(bucket).get(day, {}):
        raise NoSuchDay(date=day)
    saved_as = f'attachment; filename="people-flow-{day}-{name}"'
    address = aws.client("s3").generate_presigned_url(
        "get_object",
        Params={"Bucket": bucket, "Key": publishing.key(day, name), "ResponseContentDisposition": saved_as},
        ExpiresIn=SIGNED_FOR_S,
    )
    return Raw(status=302, headers={"Location": address, "Cache-Control": "no-store"})


def _files(on: dt.date, files: publishing.Day) -> list[OpenFile]:
    return [
        OpenFile(
            rows_by=rows,
            format=form,
            url=f"/api/crowd/open-data/{on}/{form.value}?rows={rows.value}",
            rows=file.rows,
            size_bytes=file.size,
            sha256=file.sha256,
        )
        for rows in Rows
        for form in Format
        if (file := files.get(f"{rows.value}s.{form.value}")) is not None
    ]
