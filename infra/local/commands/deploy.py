"""Deploys the templates again to the local cloud that runs; functions themselves follow their files without it."""

from __future__ import annotations

import argparse

from infra.local import cloud, ground
from infra.local.place import Place
from infra.local.say import Trouble


def main(place: Place, words: list[str]) -> int:
    """Deploys what changed."""
    parser = argparse.ArgumentParser(prog="python -m infra.local deploy")
    parser.add_argument(
        "--only", nargs="+", metavar="DOMAIN", help="deploy only these domains; the others stay as they stand"
    )
    said = parser.parse_args(words)
    if not cloud.is_well(place):
        raise Trouble(f"No local cloud runs on {place.cloud_url}. `make up` starts it.")
    ground.deploy(place, only=frozenset(said.only) if said.only else None)
    return 0
