"""Where this copy of the city lives on the machine: its ports, its folder, its stage.

Two copies run side by side when each has its own CERCANO_PORT, CLOUD_PORT, MQTT_PORT and CERCANO_LOCAL.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CHECKOUT = Path(__file__).resolve().parents[2]

CloudKind = Literal["ministack", "localstack"]


class BadSetting(Exception):
    """A setting of the environment that cannot be meant; its text is for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One copy of the city on this machine."""

    root: Path
    """The checkout."""
    home: Path
    """What this copy keeps: state of the cloud, endpoints, logs. Git-ignored."""
    tools: Path
    """Environments of tools, shared by all copies of a checkout."""
    web_port: int
    cloud_port: int
    mqtt_port: int
    cloud: CloudKind
    stage: str
    city: str
    region: str

    @property
    def web_url(self) -> str:
        """Where people open the city."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def cloud_url(self) -> str:
        """Where every AWS call goes."""
        return f"http://127.0.0.1:{self.cloud_port}"

    @property
    def endpoints_file(self) -> Path:
        """The map of everything that runs, for people, tests and tools."""
        return self.home / "endpoints.json"

    @property
    def log_folder(self) -> Path:
        """What the processes of this copy say."""
        return self.home / "log"


def place_from(env: Mapping[str, str] = os.environ, root: Path = CHECKOUT) -> Place:
    """The copy that the environment describes.

    Raises:
        BadSetting: a port that is no port, two ports that are the same, or a cloud nobody knows.
    """
    cloud = env.get("CLOUD") or "ministack"
    if cloud not in ("ministack", "localstack"):
        raise BadSetting(f"CLOUD={cloud} is not known here; it is ministack (the default) or localstack.")
    ports = {
        name: _port(env, name, usual)
        for name, usual in (("CERCANO_PORT", 8080), ("CLOUD_PORT", 4566), ("MQTT_PORT", 8883))
    }
    if len(set(ports.values())) < len(ports):
        raise BadSetting("CERCANO_PORT, CLOUD_PORT and MQTT_PORT must be three different ports.")
    return Place(
        root=root,
        home=(root / (env.get("CERCANO_LOCAL") or ".local")).resolve(),
        tools=root / ".local",
        web_port=ports["CERCANO_PORT"],
        cloud_port=ports["CLOUD_PORT"],
        mqtt_port=ports["MQTT_PORT"],
        cloud="localstack" if cloud == "localstack" else "ministack",
        stage="local",
        city=env.get("CITY") or "santander",
        region="eu-south-2",
    )


def _port(env: Mapping[str, str], name: str, usual: int) -> int:
    said = env.get(name) or str(usual)
    if not said.isdigit() or not 1 <= int(said) <= 65535:
        raise BadSetting(f"{name}={said} is not a port; it is a number from 1 to 65535.")
    return int(said)
