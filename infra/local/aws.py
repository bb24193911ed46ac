"""Clients of the local cloud for the tools: the same calls as on AWS, to 127.0.0.1, as the account's root."""

from __future__ import annotations

from typing import Any

import botocore.config
from localstack_client.session import Session

from infra.local.place import Place

ACCOUNT = "000000000000"


class Clients:
    """boto3 clients of one local cloud, made on first use."""

    def __init__(self, place: Place) -> None:
        self._session = Session(
            localstack_host=f"127.0.0.1:{place.cloud_port}",
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - every emulator's public word
            region_name=place.region,
        )
        self._place = place
        self._made: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        """The client of one service ("s3", "cloudformation", "cognito-idp"...)."""
        if service not in self._made:
            self._made[service] = self._session.client(
                service,
                endpoint_url=self._place.cloud_url,
                config=botocore.config.Config(
                    retries={"max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=120
                ),
            )
        return self._made[service]
