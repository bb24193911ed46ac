"""`make down`: ends the city that runs in the background (or in another terminal); its state is kept."""

from __future__ import annotations

from infra.local import background
from infra.local.children import Children
from infra.local.place import Place
from infra.local.say import note, step


def main(place: Place, _: list[str]) -> int:
    """Ends it and what a crash may have left behind."""
    with step("The city ends"):
        was_there = background.stop(place)
        orphans = Children(place).end_orphans()
    if not was_there and not orphans:
        note("nothing ran")
    return 0
