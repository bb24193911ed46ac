"""Where DynamoDB is: the address that was set for it, else that of our region; and whose certificates are trusted.

AWS_ENDPOINT_URL_DYNAMODB goes before AWS_ENDPOINT_URL, as in all of AWS's own tools; the local cloud sets the second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from botocore.session import Session

SUFFIXES = {"cn-": "amazonaws.com.cn", "eusc-": "amazonaws.eu"}
"""Where the regions are that are not under amazonaws.com, by how their names begin."""
PORTS = {"http": 80, "https": 443}


def endpoint(session: Session, region: str) -> str:
    """DynamoDB's address, "https://dynamodb.eu-south-2.amazonaws.com"."""
    from botocore.configprovider import ConfiguredEndpointProvider

    if not session.get_config_variable("ignore_configured_endpoint_urls"):
        provider = ConfiguredEndpointProvider(session.full_config, session.get_scoped_config(), "dynamodb")
        if found := provider.provide():
            return str(found)
    suffix = next((one for begins, one in SUFFIXES.items() if region.startswith(begins)), "amazonaws.com")
    return f"https://dynamodb.{region}.{suffix}"


def host(url: str) -> str:
    """The header `host` of an address: lower case, without a port that goes without saying."""
    parts = urlsplit(url)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return name if parts.port in (None, PORTS.get(parts.scheme)) else f"{name}:{parts.port}"


def certificates(session: Session) -> str:
    """The file of authorities that TLS trusts: AWS_CA_BUNDLE, else the one that botocore uses."""
    from botocore.httpsession import get_cert_path

    found = session.get_config_variable("ca_bundle")
    return str(found or get_cert_path(True))
