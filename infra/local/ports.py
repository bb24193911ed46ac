"""Says in a sentence that a port is taken, before anything is started on it."""

from __future__ import annotations

import socket

from infra.local.place import Place
from infra.local.say import Trouble


def is_taken(port: int) -> bool:
    """True when something listens on this port of 127.0.0.1 (or of every address)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free(place: Place) -> None:
    """Looks at the ports this copy will listen on.

    Raises:
        Trouble: naming the first port that is taken and the variable that moves it.
    """
    wanted = [("CERCANO_PORT", place.web_port, "the web app")]
    if place.cloud == "ministack":
        wanted += [("CLOUD_PORT", place.cloud_port, "the local cloud"), ("MQTT_PORT", place.mqtt_port, "MQTT")]
    for name, port, what in wanted:
        if is_taken(port):
            raise Trouble(
                f"Port {port}, meant for {what}, is taken by another program (another copy of Cercano?). "
                f"Stop that one, or choose another port: make run {name}={port + 100}"
            )
