"""The AsyncAPI 3 page: what devices say over MQTT, and the facts the domains tell over the bus.

Made from the code: topics from cercano/devices/topics.py, facts from cercano/facts/, who heeds them from the rules in
infra/*.yaml.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import textwrap
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from cercano.devices.topics import SAYS
from cercano.kit.facts import VERSION, Fact
from infra.reference.words_of_devices import WORDS, Word

ROOT = Path(__file__).resolve().parents[2]


def document() -> dict[str, Any]:
    """The AsyncAPI 3.0 document."""
    facts = sorted(_facts(), key=lambda fact: (fact.__module__, fact.__name__))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Cercano: what devices say and what the city tells",
            "version": tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "{broker}:8883",
                "protocol": "mqtts",
                "variables": {"broker": {"default": "127.0.0.1", "description": "On AWS: IoT Core's data endpoint"}},
                "description": "MQTT over TLS; each device shows its own certificate. The topic says who speaks.",
            },
            "bus": {
                "host": "events.amazonaws.com",
                "protocol": "eventbridge",
                "description": "The city's EventBridge bus: source `cercano.<domain>`, detail-type the fact's name.",
            },
        },
        "channels": {**_device_channels(), **{_channel(fact): _fact_channel(fact) for fact in facts}},
        "operations": {**_device_operations(), **{f"tell{fact.__name__}": _telling(fact) for fact in facts}},
        "components": {
            "messages": {
                **{name: _word_message(word) for name, word in WORDS.items()},
                **{fact.__name__: _fact_message(fact) for fact in facts},
            },
        },
    }


def _topics() -> Iterator[tuple[str, str]]:
    """Each topic a device may publish to, and the name of what it says there: the topic's last level."""
    for topics in SAYS.values():
        for topic in topics:
            yield topic, topic.rpartition("/")[2]


def _device_channels() -> dict[str, Any]:
    return {
        name: {
            "address": topic,
            "description": f"Also as $aws/rules/<rule>/{topic}, straight to the rule that takes it (Basic Ingest)",
            "servers": [{"$ref": "#/servers/broker"}],
            "parameters": {"thing": {"description": "The device's name, which its certificate is bound to"}},
            "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        }
        for topic, name in _topics()
    }


def _device_operations() -> dict[str, Any]:
    return {
        f"hear{name.capitalize()}": {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{name}"},
            "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
        }
        for _, name in _topics()
    }


def _word_message(word: Word) -> dict[str, Any]:
    return {
        "summary": word.summary,
        "payload": word.schema,
        "examples": [{"payload": example} for example in word.examples],
    }


def _facts() -> Iterator[type[Fact]]:
    for path in sorted((ROOT / "layers/cercano/python/cercano/facts").glob("[!_]*.py")):
        module = importlib.import_module(f"cercano.facts.{path.stem}")
        yield from (
            cls
            for _, cls in inspect.getmembers(module, inspect.isclass)
            if issubclass(cls, Fact) and cls.__module__ == module.__name__
        )


def _domain(fact: type[Fact]) -> str:
    return fact.__module__.rpartition(".")[2]


def _channel(fact: type[Fact]) -> str:
    return f"{_domain(fact)}{fact.__name__}"


def _fact_channel(fact: type[Fact]) -> dict[str, Any]:
    return {
        "address": f"cercano.{_domain(fact)}/{fact.__name__}",
        "servers": [{"$ref": "#/servers/bus"}],
        "messages": {fact.__name__: {"$ref": f"#/components/messages/{fact.__name__}"}},
    }


def _telling(fact: type[Fact]) -> dict[str, Any]:
    heeded = sorted(path.stem for path in (ROOT / "infra").glob("*.yaml") if _heeds(path, fact))
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{_channel(fact)}"},
        "messages": [{"$ref": f"#/channels/{_channel(fact)}/messages/{fact.__name__}"}],
        "x-heeded-by": heeded,
    }


def _heeds(template: Path, fact: type[Fact]) -> bool:
    lists = re.findall(r"detail-type: \[([^\]]*)\]", template.read_text())
    return any(fact.__name__ in re.split(r"[\s,]+", names) for names in lists)


def _fact_message(fact: type[Fact]) -> dict[str, Any]:
    return {
        "name": fact.__name__,
        "title": fact.__name__,
        "summary": inspect.cleandoc(fact.__doc__ or "").splitlines()[0],
        "payload": {
            "type": "object",
            "required": ["id", "name", "v", "at", "data"],
            "properties": {
                "id": {"type": "string", "description": "The same for the same words: heed each id once"},
                "name": {"const": fact.__name__},
                "v": {"const": VERSION},
                "at": {"type": "string", "format": "date-time"},
                "correlation_id": {"type": "string"},
                "data": _data_schema(fact),
            },
        },
    }


def _data_schema(fact: type[Fact]) -> dict[str, Any]:
    hints, said = typing.get_type_hints(fact), _descriptions(fact)
    fields = [field for field in dataclasses.fields(fact) if field.name != "at"]
    return {
        "type": "object",
        "required": [field.name for field in fields if field.default is dataclasses.MISSING],
        "properties": {f.name: TypeAdapter(hints[f.name]).json_schema() | said.get(f.name, {}) for f in fields},
    }


def _descriptions(fact: type[Fact]) -> dict[str, dict[str, str]]:
    """The text under each field of the class."""
    (cls,) = ast.parse(textwrap.dedent(inspect.getsource(fact))).body
    assert isinstance(cls, ast.ClassDef)
    return {
        field.target.id: {"description": str(text.value.value)}
        for field, text in zip(cls.body, cls.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }
