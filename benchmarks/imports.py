"""How much processor each function burns before its first request: its imports, over those of a bare Python.

    python -m benchmarks.imports [--runs 7] [--instructions] [crowd/read_venue ...]

Budgets: the ingest 200 ms, an HTTP use case 350 ms. Every run is a process of its own with compiled bytecode, as in
Lambda; the least of several runs counts, since whatever else the machine does can only add. The budgets were set on a
machine where two of our libraries take 168 ms together: the yardstick. Both are printed, what was measured and what it
would be there; the second is held to the budget.

On a machine that others use too, times stray by a fifth. With `--instructions` valgrind counts what the processor is
told to do instead, which nobody else's work changes: millions of instructions, scaled by the yardstick's own count. The
kernel's share (reading files) is not counted, on either side.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from infra.reference.functions import ROOT, FunctionFile, every_setting, function_files

INGEST_MS = 200
HTTP_MS = 350
YARDSTICK = "import chalice.app, pynamodb.models"
YARDSTICK_MS = 168
HEAVY = (
    *("boto3", "moto", "requests", "numpy", "pandas", "duckdb", "holidays", "jinja2", "yaml"),
    *("aws_lambda_powertools.utilities.idempotency", "aws_lambda_powertools.utilities.data_classes", "aws_xray_sdk"),
    *("chalice.cli", "chalice.deploy", "pip", "setuptools", "unittest.mock"),
)
"""Modules no function may load at import: each costs more than it gives there."""

MEASURE = """
import json, resource, sys
before = resource.getrusage(resource.RUSAGE_SELF)
{imports}
after = resource.getrusage(resource.RUSAGE_SELF)
spent = sum(getattr(after, n) - getattr(before, n) for n in ("ru_utime", "ru_stime"))
print(json.dumps([spent * 1000, [m for m in {heavy!r} if m in sys.modules]]))
"""


@dataclass(frozen=True)
class Cost:
    """What one function's import costs: measured here, and as it would be on the yardstick's machine."""

    file: FunctionFile
    here: float
    """Milliseconds, or millions of instructions."""
    cpu_ms: float
    heavy: list[str]

    @property
    def budget_ms(self) -> int:
        """200 for what runs many times a minute, 350 for what a person waits for, or nobody does."""
        return INGEST_MS if self.file.name == "crowd/ingest_counts" else HTTP_MS

    @property
    def fits(self) -> bool:
        """Whether it holds its budget and loads nothing heavy."""
        return self.cpu_ms <= self.budget_ms and not self.heavy


def spend(imports: str, cache: str) -> tuple[float, list[str]]:
    """The milliseconds of processor of one import in a process of its own, and the heavy modules it loaded."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    given = {**every_setting(), **kept, "PYTHONPYCACHEPREFIX": cache}
    code = MEASURE.format(imports=imports, heavy=HEAVY)
    ran = subprocess.run([sys.executable, "-c", code], env=given, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"this does not work: {imports}\n{ran.stderr}")
    spent, heavy = json.loads(ran.stdout.splitlines()[-1])
    return float(spent), heavy


def instructions(imports: str, cache: str) -> float:
    """Millions of instructions of one import in a process of its own. Needs valgrind."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    given = {**every_setting(), **kept, "PYTHONPYCACHEPREFIX": cache, "PYTHONHASHSEED": "0"}
    valgrind = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
    ran = subprocess.run(
        [*valgrind, sys.executable, "-c", imports], env=given, cwd=ROOT, capture_output=True, text=True, check=True
    )
    counted = re.search(r"I\s+refs:\s+([\d,]+)", ran.stderr)
    if counted is None:
        raise SystemExit(f"valgrind counted nothing:\n{ran.stderr}")
    return int(counted[1].replace(",", "")) / 1e6


def counted_costs(files: list[FunctionFile], cache: str) -> list[Cost]:
    """Each import once, in instructions over those of a bare Python: nothing strays."""
    heavy = {file: spend(f"import {file.module}", cache)[1] for file in files}  # compiles, too
    spend(YARDSTICK, cache)
    bare = instructions("pass", cache)
    scale = YARDSTICK_MS / (instructions(YARDSTICK, cache) - bare)
    found = {file: instructions(f"import {file.module}", cache) - bare for file in files}
    return [Cost(file, here, here * scale, heavy[file]) for file, here in found.items()]


def costs(files: list[FunctionFile], runs: int, cache: str) -> list[Cost]:
    """The least of `runs` imports of each, beside the least of as many of the yardstick spread over the same time."""
    found: dict[FunctionFile, list[tuple[float, list[str]]]] = {file: [] for file in files}
    sticks: list[float] = []
    for _ in range(runs + 1):  # the first round compiles
        sticks += [spend(YARDSTICK, cache)[0] for _ in range(3)]
        for file in files:
            found[file].append(spend(f"import {file.module}", cache))
    scale = YARDSTICK_MS / min(sticks)
    least = {file: min(spent for spent, _ in runs_of) for file, runs_of in found.items()}
    return [Cost(file, least[file], least[file] * scale, found[file][-1][1]) for file in files]


def main() -> int:
    """Print the table; 1 when a budget is broken."""
    asked = argparse.ArgumentParser(description="Import CPU of each function over a bare Python")
    asked.add_argument("names", nargs="*", help="such as crowd/read_venue; all when none is named")
    asked.add_argument("--runs", type=int, default=4)
    asked.add_argument("--instructions", action="store_true", help="count them with valgrind: slow, and never strays")
    options = asked.parse_args()
    files = [file for file in function_files() if not options.names or file.name in options.names]
    with tempfile.TemporaryDirectory() as cache:
        measured = counted_costs(files, cache) if options.instructions else costs(files, options.runs, cache)
    unit = "M instr" if options.instructions else "here ms"
    print(f"{'function':40} {unit:>8} {'CPU ms':>7} {'budget':>7}")
    for one in sorted(measured, key=lambda c: -c.cpu_ms):
        note = "" if one.fits else "  OVER " + " ".join(one.heavy)
        print(f"{one.file.name:40} {one.here:8.0f} {one.cpu_ms:7.0f} {one.budget_ms:7}{note}")
    return int(not all(one.fits for one in measured))


if __name__ == "__main__":
    raise SystemExit(main())
