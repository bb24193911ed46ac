"""What a tap costs: units of DynamoDB, calls, processor, money. Promised: 2.5 write units for a live tap, 1.6 in a
garage's upload, 1.3 ms of processor.

    python -m benchmarks.tap_cost [--instructions]

Runs the deployed handlers: the taps' ingest on messages as the IoT rule writes them, and the archive on the changes
that follow. Counted is all they write, the archive and its pages too. The processor's time is that of the warm handler
without its HTTP (see benchmarks/call_cost.py); the store's client alone is the same calls and nothing around
them.
Prices are those of benchmarks/prices.json. With --instructions valgrind counts what the processor is told to do, which
does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

os.environ |= {
    "TABLE_NAME": "access",
    "LEDGER_TABLE": "ledger",
    "STAGE": "bench",
    "POWERTOOLS_SERVICE_NAME": "access",
    "POWERTOOLS_METRICS_NAMESPACE": "Cercano",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_DEFAULT_REGION": "eu-south-2",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
}

from benchmarks._wire import Wire
from benchmarks.imports import YARDSTICK, YARDSTICK_MS, instructions, spend
from benchmarks.ingest_cpu import yardstick
from cercano.access import tables
from cercano.access.rows import FARES, FaresRow
from cercano.kit import aws
from cercano.kit.clock import freeze
from cercano.kit.facts import instant
from cercano.ledger import archive, book, credentials
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind, Terms
from functions.access import ingest_taps
from tests.access.fares import NOON, a_table
from tests.support.events import Context, queue_event

LIVE_UNITS, UPLOAD_UNITS, CPU_MS = 2.5, 1.6, 1.3
MEMORY_GB, CALL_MS = 1.0, 5.0
"""The function's memory (infra/access.yaml), and how long a call to DynamoDB is taken to last."""
PRICES = json.loads(Path(__file__).with_name("prices.json").read_text())
EVERY = timedelta(hours=5)
WARM_UP, MEASURED = 12, 60


class Units(NamedTuple):
    """What a tap took."""

    writes: float
    reads: float
    calls: float
    by_stream: float
    """Of the writes, those of the archive's function."""


def city(cards: int) -> None:
    """Fares, and residents with a concession, a card and 500 euros each."""
    FaresRow(FARES, "2026-01-01", document=a_table()).keep()
    for number in range(cards):
        terms = Terms(card_id=f"card_01KB2R5Y7Q8W9E0RTYVXC1{number:04}", card_class="resident", citizen_id="1" * 36)
        account = Account.new(f"acc_01KB2R5Y7Q8W9E0RTYVXC1{number:04}", "resident", floor_cents=-200, terms=terms)
        book.open_account(account)
        first = Entry(
            id=entry_id_of(NOON - timedelta(days=30), "first", str(number)),
            kind=EntryKind.TOP_UP,
            payee="gateway:redsys",
            amount_cents=500_00,
        )
        book.post_entry(account.account_id, first)
        credentials.link(f"{number:016x}", account.account_id, terms.card_id, NOON - timedelta(days=40))


def said(card: int, counter: int, at: Any) -> dict[str, Any]:
    """A tap on a bus as its reader tells it."""
    place = {"service": "bus", "operator": "tus", "line": str(counter % 7), "stop": "15", "vehicle": "204"}
    return {"at": instant(at), "credential": f"{card:016x}", "counter": counter, "kind": "entry", "place": place}


def upload(*messages: list[dict[str, Any]]) -> dict[str, Any]:
    """What the queue hands over: a message for each list of taps."""
    packed = (base64.b64encode(json.dumps({"v": 1, "taps": taps}).encode()).decode() for taps in messages)
    return queue_event(*({"payload": one, "thing": "bus-204", "received_at": 1795425300412} for one in packed))


def ingest(event: dict[str, Any]) -> None:
    """The deployed handler."""
    with redirect_stdout(io.StringIO()):
        answer = ingest_taps.handler(event, Context())
    assert answer == {"batchItemFailures": []}, answer


