"""The published days: which are asked for, which files lie in the bucket, and the index that says so.

People find the files through the index: s3://<OPEN_DATA_BUCKET>/people-flow/index.json, and for each day
people-flow/<date>/{hours,minutes}.{csv,parquet}. Reads and writes CrowdTable (EXPORT) and the bucket.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from cercano.crowd import asks
from cercano.crowd.asks import Ask
from cercano.crowd.rows import EXPORT
from cercano.kit import aws

FOLDER = "people-flow"
INDEX = f"{FOLDER}/index.json"
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a day."""

    sha256: str
    size: int
    """Bytes."""
    rows: int


Day = Mapping[str, File]
"""The files of a day by name: hours.csv, hours.parquet, minutes.csv, minutes.parquet."""


def ask(days: Iterable[date]) -> None:
    """Ask for days to be published, before what changed them is written: too often is better than never."""
    asks.ask(EXPORT, [on.isoformat() for on in days])


def asked() -> list[tuple[date, Ask]]:
    """The days somebody asked for, the oldest first."""
    return [(date.fromisoformat(one.key), one) for one in asks.asked(EXPORT)]


def key(on: date, name: str) -> str:
    """Where a file of a day lies in the bucket."""
    return f"{FOLDER}/{on.isoformat()}/{name}"


def index(bucket: str) -> dict[date, Day]:
    """What is published, by day, the oldest first."""
    client = aws.client("s3")
    try:
        body = client.get_object(Bucket=bucket, Key=INDEX)["Body"].read()
    except client.exceptions.NoSuchKey:
        return {}
    return {
        date.fromisoformat(day["date"]): {name: File(**file) for name, file in sorted(day["files"].items())}
        for day in json.loads(body)["days"]
    }


def put_index(bucket: str, days: Mapping[date, Day]) -> None:
    """Say what is published; after the files themselves."""
    listed = [
        {"date": on.isoformat(), "files": {name: asdict(file) for name, file in sorted(days[on].items())}}
        for on in sorted(days)
    ]
    body = json.dumps({"days": listed}, indent=1).encode()
    aws.client("s3").put_object(Bucket=bucket, Key=INDEX, Body=body, ContentType="application/json")


def put_day(bucket: str, on: date, files: Mapping[str, tuple[bytes, int]], before: Day) -> Day:
    """Put those files (bytes and number of rows, by name) of a day that differ from what lies there."""
    day: dict[str, File] = {}
    for name, (content, rows) in files.items():
        day[name] = File(sha256=hashlib.sha256(content).hexdigest(), size=len(content), rows=rows)
        if before.get(name) != day[name]:
            kind = CONTENT_TYPES[name.rpartition(".")[2]]
            aws.client("s3").put_object(Bucket=bucket, Key=key(on, name), Body=content, ContentType=kind)
    return day
