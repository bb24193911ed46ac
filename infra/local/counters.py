"""A registered counter on the wire: its own certificate, its own topic, messages the broker has confirmed (QoS 1)."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion

from infra.local.say import Trouble

CONFIRM_S = 60


class Counter:
    """One device, connected. Use it in a `with`."""

    def __init__(self, endpoints: dict[str, Any], thing: str) -> None:
        device = endpoints["devices"][thing]
        self._mqtt = endpoints["mqtt"]
        self._topic = device["topics"][0]
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=device["client_id"])
        self._client.tls_set(self._mqtt["ca"], device["certificate"], device["key"])
        self._client.max_queued_messages_set(0)
        self._client.max_inflight_messages_set(200)
        self.thing = thing

    def __enter__(self) -> Self:
        """Connects.

        Raises:
            Trouble: nobody listens there, or the broker does not know the certificate.
        """
        try:
            self._client.connect(self._mqtt["host"], self._mqtt["port"], keepalive=60)
        except OSError as refused:
            raise Trouble(f"{self.thing} cannot connect to MQTT at port {self._mqtt['port']}: {refused}") from refused
        self._client.loop_start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def say(self, message: dict[str, Any]) -> MQTTMessageInfo:
        """Publishes one message; the broker's word comes later (`confirmed`)."""
        return self._client.publish(self._topic, json.dumps(message, separators=(",", ":")), qos=1)


def confirmed(sent: list[MQTTMessageInfo]) -> int:
    """Waits until the broker has confirmed all of these; how many they are.

    Raises:
        Trouble: some are not confirmed after CONFIRM_S seconds.
    """
    for one in sent:
        one.wait_for_publish(CONFIRM_S)
        if not one.is_published():
            raise Trouble(f"The broker did not confirm a message in {CONFIRM_S} s.")
    return len(sent)


def keep_certificate(folder: Path, thing: str, certificate: str, key: str) -> dict[str, str]:
    """Writes a device's certificate and private key where only this user reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"certificate": folder / f"{thing}.crt", "key": folder / f"{thing}.key"}
    for file, content in ((files["certificate"], certificate), (files["key"], key)):
        file.touch(mode=0o600)
        file.write_text(content)
    return {name: str(file) for name, file in files.items()}
