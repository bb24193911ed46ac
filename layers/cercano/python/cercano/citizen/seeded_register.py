"""A municipal register out of a file: invented people, for cities that are being tried out.

The file lies in a private bucket (setting REGISTER_BUCKET), a JSON list of {"document", "birth_date", "postcode"...}.
A city in service puts an adapter to its own register in its place, with the same one method.
"""

from __future__ import annotations

import functools
import json

from cercano.citizen.documents import normal
from cercano.citizen.register import Claim
from cercano.kit import aws
from cercano.kit.settings import setting

KEY = "register.json"


class SeededRegister:
    """Answers from the file, read once in the life of a process."""

    def confirms(self, claim: Claim) -> bool:
        """Whether somebody in the file has all of what is claimed."""
        found = _people().get(claim.document)
        if found is None:
            return False
        birth_date, postcode = found
        return birth_date == claim.birth_date.isoformat() and claim.postcode in (None, postcode)


@functools.cache
def _people() -> dict[str, tuple[str, str]]:
    said = json.loads(aws.client("s3").get_object(Bucket=setting("REGISTER_BUCKET"), Key=KEY)["Body"].read())
    return {str(normal(one["document"])): (one["birth_date"], one["postcode"]) for one in said}