def archived(cards: int) -> None:
    """What the stream's function puts for the newest entries of these accounts."""
    for number in range(cards):
        account = book.existing(f"acc_01KB2R5Y7Q8W9E0RTYVXC1{number:04}")
        todo = [one for one in account.recent if one.seq > _archived.get(account.account_id, 0)]
        archive.keep((account.account_id, entry) for entry in todo)
        _archived[account.account_id] = account.seq


_archived: dict[str, int] = {}


@contextmanager
def on_the_wire() -> Iterator[Wire]:
    """A fresh DynamoDB, and the clock stopped at noon."""
    logging.getLogger("botocore").setLevel(logging.ERROR)
    aws.forget()
    _archived.clear()
    wire = Wire().on(aws.client("dynamodb"))
    tables.forget()
    with freeze(NOON):
        yield wire


def units(cards: int, taps_each: int, rounds: int) -> Units:
    """The mean of uploads in which each of these cards has so many taps, over many hours."""
    with on_the_wire() as wire:
        city(cards)
        archived(cards)
        counter, shelf, at = 0, wire.shelf, NOON - timedelta(days=34)
        writes = reads = calls = by_stream = 0.0
        for number in range(rounds + 2):
            taps = []
            for _ in range(taps_each):
                counter += 1
                at += EVERY
                taps += [said(card, counter, at) for card in range(cards)]
            before = shelf.writes, shelf.reads, len(shelf.calls)
            ingest(upload(*(taps[at : at + 50] for at in range(0, len(taps), 50))))
            ingested = shelf.writes
            if number >= 2:
                reads, calls = reads + shelf.reads - before[1], calls + len(shelf.calls) - before[2]
            archived(cards)
            if number >= 2:
                writes, by_stream = writes + shelf.writes - before[0], by_stream + shelf.writes - ingested
        taken = cards * taps_each * rounds
        return Units(writes / taken, reads / taken, calls / taken, by_stream / taken)


def conversation(taps: int) -> tuple[Wire, Callable[[], None]]:
    """A warm handler that has heard one tap at a time; play it again as often as you like."""
    events, asked, answered = [], [], []
    with on_the_wire() as wire:
        city(1)
        for counter in range(1, WARM_UP + taps + 1):
            event = upload([said(0, counter, NOON - timedelta(days=34) + counter * EVERY)])
            wire.forget()
            ingest(event)
            if counter > WARM_UP:
                events.append(event)
                asked += wire.asked
                answered += wire.said
            archived(1)
    wire.asked, wire.said = asked, answered

    def play() -> None:
        wire.play()
        with freeze(NOON):
            for event in events:
                ingest_taps.handler(event, Context())

    return wire, play


def client_alone(wire: Wire) -> None:
    """The same calls, and nothing around them."""
    wire.play()
    client = aws.client("dynamodb")
    for operation, params in wire.asked:
        client._make_api_call(operation, params)


def spent_ms(work: Callable[[], Any], taps: int) -> float:
    """Milliseconds of processor for each tap: the least of several runs."""
    found = []
    for _ in range(9):
        started = time.process_time()
        work()
        found.append((time.process_time() - started) / taps * 1000)
    return min(found)


def counted(part: str) -> float:
    """Millions of instructions for each tap of one part, by the difference of one playing and three."""

    def refs(times: int) -> float:
        valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
        again = [sys.executable, "-m", "benchmarks.tap_cost", "--part", part, "--times", str(times)]
        ran = subprocess.run(
            [*valgrind, *again], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONHASHSEED": "0"}
        )
        found = re.search(r"I\s+refs:\s+([\d,]+)", ran.stderr)
        assert found, ran.stderr
        return int(found[1].replace(",", "")) / 1e6

    return (refs(3) - refs(1)) / 2 / MEASURED


def instructions_a_ms() -> float:
    """Millions of instructions that a millisecond of the yardstick's machine stands for."""
    with tempfile.TemporaryDirectory() as cache:
        spend(YARDSTICK, cache)  # compiles
        return (instructions(YARDSTICK, cache) - instructions("pass", cache)) / YARDSTICK_MS


