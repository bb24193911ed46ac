"""A domain's part of the copy that a citizen asked for (GDPR arts. 15.3 and 20): one JSON file beside those of others.

The citizens' register keeps the bucket, shows the citizen a link to each part, and forgets them after a week.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cercano.kit import aws
from cercano.kit.facts import instant
from cercano.kit.settings import setting


def add_part(domain: str, asked: Any, held: Mapping[str, Any]) -> str:
    """Put what `domain` holds of somebody into the copy an ExportAsked is about; the key it is under.

    `held` is ready for JSON. Done again it says what is held by then.
    """
    key = f"exports/{asked.citizen_id}/{asked.export_id}/{domain}.json"
    words = {"format": f"cercano.{domain}/1", "asked_at": instant(asked.at), **held}
    body = json.dumps(words, ensure_ascii=False, indent=2).encode()
    aws.client("s3").put_object(Bucket=setting("EXPORTS_BUCKET"), Key=key, Body=body, ContentType="application/json")
    return key
