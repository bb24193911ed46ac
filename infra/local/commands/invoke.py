"""`make invoke FN=crowd/ingest_counts`: runs a function with its sample event and prints what it says."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from infra.local import loglines, survey
from infra.local.aws import Clients
from infra.local.place import Place
from infra.local.say import Trouble


def main(place: Place, _: list[str]) -> int:
    """0 when the function answered, 1 when it raised."""
    endpoints = survey.written(place)
    use_case = os.environ.get("FN", "")
    name = function_name(endpoints, use_case)
    file = Path(os.environ.get("EVENT") or place.root / "events" / f"{use_case}.json")
    if not file.exists():
        raise Trouble(f"{file} is not there; EVENT=... names another file.")
    since_ms = int(time.time() * 1000)
    answer = Clients(place)("lambda").invoke(FunctionName=name, Payload=file.read_bytes())
    said = answer["Payload"].read()
    Console().print_json(said.decode() or "null", default=str)
    time.sleep(0.3)  # the log line arrives after the answer
    said_of_it = filter(loglines.Wanted().holds, loglines.read(Clients(place)("logs"), name, since_ms))
    for line in said_of_it:
        Console(highlight=False, soft_wrap=True).print(loglines.pretty(line), markup=False)
    return 1 if "FunctionError" in answer else 0


def function_name(endpoints: dict[str, Any], use_case: str) -> str:
    """The deployed name of a use case.

    Raises:
        Trouble: nothing is deployed, or there is no such use case; says which there are.
    """
    functions: dict[str, str] = endpoints.get("functions", {})
    if not functions:
        raise Trouble("Nothing is deployed here yet. `make up` starts the city.")
    if use_case not in functions:
        known = "\n  ".join(sorted(functions))
        raise Trouble(f"FN={use_case or '?'} is not a function. These are:\n  {known}")
    return functions[use_case]