def dollars(per_tap: Units, *, messages: float, busy_ms: float) -> dict[str, float]:
    """Of a million taps, by what is paid for. `messages`: of the queue and rule, for each tap."""
    gb_s = MEMORY_GB * (busy_ms + per_tap.calls * CALL_MS) / 1000
    paid = {
        "DynamoDB writes": per_tap.writes * PRICES["dynamodb_write_units_per_million"],
        "DynamoDB reads": per_tap.reads * PRICES["dynamodb_read_units_per_million"],
        "Lambda": gb_s * PRICES["lambda_arm_per_gb_s"] * 1e6 + messages * PRICES["lambda_requests_per_million"],
        "IoT rule": messages * PRICES["iot_rules_and_actions_per_million"],
        "SQS": 3 * messages * PRICES["sqs_requests_per_million"],
        "log": 0.4 / 1e6 * messages * PRICES["logs_per_gb"] * 1e6,
    }
    return paid | {"all": sum(paid.values())}


def main() -> int:
    """Print all of it; 1 when a tap is written for more units than promised."""
    asked = argparse.ArgumentParser(description="What a tap costs")
    asked.add_argument("--instructions", action="store_true", help="count them with valgrind: slow, and never strays")
    asked.add_argument("--part", choices=["handler", "client"], help=argparse.SUPPRESS)
    asked.add_argument("--times", type=int, default=1, help=argparse.SUPPRESS)
    given = asked.parse_args()
    with redirect_stdout(io.StringIO()):
        wire, play = conversation(MEASURED)
        parts = {"handler": play, "client": lambda: client_alone(wire)}
        if given.part:
            for _ in range(given.times):
                parts[given.part]()
            return 0
        quiet = {name: spent_ms(work, MEASURED) for name, work in parts.items()}
    faster = yardstick() / YARDSTICK_MS
    ways = {"live, one at a time": units(1, 1, 60), "live, 20 cards at once": units(20, 1, 30)}
    ways |= {f"upload, {each} of each card": units(10, each, 72 // each // 2) for each in (1, 2, 3, 4, 6)}
    print(f"{'units of DynamoDB for each tap':32}{'written':>9}{'archive':>9}{'read':>9}{'calls':>7}")
    for name, one in ways.items():
        print(f"{name:32}{one.writes:9.2f}{one.by_stream:9.2f}{one.reads:9.2f}{one.calls:7.1f}")
    nominal = {name: ms / faster for name, ms in quiet.items()}
    if given.instructions:
        a_ms = instructions_a_ms()
        millions = {name: counted(name) for name in parts}
        nominal = {name: one / a_ms for name, one in millions.items()}
        print(f"million instructions: {millions['handler']:.2f}, of these the client's alone {millions['client']:.2f}")
    print(f"processor of a warm tap here: {quiet['handler']:.2f} ms, the client alone {quiet['client']:.2f} ms")
    above = nominal["handler"] - nominal["client"]
    print(f"on the yardstick's machine: {nominal['handler']:.2f} ms (target {CPU_MS}), above the wire {above:.2f} ms")
    for name, messages, busy in (
        ("live, one at a time", 1.0, nominal["handler"]),
        ("upload, 3 of each card", 0.02, above + nominal["client"] / 3),
    ):
        paid = dollars(ways[name], messages=messages, busy_ms=busy)
        print(f"a million taps, {name}: " + ", ".join(f"{what} {cost:.2f}" for what, cost in paid.items()))
    print(f"US dollars at the prices of {PRICES['region']}, {PRICES['as_of']}; a call taken as {CALL_MS:.0f} ms")
    if nominal["handler"] > CPU_MS:
        share = nominal["client"] / nominal["handler"]
        print(f"MISSED: {CPU_MS} ms of processor for a live tap; {share:.0%} of it are the client's")
    live, uploaded = ways["live, one at a time"].writes, ways["upload, 3 of each card"].writes
    return int(live > LIVE_UNITS or uploaded > UPLOAD_UNITS)


if __name__ == "__main__":
    sys.exit(main())
