"""What devices say over MQTT, for those who build devices: a schema and a true example of each message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_COUNT = {"type": "integer", "minimum": 0, "maximum": 2**32 - 1}


@dataclass(frozen=True, kw_only=True)
class Word:
    """One kind of message."""

    summary: str
    schema: dict[str, Any]
    examples: tuple[Any, ...]


COUNTS = Word(
    summary="A people counter's cumulative totals: sent again, late or out of order, they mean the same",
    schema={
        "type": "object",
        "required": ["v", "at", "epoch", "seq"],
        "properties": {
            "v": {"const": 1},
            "at": {"type": "string", "format": "date-time", "description": "When it counted, by its own clock"},
            "epoch": {**_COUNT, "description": "Rises each time the counter starts again from zero"},
            "seq": {"type": "integer", "minimum": 0, "maximum": 2**53, "description": "Rises with each message"},
            "lines": {
                "type": "array",
                "minItems": 1,
                "maxItems": 16,
                "items": {
                    "type": "object",
                    "required": ["line", "in", "out"],
                    "properties": {
                        "line": {"type": "integer", "minimum": 1, "maximum": 16},
                        "in": _COUNT,
                        "out": _COUNT,
                    },
                },
            },
            "in": {**_COUNT, "description": "A counter of one line says `in` and `out` here instead of `lines`"},
            "out": _COUNT,
            "battery_pct": {"type": ["integer", "null"], "minimum": 0, "maximum": 100},
            "faults": {
                "type": "array",
                "maxItems": 16,
                "items": {"type": "string", "pattern": "^[a-z][a-z_]{0,39}$"},
                "description": "What it says of itself: blocked, stuck, low_battery...",
            },
        },
        "allOf": [{"oneOf": [{"required": ["lines"]}, {"required": ["in", "out"]}]}],
    },
    examples=(
        {
            "v": 1,
            "at": "2026-11-23T09:15:00Z",
            "epoch": 3,
            "seq": 1042,
            "lines": [{"line": 1, "in": 15233, "out": 15102}, {"line": 2, "in": 801, "out": 797}],
            "battery_pct": 87,
            "faults": ["blocked"],
        },
        {"v": 1, "at": "2026-11-23T09:16:00Z", "epoch": 3, "seq": 1043, "in": 15240, "out": 15104},
    ),
)

CHIRPSTACK = Word(
    summary="A ChirpStack v4 uplink event, as its MQTT or HTTP integration writes it in JSON",
    schema={
        "type": "object",
        "required": ["deviceInfo", "time", "fPort", "data"],
        "properties": {
            "deviceInfo": {"type": "object", "required": ["devEui"]},
            "time": {"type": "string", "format": "date-time"},
            "fPort": {"type": "integer"},
            "data": {"type": "string", "contentEncoding": "base64"},
        },
    },
    examples=(),
)

TTN = Word(
    summary="An uplink message of The Things Stack v3, as its integrations write it in JSON",
    schema={
        "type": "object",
        "required": ["end_device_ids", "received_at", "uplink_message"],
        "properties": {
            "end_device_ids": {"type": "object", "required": ["dev_eui"]},
            "received_at": {"type": "string", "format": "date-time"},
            "uplink_message": {"type": "object", "required": ["f_port", "frm_payload"]},
        },
    },
    examples=(),
)

_WORD = {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,24}$"}
_WORD_OR_NONE = {"type": "string", "pattern": "^[A-Za-z0-9._-]{0,24}$"}

TAPS = Word(
    summary="Credentials held to a card reader, live or a day at once: sent again or late, they are charged once",
    schema={
        "type": "object",
        "required": ["v", "taps"],
        "properties": {
            "v": {"const": 1},
            "taps": {
                "type": "array",
                "maxItems": 200,
                "items": {
                    "type": "object",
                    "required": ["at", "credential", "counter", "kind", "place"],
                    "properties": {
                        "at": {"type": "string", "format": "date-time", "description": "By the reader's own clock"},
                        "credential": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                        "counter": {
                            "type": "integer",
                            "minimum": 0,
                            "maximum": 2**48 - 1,
                            "description": "The chip's own counter; of a phone's code, its 30-second slot",
                        },
                        "kind": {"enum": ["entry", "on", "off"]},
                        "place": {
                            "type": "object",
                            "required": ["service", "operator"],
                            "properties": {
                                "service": {**_WORD, "description": "What the fare tables price: bus, parking..."},
                                "operator": {**_WORD, "description": "Who is paid"},
                                "line": _WORD_OR_NONE,
                                "stop": _WORD_OR_NONE,
                                "vehicle": _WORD_OR_NONE,
                            },
                        },
                    },
                },
            },
        },
    },
    examples=(
        {
            "v": 1,
            "taps": [
                {
                    "at": "2026-11-23T09:15:00Z",
                    "credential": "9f3c2a7be41d0586",
                    "counter": 1042,
                    "kind": "entry",
                    "place": {"service": "bus", "operator": "tus", "line": "1", "stop": "15", "vehicle": "204"},
                }
            ],
        },
    ),
)

WORDS = {"counts": COUNTS, "chirpstack": CHIRPSTACK, "ttn": TTN, "taps": TAPS}
