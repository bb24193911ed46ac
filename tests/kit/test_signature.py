"""Our signatures are botocore's, byte for byte."""

from __future__ import annotations

import json
import string
from datetime import UTC, datetime
from unittest.mock import patch

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from hypothesis import given
from hypothesis import strategies as some

from cercano.kit.signature import sign, stamp

KEYS = some.text(string.ascii_letters + string.digits + "+/=", min_size=1, max_size=60)
HOSTS = some.sampled_from(["dynamodb.eu-south-2.amazonaws.com", "127.0.0.1:20566", "[::1]:8000", "localhost"])
TARGETS = some.sampled_from(["GetItem", "PutItem", "Query", "TransactWriteItems", "BatchGetItem"])
BODIES = some.binary(max_size=400) | some.text(max_size=200).map(lambda text: json.dumps({"S": text}).encode())


@given(
    host=HOSTS,
    operation=TARGETS,
    body=BODIES,
    key=KEYS,
    secret=KEYS,
    token=some.none() | KEYS,
    region=some.sampled_from(["eu-south-2", "us-east-1", "cn-north-1"]),
    at=some.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31), timezones=some.just(UTC)),
)
def test_each_request_is_signed_as_botocore_signs_it(
    host: str, operation: str, body: bytes, key: str, secret: str, token: str | None, region: str, at: datetime
) -> None:
    credentials = ReadOnlyCredentials(key, secret, token)
    headers = {
        "host": host,
        "content-type": "application/x-amz-json-1.0",
        "user-agent": "cercano",
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    scheme = "http" if ":" in host or host == "localhost" else "https"
    theirs = AWSRequest("POST", f"{scheme}://{host}/", headers={**headers}, data=body)

    ours = sign(headers, body, credentials, stamp(at.timestamp()), region=region, service="dynamodb")
    with patch("botocore.auth.get_current_datetime", lambda *_: at.replace(tzinfo=None)):
        SigV4Auth(credentials, "dynamodb", region).add_auth(theirs)

    assert ours == {name.lower(): text for name, text in theirs.headers.items()}


def test_another_day_another_secret_or_another_region_has_another_key() -> None:
    def signature(secret: str = "s", at: str = "20261123T000000Z", region: str = "eu-south-2") -> str:
        by = ReadOnlyCredentials("k", secret, None)
        return sign({"host": "h"}, b"", by, at, region=region, service="dynamodb")["authorization"][-64:]

    found = {signature(), signature("t"), signature(at="20261124T000000Z"), signature(region="eu-west-1")}
    assert len(found) == 4
    assert signature() == signature()
