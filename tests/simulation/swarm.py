"""Many days of the city, each of another seed; whoever fails is named with the command that plays it again.

    make swarm [SEEDS=100] [MINUTES=60] [FIRST=1] [OPERATIONS=3000]

For the night (.ci/nightly): a thousand days of 3,000 operations take two cores about an hour. With MINUTES it ends when
they are over, whatever seeds are left. Each night begins at another seed: FIRST says which. The exit code is the number
of seeds that failed (100 at most). A day is its seed and its length; this is the same one again, call by call:

    make swarm FIRST=<seed> SEEDS=1 OPERATIONS=<as before>
"""

from __future__ import annotations

import argparse
import itertools
import math
import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Iterator

from tests.simulation import day
from tests.simulation.city import City
from tests.simulation.client import USUAL
from tests.simulation.surroundings import surroundings

FEW, MANY = 8, 60
"""Operations for each account of a day: the fewer accounts, the more they meet."""


def lived(asked: tuple[int, int]) -> tuple[int, list[str]]:
    """A seed's day, and what was wrong with it."""
    seed, operations = asked
    try:
        with surroundings():
            city = City(seed, USUAL)
            accounts = max(2, operations // (FEW if seed % 2 else MANY))
            with city.alive():
                day.live(city, operations=operations, accounts=accounts, per_s=(4, 40, 400)[seed % 3])
            return seed, day.verdict(city)
    except Exception:  # noqa: BLE001 - the other seeds go on; this one is reported
        return seed, [traceback.format_exc()]


def swarm(seeds: range, operations: int, processes: int, until_s: float) -> Iterator[tuple[int, list[str]]]:
    """Each seed with its wrongs, as they come; no other is begun after `until_s` of time.monotonic."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for start in range(0, len(seeds), 2 * processes):
            if time.monotonic() >= until_s:
                return
            few = seeds[start : start + 2 * processes]
            yield from pool.imap_unordered(lived, zip(few, itertools.repeat(operations), strict=False))


def main() -> int:
    """Print each seed that failed; how many did."""
    asked = argparse.ArgumentParser(description="Many days of the simulated city")
    asked.add_argument("--seeds", type=int, default=1_000)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--operations", type=int, default=3_000)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--minutes", type=float, default=math.inf)
    given = asked.parse_args()
    lived_through = failed = 0
    seeds, until_s = range(given.first, given.first + given.seeds), time.monotonic() + given.minutes * 60
    for seed, found in swarm(seeds, given.operations, given.processes, until_s):
        lived_through += 1
        if found:
            failed += 1
            print(f"make swarm FIRST={seed} SEEDS=1 OPERATIONS={given.operations}: {len(found)} wrongs, such as")
            print(*found[:3], sep="\n", flush=True)
    print(f"{lived_through:,} seeds from {given.first}, {given.operations:,} operations each: {failed} failed")
    return min(failed, 100)


if __name__ == "__main__":
    sys.exit(main())
