"""`make doctor`: what this machine lacks for the city, and how to mend each thing."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator

from infra.local import background, browser
from infra.local.place import Place
from infra.local.ports import is_taken
from infra.local.say import console, note, warn

NODE_MAJOR = 20
MEMORY_GB = 4
DISK_GB = 3


def main(place: Place, _: list[str]) -> int:
    """0 when nothing lacks."""
    faults = [*_tools(), *_machine(place), *_ports(place)]
    for fault in faults:
        warn(fault)
    if not faults:
        console.print("[green]✓[/green] Nothing lacks: make run starts the city.")
    note(f"Python {platform.python_version()} at {sys.executable}")
    note(
        f"MQTT listens on every address of this machine at port {place.mqtt_port} while the city runs; a client without"
    )
    note("a certificate can connect to it and do nothing. Close the port in a network you do not trust.")
    return 1 if faults else 0


def _tools() -> Iterator[str]:
    node = shutil.which("node")
    if node is None:
        yield "Node is missing (the web app is laid out with its packages): nodejs.org, or apt-get install nodejs npm."
    else:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        if int(said.lstrip("v").split(".")[0] or 0) < NODE_MAJOR:
            yield f"Node {said} is old; {NODE_MAJOR} or later is needed (nodejs.org)."
        if shutil.which("npm") is None:
            yield "npm is missing: apt-get install npm."
    for tool in ("git", "make"):
        if shutil.which(tool) is None:
            yield f"{tool} is missing: apt-get install {tool}."
    if browser.find() is None:
        yield "No browser for the tests of the web app: apt-get install chromium, or say where one is with CHROMIUM=..."


def _machine(place: Place) -> Iterator[str]:
    free_gb = shutil.disk_usage(place.root).free / 1e9
    if free_gb < DISK_GB:
        yield f"Only {free_gb:.1f} GB of disk are free; the tools take about {DISK_GB}."
    if not (place.tools / "ministack-venv" / "bin" / "python").exists():
        yield "The local cloud is not installed yet: make setup."
    if not (place.root / "web" / "node_modules").exists():
        yield "The web packages are not installed yet: make setup."


def _ports(place: Place) -> Iterator[str]:
    if background.running_pid(place):
        return
    for name, port in (
        ("CERCANO_PORT", place.web_port),
        ("CLOUD_PORT", place.cloud_port),
        ("MQTT_PORT", place.mqtt_port),
    ):
        if is_taken(port):
            yield f"Port {port} is taken by another program; choose another: make run {name}={port + 100}"
