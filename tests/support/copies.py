"""The bucket of copies as another domain meets it: it is asked for its part, and puts one file."""

from __future__ import annotations

import json
from typing import Any

from cercano.facts.citizen import ExportAsked
from cercano.kit import aws, clock
from tests.support.aws import REGION, Domain, Function
from tests.support.events import fact_event

EXPORT = "export_1"


def ask_for_copy(domain: Domain, heed: Function, citizen_id: str, *, times: int = 1) -> dict[str, Any]:
    """The part that a domain's use case puts into somebody's copy, on moto."""
    bucket, s3 = domain.ref("ExportsBucket"), aws.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    asked = fact_event(*[ExportAsked(at=clock.now(), citizen_id=citizen_id, export_id=EXPORT)] * times)
    assert heed(asked) == {"batchItemFailures": []}
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert keys == [f"exports/{citizen_id}/{EXPORT}/{domain.name}.json"]
    said: dict[str, Any] = json.loads(s3.get_object(Bucket=bucket, Key=keys[0])["Body"].read())
    return said
