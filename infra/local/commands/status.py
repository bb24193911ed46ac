"""`make status`: what runs, where, and since when."""

from __future__ import annotations

import httpx

from infra.local import background, cloud, survey
from infra.local.place import Place
from infra.local.say import note, say_map, warn


def main(place: Place, _: list[str]) -> int:
    """0 when the city runs and answers, 1 when it does not."""
    pid = background.running_pid(place)
    if pid is None:
        note(f"no city runs from {place.home}; make run or make up starts one")
        return 1
    note(f"process {pid}; what it says is in {place.log_folder}")
    parts = {"the local cloud": cloud.is_well(place), "the front door": _answers(f"{place.web_url}/healthz")}
    for name, is_well in parts.items():
        if not is_well:
            warn(f"{name} does not answer")
    say_map(survey.written(place))
    return 0 if all(parts.values()) else 1


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3).status_code == 200
    except httpx.HTTPError:
        return False
