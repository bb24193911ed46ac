"""Starts only the local cloud with the city deployed, for who works on one domain: no web app, no seed, no sensors."""

from __future__ import annotations

import argparse
import signal
import threading

from infra.local import cloud, ground
from infra.local.place import Place
from infra.local.ports import require_free
from infra.local.say import note


def main(place: Place, words: list[str]) -> int:
    """Runs until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m infra.local cloud")
    parser.add_argument(
        "--only", nargs="+", metavar="DOMAIN", help="deploy only these domains; the others stay as they stand"
    )
    said = parser.parse_args(words)
    require_free(place)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    process = ground.start(place)
    try:
        ground.deploy(place, only=frozenset(said.only) if said.only else None)
        note(f"{place.endpoints_file} says where everything is; Ctrl-C ends it.")
        ended.wait()
    finally:
        if process is not None:
            cloud.stop(process)
    return 0
