"""`make logs FN=crowd/ingest_counts`: reads one function's log and goes on reading, pretty for people or raw for tools.

LEVEL=ERROR keeps what is at least that bad; CID=... one request's lines; SINCE=10m how far back; FOLLOW=0 ends after
what is there; RAW=1 prints the JSON lines as they are.
"""

from __future__ import annotations

import os
import time

from infra.local import loglines, survey
from infra.local.aws import Clients
from infra.local.commands.invoke import function_name
from infra.local.place import Place

POLL_S = 1.0


def main(place: Place, _: list[str]) -> int:
    """Reads until Ctrl-C, or to the end with FOLLOW=0."""
    name = function_name(survey.written(place), os.environ.get("FN", ""))
    wanted = loglines.Wanted(level=os.environ.get("LEVEL", ""), correlation_id=os.environ.get("CID", ""))
    is_raw = os.environ.get("RAW") == "1"
    logs = Clients(place)("logs")
    since_ms = int((time.time() - loglines.seconds(os.environ.get("SINCE", "10m"))) * 1000)
    seen: set[str] = set()
    while True:
        for line in loglines.read(logs, name, since_ms):
            if line.event_id in seen or not wanted.holds(line):
                continue
            seen.add(line.event_id)
            print(line.text if is_raw else loglines.pretty(line), flush=True)
        if os.environ.get("FOLLOW") == "0":
            return 0
        time.sleep(POLL_S)
