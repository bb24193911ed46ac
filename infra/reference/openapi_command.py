"""Writes and checks docs/reference/openapi.json, its readable page, and the contract of the last release."""

from __future__ import annotations

import argparse
import json
from typing import Any

from infra.reference.breaking import breaking_changes
from infra.reference.functions import ROOT
from infra.reference.openapi import document, routes, written
from infra.reference.page import page, style

REFERENCE = ROOT / "docs" / "reference"
CONTRACT = REFERENCE / "openapi.json"
RELEASED = REFERENCE / "openapi.released.json"
PAGE = REFERENCE / "index.html"
STYLE = REFERENCE / "api.css"


def main(arguments: list[str]) -> int:
    """One of --write, --check, --breaking, --release; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.reference openapi")
    asked = parser.add_mutually_exclusive_group(required=True)
    for name in ("write", "check", "breaking", "release"):
        asked.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args(arguments)
    contract = document(routes())
    if options.breaking:
        return _say(_broken(contract))
    if options.check:
        return _say([*improper(contract), *stale(contract)])
    for file, text in pages(contract).items():
        file.write_text(text)
    if options.release or not RELEASED.exists():
        RELEASED.write_text(written(contract))
    return _say(improper(contract))


def pages(contract: dict[str, Any]) -> Any:
    """Every file that is made from the contract, and its text."""
    return {CONTRACT: written(contract), PAGE: page(contract), STYLE: style()}


def stale(contract: dict[str, Any]) -> list[str]:
    """The committed files that are not what the code says."""
    return [
        f"{file.relative_to(ROOT)} is not what the code says: run `make docs`"
        for file, text in pages(contract).items()
        if not file.exists() or file.read_text() != text
    ]


def improper(contract: dict[str, Any]) -> list[str]:
    """Where the contract is not proper OpenAPI 3.1."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    return [
        f"{'/'.join(map(str, error.path))}: {error.message}"
        for error in OpenAPIV31SpecValidator(contract).iter_errors()
    ]


def _broken(contract: dict[str, Any]) -> list[str]:
    if not RELEASED.exists():
        return []
    return breaking_changes(json.loads(RELEASED.read_text()), contract)


def _say(troubles: list[str]) -> int:
    for trouble in troubles:
        print(trouble)
    return int(bool(troubles))
