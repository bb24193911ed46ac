"""A copy of all that is held of somebody here, as one JSON document in a private bucket that forgets it after a week.

Every domain of the city may put its own part beside ours: exports/<citizen>/<export>/<domain>.json.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cercano.citizen import consent_store, family_store, preferences, reading_store
from cercano.citizen.errors import NoSuchExport
from cercano.citizen.model import Citizen
from cercano.citizen.rows import ExportRow, partition
from cercano.facts.citizen import ExportAsked
from cercano.kit import aws
from cercano.kit.facts import instant
from cercano.kit.settings import setting

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

KEPT = timedelta(days=7)
LINK_LIFE_S = 900
"""A link is short-lived and can be asked for again as long as the copy is kept."""


def document_of(citizen: Citizen, at: datetime) -> dict[str, Any]:
    """All that this domain holds of somebody, ready for JSON (GDPR arts. 15.3 and 20)."""
    citizen_id = citizen.citizen_id
    said, _ = preferences.read(citizen_id)
    return {
        "format": "cercano.citizen/1",
        "made_at": instant(at),
        "citizen": _plain(asdict(citizen)),
        "preferences": said.model_dump(mode="json"),
        "consents": [_plain(asdict(word)) for word in consent_store.words_of(citizen_id)],
        "readers": [_plain(asdict(reading)) for reading in reading_store.every(citizen_id)],
        "family": [_plain(asdict(bond)) for bond in family_store.bonds_of(citizen_id)],
    }


def make(citizen: Citizen, export_id: str, at: datetime) -> datetime:
    """Put the copy in its place, remember it, and tell the city that it was asked for; when it will be forgotten."""
    body = json.dumps(document_of(citizen, at), ensure_ascii=False, indent=2).encode()
    key = f"{_folder(citizen.citizen_id, export_id)}citizen.json"
    _s3().put_object(Bucket=setting("EXPORTS_BUCKET"), Key=key, Body=body, ContentType="application/json")
    row = ExportRow(partition(citizen.citizen_id), f"EXPORT#{export_id}", asked_at=at, expires_at=at + KEPT)
    row.told = [ExportAsked(at=at, citizen_id=citizen.citizen_id, export_id=export_id)]
    row.keep()
    return at + KEPT


def parts(citizen_id: str, export_id: str, at: datetime) -> tuple[datetime, dict[str, str]]:
    """When the copy goes, and a link to each domain's part of it that is there by now.

    Raises:
        NoSuchExport: it is not theirs, or its week is over.
    """
    row = ExportRow.find(partition(citizen_id), f"EXPORT#{export_id}")
    if row is None or row.expires_at <= at:
        raise NoSuchExport
    folder = _folder(citizen_id, export_id)
    return row.expires_at, {key.removeprefix(folder).removesuffix(".json"): _link(key) for key in _keys(folder)}


def forget(citizen_id: str) -> int:
    """Delete every copy of somebody's; how many files that were."""
    keys = _keys(f"exports/{citizen_id}/")
    for key in keys:
        _s3().delete_object(Bucket=setting("EXPORTS_BUCKET"), Key=key)
    return len(keys)


def _keys(prefix: str) -> list[str]:
    pages = _s3().get_paginator("list_objects_v2").paginate(Bucket=setting("EXPORTS_BUCKET"), Prefix=prefix)
    return [one["Key"] for page in pages for one in page.get("Contents", [])]


def _link(key: str) -> str:
    called = key.rpartition("/")[2]
    params = {
        "Bucket": setting("EXPORTS_BUCKET"),
        "Key": key,
        "ResponseContentDisposition": f'attachment; filename="{called}"',
    }
    return str(_s3().generate_presigned_url("get_object", Params=params, ExpiresIn=LINK_LIFE_S))


def _folder(citizen_id: str, export_id: str) -> str:
    return f"exports/{citizen_id}/{export_id}/"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value


def _s3() -> S3Client:
    client: S3Client = aws.client("s3")
    return client
