"""The certificates and keys of an import, from the moment they are made to the one link that hands them over.

A private bucket that forgets within a day (infra/devices.yaml): files/ what came in, keys/ one device each while the
file is being read, bundles/ the zip. Keys are written before their certificate works: none can work and be lost.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from cercano.devices.broker import Issued
from cercano.devices.imports import LINK_LIFE
from cercano.devices.report import report
from cercano.devices.roster import BadRow
from cercano.kit import aws
from cercano.kit.settings import setting

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BUCKET = setting("IMPORTS_BUCKET")
UPLOAD_LIFE_S = 900


class FileReplaced(RuntimeError):
    """Another file lies where the one that was begun was."""


def keep_file(import_id: str, content: bytes) -> None:
    """Put an installer's file where its arrival starts the import."""
    _s3().put_object(Bucket=BUCKET, Key=_file(import_id), Body=content, ContentType="text/csv")


def upload_address(import_id: str) -> str:
    """Where the file may be PUT with `Content-Type: text/csv`, for a quarter of an hour."""
    params = {"Bucket": BUCKET, "Key": _file(import_id), "ContentType": "text/csv"}
    return str(_s3().generate_presigned_url("put_object", Params=params, ExpiresIn=UPLOAD_LIFE_S))


def read_file(import_id: str, etag: str | None, most_bytes: int) -> tuple[bytes, str]:
    """The file and its fingerprint; of a file that is too long, one byte more than allowed.

    Raises:
        FileReplaced: it is not the one with `etag`.
    """
    found = _s3().get_object(Bucket=BUCKET, Key=_file(import_id))
    if etag not in (None, found["ETag"]):
        raise FileReplaced(import_id)
    return found["Body"].read(most_bytes + 1), found["ETag"]


def keep_key(import_id: str, device_id: str, issued: Issued) -> None:
    """Keep what a device needs until the bundle is tied."""
    words = {"certificate": issued.certificate_pem, "key": issued.private_key}
    _s3().put_object(Bucket=BUCKET, Key=_key(import_id, device_id), Body=json.dumps(words).encode())


def has_key(import_id: str, device_id: str) -> bool:
    """Whether this import already made the device's certificate."""
    try:
        _s3().head_object(Bucket=BUCKET, Key=_key(import_id, device_id))
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
            return False
        raise
    return True


def tie(import_id: str, device_ids: Sequence[str], refused: Iterable[BadRow]) -> None:
    """Write the zip: a folder for each device, and the report. Safe to repeat until the keys are dropped."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for device_id in device_ids:
            words = json.loads(_s3().get_object(Bucket=BUCKET, Key=_key(import_id, device_id))["Body"].read())
            bundle.writestr(f"{device_id}/certificate.pem", words["certificate"])
            if words["key"]:
                bundle.writestr(f"{device_id}/private.key", words["key"])
        bundle.writestr("report.csv", report(device_ids, refused))
    _s3().put_object(Bucket=BUCKET, Key=_zip(import_id), Body=packed.getvalue(), ContentType="application/zip")


def drop_keys(import_id: str, device_ids: Iterable[str]) -> None:
    """Forget the single keys: the bundle has them."""
    for device_id in device_ids:
        _s3().delete_object(Bucket=BUCKET, Key=_key(import_id, device_id))


def drop(import_id: str) -> None:
    """Forget the bundle."""
    _s3().delete_object(Bucket=BUCKET, Key=_zip(import_id))


def link(import_id: str) -> str:
    """An address that gives the bundle for a few minutes."""
    params = {
        "Bucket": BUCKET,
        "Key": _zip(import_id),
        "ResponseContentDisposition": f'attachment; filename="{import_id}.zip"',
    }
    seconds = int(LINK_LIFE.total_seconds())
    return str(_s3().generate_presigned_url("get_object", Params=params, ExpiresIn=seconds))


def _s3() -> S3Client:
    client: S3Client = aws.client("s3", 20.0)
    return client


def _file(import_id: str) -> str:
    return f"files/{import_id}.csv"


def _key(import_id: str, device_id: str) -> str:
    return f"keys/{import_id}/{device_id}"


def _zip(import_id: str) -> str:
    return f"bundles/{import_id}.zip"
