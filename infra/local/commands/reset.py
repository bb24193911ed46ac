"""`make reset`: forgets the state of the city on this machine; the next start is the first."""

from __future__ import annotations

import shutil

from infra.local import background
from infra.local.children import Children
from infra.local.place import Place
from infra.local.say import note, step

KEPT = {"boot", "ministack-venv", "stamps"}
"""Tools, shared by all copies: they are not state."""


def main(place: Place, _: list[str]) -> int:
    """Ends what runs, then removes all that this copy wrote."""
    if background.stop(place):
        note("it ran; it was ended first")
    Children(place).end_orphans()
    with step("State forgotten"):
        for entry in place.home.glob("*"):
            if entry.name in KEPT or (entry.is_dir() and (entry / "endpoints.json").exists()):
                continue  # a folder with its own map is another copy
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    return 0
