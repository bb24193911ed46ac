"""How AWS knows that a request is ours: Signature Version 4, its key made once a day instead of once a call.

The header `Authorization` proves who asks, when, and that nothing of the request was changed on its way (AWS General
Reference, "Signing AWS API requests"). tests/kit/test_signature.py compares each signature with botocore's own.
"""

from __future__ import annotations

import functools
import hmac
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.credentials import ReadOnlyCredentials

ALGORITHM = "AWS4-HMAC-SHA256"


def stamp(seconds: float) -> str:
    """An instant (seconds since 1970) as signatures spell it: "20261123T091500Z"."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


def sign(
    headers: Mapping[str, str], body: bytes, by: ReadOnlyCredentials, at: str, *, region: str, service: str
) -> dict[str, str]:
    """The headers of a POST to "/" with those that sign it, at an instant as `stamp` spells it.

    All of `headers` are signed but the user agent. Their names are lower case.
    """
    signed = {**headers, "x-amz-date": at}
    if by.token:
        signed["x-amz-security-token"] = by.token
    names = sorted(signed.keys() - {"user-agent"})
    listed = ";".join(names)
    said = "".join([f"{name}:{signed[name]}\n" for name in names])
    request = f"POST\n/\n\n{said}\n{listed}\n{sha256(body).hexdigest()}"
    scope = f"{at[:8]}/{region}/{service}/aws4_request"
    to_sign = f"{ALGORITHM}\n{at}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    made = hmac.digest(_key(by.secret_key or "", at[:8], region, service), to_sign.encode(), "sha256").hex()
    signed["authorization"] = (
        f"{ALGORITHM} Credential={by.access_key}/{scope}, SignedHeaders={listed}, Signature={made}"
    )
    return signed


@functools.lru_cache(maxsize=4)
def _key(secret: str, day: str, region: str, service: str) -> bytes:
    """The key of a day, a region and a service: another secret, after a change of credentials, has another one."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
