"""Many days of the city, each of another seed; whoever fails is named with the command that plays it again.

    python -m tests.simulation.swarm [--seeds 1000] [--first 1] [--operations 3000] [--processes 2]

For the night: a thousand days of 3,000 operations take two cores about an hour. The exit code is the number of seeds
that failed (100 at most). A day is its seed and its length; this is the same one again, call by call:

    python -m tests.simulation.swarm --first <seed> --seeds 1 --operations <as before>
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import sys
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


def swarm(seeds: range, operations: int, processes: int) -> Iterator[tuple[int, list[str]]]:
    """Each seed with its wrongs, as they come."""
    work = zip(seeds, itertools.repeat(operations), strict=False)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(lived, work)


def main() -> int:
    """Print each seed that failed; how many did."""
    asked = argparse.ArgumentParser(description="Many days of the simulated city")
    asked.add_argument("--seeds", type=int, default=1_000)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--operations", type=int, default=3_000)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    failed = 0
    for seed, found in swarm(range(given.first, given.first + given.seeds), given.operations, given.processes):
        if found:
            failed += 1
            print(f"--first {seed} --seeds 1 --operations {given.operations}: {len(found)} wrongs, such as", flush=True)
            print(*found[:3], sep="\n", flush=True)
    print(f"{given.seeds:,} seeds from {given.first}, {given.operations:,} operations each: {failed} failed")
    return min(failed, 100)


if __name__ == "__main__":
    sys.exit(main())
