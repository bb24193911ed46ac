"""What a LoRaWAN network server hands over: whose radio message, when it was heard, and the maker's bytes in it.

The two servers that cities use most, ChirpStack 4 (integration event `up`) and The Things Stack 3 (uplink message),
each in its own JSON. Empty fields may be missing in both: a port or a frame counter that is not there is 0.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

_EUI = re.compile(r"[0-9a-f]{16}")
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Unread(NamedTuple):
    """Nothing could be made of it."""

    why: str


class Uplink(NamedTuple):
    """One radio message."""

    dev_eui: str
    """16 lower-case hexadecimal digits."""
    at: datetime
    """When the network heard it."""
    port: int
    frame: int
    data: bytes
    model: str
    """Words of the device's profile that may name its maker and model, lower case; may be empty."""


def chirpstack(payload: bytes) -> Uplink | Unread:
    """Read an `up` event of ChirpStack 4, in camelCase as it is published or in the snake_case of its protocol
    files.
    """
    return _read(payload, _chirpstack)


def things_stack(payload: bytes) -> Uplink | Unread:
    """Read an uplink message of The Things Stack 3."""
    return _read(payload, _things_stack)


def instant(text: object) -> datetime:
    """An RFC 3339 instant with its offset, from 2000 on.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(text, str) or len(text) > 40:
        raise ValueError("not an instant")
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not EARLIEST <= at < LATEST:
        raise ValueError("not an instant with its offset, or out of reach")
    return at


def json_object(payload: bytes) -> dict[str, Any]:
    """The JSON object in these bytes.

    Raises:
        ValueError: there is none (not UTF-8, not JSON, nested too deep, another kind of value).
    """
    try:
        read = json.loads(payload)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(read, dict):
        raise ValueError("not a JSON object")
    return read


def _read(payload: bytes, make: Callable[[dict[str, Any]], Uplink]) -> Uplink | Unread:
    try:
        return make(json_object(payload))
    except (ValueError, OverflowError) as trouble:
        return Unread(str(trouble)[:200])


def _chirpstack(event: dict[str, Any]) -> Uplink:
    info = _object(_either(event, "deviceInfo", "device_info"))
    tags = info.get("tags")
    words = [
        _either(info, "deviceProfileName", "device_profile_name"),
        *(tags.values() if isinstance(tags, dict) else ()),
    ]
    return Uplink(
        dev_eui=_eui(_either(info, "devEui", "dev_eui")),
        at=instant(event.get("time")),
        port=_whole(_either(event, "fPort", "f_port"), 255),
        frame=_whole(_either(event, "fCnt", "f_cnt"), 2**32 - 1),
        data=_bytes(event.get("data")),
        model=_words(words),
    )


def _things_stack(event: dict[str, Any]) -> Uplink:
    message = _object(event.get("uplink_message"))
    versions = message.get("version_ids")
    words = [versions.get("brand_id"), versions.get("model_id")] if isinstance(versions, dict) else []
    return Uplink(
        dev_eui=_eui(_object(event.get("end_device_ids")).get("dev_eui")),
        at=instant(message.get("received_at") or event.get("received_at")),
        port=_whole(message.get("f_port"), 255),
        frame=_whole(message.get("f_cnt"), 2**32 - 1),
        data=_bytes(message.get("frm_payload")),
        model=_words(words),
    )


def _either(event: dict[str, Any], camel: str, snake: str) -> Any:
    return event.get(camel, event.get(snake))


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a part of the message is missing")
    return value


def _eui(value: object) -> str:
    eui = value.lower() if isinstance(value, str) else ""
    if not _EUI.fullmatch(eui):
        raise ValueError("no device EUI")
    return eui


def _whole(value: object, highest: int) -> int:
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value <= highest:
        raise ValueError(f"not a whole number up to {highest}")
    return value


def _bytes(value: object) -> bytes:
    if value is None:
        return b""
    if not isinstance(value, str):
        raise ValueError("the payload is not text")
    return base64.b64decode(value, validate=True)


def _words(values: list[Any]) -> str:
    return " ".join(value.lower() for value in values if isinstance(value, str))[:200]
