"""Finds and ends the city that another process of this copy runs."""

from __future__ import annotations

from infra.local.children import end, is_ours
from infra.local.place import Place


def running_pid(place: Place) -> int | None:
    """The process that keeps this copy, or None when there is none."""
    file = place.home / "run.pid"
    if not file.exists():
        return None
    pid = int(file.read_text())
    return pid if is_ours(pid) else None


def stop(place: Place) -> bool:
    """Asks it to end and waits until it has; False when nothing ran."""
    pid = running_pid(place)
    if pid is None:
        return False
    end(pid)
    return True
