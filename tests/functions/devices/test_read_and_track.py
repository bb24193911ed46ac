"""The list of devices, and who is there."""

from __future__ import annotations

import random
from typing import Any

from tests.functions.devices.conftest import Register
from tests.support.events import event, queue_event


def a_lifecycle_event(what: str, device_id: str = "door-1", second: int = 0, number: int = 0, **more: Any) -> Any:
    said = {
        "clientId": device_id,
        "timestamp": 1795435200000 + second * 1000,
        "eventType": what,
        "versionNumber": number,
    }
    return said | {"sessionIdentifier": f"session-{number}", "principalIdentifier": "f00"} | more


def test_the_list_is_read_page_by_page_in_the_order_of_names(register: Register) -> None:
    names = ["door-1", "door-10", "door-1-a", "door-2", "kiosk-1"]
    for name in names:
        register.register(name, "kiosk" if name.startswith("kiosk") else "counter")
    register.function("track_presence")(queue_event(a_lifecycle_event("connected", "door-10")))

    read: list[str] = []
    cursor = ""
    while True:
        page = register.ask("read_devices", "GET", f"/devices?limit=2{cursor}").json
        read += [item["device_id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert read == sorted(names, key=lambda name: f"{name}#")


def test_the_list_can_be_narrowed_to_a_kind_and_a_state(register: Register) -> None:
    for name, kind in (("door-1", "counter"), ("door-2", "counter"), ("kiosk-1", "kiosk")):
        register.register(name, kind)
    register.revoke("door-2")

    def read(query: str) -> list[str]:
        return [i["device_id"] for i in register.ask("read_devices", "GET", f"/devices?{query}").json["items"]]

    assert read("kind=counter") == ["door-1", "door-2"]
    assert read("state=active") == ["door-1", "kiosk-1"]
    assert read("kind=counter&state=revoked&limit=1") == ["door-2"]
    assert register.ask("read_devices", "GET", "/devices?kind=toaster").status == 422


def test_the_sample_of_the_broker_makes_a_device_online(register: Register) -> None:
    register.register("centro-botin-door-1")

    answer = register.function("track_presence")(event("devices", "track_presence"))

    assert answer == {"batchItemFailures": []}
    presence = {"state": "online", "since": "2026-11-23T09:14:59Z", "reason": None}
    assert register.read("centro-botin-door-1")["presence"] == presence
    assert ("DeviceConnected", "centro-botin-door-1") in register.told()


def test_a_day_of_comings_and_goings_ends_the_same_in_any_order_and_twice(register: Register) -> None:
    register.register()
    day = [
        a_lifecycle_event("connected", second=0, number=0),
        a_lifecycle_event("disconnected", second=60, number=0, disconnectReason="CONNECTION_LOST"),
        a_lifecycle_event("connected", second=90, number=1),
        a_lifecycle_event("connected", second=120, number=2),
        a_lifecycle_event("disconnected", second=121, number=1, disconnectReason="DUPLICATE_CLIENTID"),
    ]
    chance = random.Random(7)
    track = register.function("track_presence")

    for _ in range(5):
        chance.shuffle(day)
        track(queue_event(*day, *chance.choices(day, k=2)))

        assert register.read()["presence"] == {"state": "online", "since": "2026-11-23T12:02:00Z", "reason": None}


def test_a_lost_connection_says_so(register: Register) -> None:
    register.register()

    register.function("track_presence")(
        queue_event(
            a_lifecycle_event("connected"),
            a_lifecycle_event("disconnected", second=5, disconnectReason="MQTT_KEEP_ALIVE_TIMEOUT"),
        )
    )

    assert register.read()["presence"] == {
        "state": "offline",
        "since": "2026-11-23T12:00:05Z",
        "reason": "MQTT_KEEP_ALIVE_TIMEOUT",
    }
    assert ("DeviceDisconnected", "door-1") in register.told()


def test_strangers_and_refused_connections_leave_no_trace_and_a_poisoned_message_comes_back_alone(
    register: Register,
) -> None:
    register.register()
    answer = register.function("track_presence")(
        queue_event(
            a_lifecycle_event("connected", "nobody"),
            a_lifecycle_event("connect_failed", "door-1"),
            "not json",
            a_lifecycle_event("connected", "door-1"),
        )
    )

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert register.read()["presence"]["state"] == "online"
    assert register.ask("read_devices", "GET", "/devices/nobody").status == 404
