"""Brings up the ground of the city: the local cloud with everything deployed to it, and the map of what is where."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import httpx

from infra.local import cloud, survey
from infra.local.place import Place
from infra.local.say import Trouble, note, step


def start(place: Place) -> subprocess.Popen[bytes] | None:
    """Starts the cloud of this copy, or finds the LocalStack it was told to use (then None).

    Raises:
        Trouble: it does not start, or nothing answers where LocalStack should be.
    """
    if place.cloud == "ministack":
        with step(f"Local cloud on {place.cloud_url}"):
            return cloud.start(place)
    if not cloud.is_well(place):
        raise Trouble(
            f"Nothing answers at {place.cloud_url}. Start LocalStack first, say where with CLOUD_PORT=..., "
            "or leave CLOUD out: then the embedded cloud is used."
        )
    return None


def deploy(place: Place, only: frozenset[str] | None = None) -> dict[str, Any]:
    """Deploys what changed, mends what the local CloudFormation ignores, and gives the map (also written).

    With `only` the other domains of a running city stay as they are.

    Raises:
        Trouble: the deployment failed.
    """
    # Half a second each of imports that the cloud's start should not wait for.
    from infra.local import deploy as deployment
    from infra.local.aws import Clients
    from infra.local.mend import mend
    from infra.local.trim import trimmer

    clients = Clients(place)
    with step("Templates expanded"):
        city = deployment.expanded(place, clients, trim=trimmer(place))
    with step("Deployed through CloudFormation"):
        deployed = deployment.deploy(place, clients, city, only)
        mend(clients, city, deployed.made)
    note("changed: " + ", ".join(deployed.changed) if deployed.changed else "nothing changed since the last deployment")
    endpoints = survey.survey(place, city, deployed.made)
    endpoints["outputs"] = deployed.outputs
    if not keep_mqtt_ca(place, Path(endpoints["mqtt"]["ca"])):
        del endpoints["mqtt"]
    kept = {name: value for name, value in survey.written(place).items() if name in ("devices", "people")}
    survey.write(place, endpoints | kept)
    return endpoints | kept


def keep_mqtt_ca(place: Place, file: Path) -> bool:
    """Writes the certificate that says the local broker is itself; False for a cloud without MQTT."""
    answer = httpx.get(f"{place.cloud_url}/_ministack/iot/ca.pem", timeout=10)
    if answer.status_code != 200:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(answer.content)
    return True
