"""Writes and checks docs/reference/asyncapi.json, and holds it to what was promised in the last release."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from infra.reference.asyncapi import ROOT, document
from infra.reference.breaking import Way, schema_changes

PAGE = ROOT / "docs" / "reference" / "asyncapi.json"
RELEASED = ROOT / "docs" / "reference" / "asyncapi.released.json"


def main(arguments: list[str]) -> int:
    """One of --write, --check, --breaking, --release; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.reference asyncapi")
    asked = parser.add_mutually_exclusive_group(required=True)
    for name in ("write", "check", "breaking", "release"):
        asked.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args(arguments)
    page = document()
    text = json.dumps(page, indent=1, ensure_ascii=False) + "\n"
    if options.breaking:
        return _say(list(breaking(json.loads(RELEASED.read_text()), page)) if RELEASED.exists() else [])
    if options.check:
        stale = not PAGE.exists() or PAGE.read_text() != text
        return _say([f"{PAGE.name} is not what the code says: run `make docs` and commit it"] if stale else [])
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text)
    if options.release or not RELEASED.exists():
        RELEASED.write_text(text)
    return 0


def breaking(released: dict[str, Any], present: dict[str, Any]) -> Iterator[str]:
    """One sentence for each change that would break a device in the field or a reader of facts."""
    for name, before in released["channels"].items():
        now = present["channels"].get(name)
        if now is None:
            yield f"{before['address']} is gone"
        elif now["address"] != before["address"]:
            yield f"{before['address']} moved to {now['address']}"
    heard = {part["messages"][0]["$ref"].rpartition("/")[2] for part in _operations(released, "receive")}
    for name, message in released["components"]["messages"].items():
        now = present["components"]["messages"].get(name)
        way: Way = "request" if name in heard else "answer"
        yield from schema_changes(name, message["payload"], now["payload"], way) if now else [f"{name} is gone"]


def _operations(page: dict[str, Any], action: str) -> Iterator[dict[str, Any]]:
    return (operation for operation in page["operations"].values() if operation["action"] == action)


def _say(troubles: list[str]) -> int:
    for trouble in troubles:
        print(trouble)
    return int(bool(troubles))
