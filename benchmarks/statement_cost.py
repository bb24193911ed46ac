"""What a page of a statement costs, however long the account's history is: two calls, and as much as ever.

    python -m benchmarks.statement_cost

Asks the deployed read_entries for the newest thirty movements, and the ledger for thirty in the middle and for the
balance of a moment half way back, of accounts with 10 to 100,000 entries.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.reference.functions import every_setting
from tests.support import tokens

os.environ |= every_setting() | {
    "TABLE_NAME": "ledger",
    "LEDGER_TABLE": "ledger",
    "STAGE": "bench",
    "POWERTOOLS_SERVICE_NAME": "wallet",
    "POWERTOOLS_METRICS_NAMESPACE": "Cercano",
    "AWS_DEFAULT_REGION": "eu-south-2",
    "TOKEN_ISSUER": tokens.ISSUER,
    "TOKEN_CLIENT_ID": tokens.CLIENT_ID,
    "TOKEN_KEYS_URL": "https://x.test/keys",
}

from cercano.kit.clock import freeze
from cercano.kit.table import Row
from cercano.ledger import statement
from cercano.ledger.ids import tap_id
from cercano.ledger.model import Account, Entry, EntryKind, Terms
from cercano.ledger.rows import PAGE_OF, page_of, row_of
from functions.wallet import read_entries
from tests.simulation.baton import Baton
from tests.simulation.client import Client
from tests.simulation.dynamo import Dynamo
from tests.support.http import call

LENGTHS = (10, 100, 1_000, 10_000, 100_000)
START = datetime(2016, 11, 23, 6, tzinfo=UTC)
EVERY = timedelta(minutes=50)
CALLS = 2
REPEATS = 15


def lived(account_id: str, length: int) -> list[Row]:
    """The rows of an account after so many entries: taps, and money for them now and then."""
    terms = Terms(card_id="card_1", card_class="resident", citizen_id="ana")
    account = Account.new(account_id, "resident", terms=terms)
    rows: list[Row] = []
    for number in range(length):
        at = START + number * EVERY
        tap = tap_id(at, "bus-204", "0011223344556677", number)
        kind, payee, cents = (EntryKind.FARE, "operator:tus", -66)
        memo: dict[str, Any] = {"t": ["bus", "1", f"{number % 40}", "204", "e"], "w": ["flat", "resident"]}
        if number % 15 == 0:
            kind, payee, cents, memo = EntryKind.TOP_UP, "gateway:redsys", 14 * 66, {}
        account = account.post(Entry(id=tap, kind=kind, payee=payee, amount_cents=cents, memo=memo), now=at)
        if len(account.recent) == 2 * PAGE_OF:
            rows.append(page_of(account_id, account.recent[:PAGE_OF]))
            account = replace(account, recent=account.recent[PAGE_OF:])
    return [*rows, row_of(replace(account, version=1))]


class Meter:
    """A store that knows how long it took itself."""

    def __init__(self, rows: list[Row]) -> None:
        self.store, self.own_s = Dynamo(), 0.0
        for row in rows:
            self.store.table("ledger").put((row.pk, row.sk), row.serialize(), 0.0)
        self._answer, self.store.answer = self.store.answer, self._timed  # type: ignore[method-assign]

    def _timed(self, operation: str, call: dict[str, Any]) -> Any:
        started = time.process_time()
        try:
            return self._answer(operation, call)
        finally:
            self.own_s += time.process_time() - started

    def cost(self, work: Callable[[], Any]) -> tuple[int, float, float]:
        """Calls, read units, and milliseconds of processor without the store's (the least of several runs)."""
        calls, reads = sum(self.store.counts.values()), self.store.reads
        work()
        calls, reads = sum(self.store.counts.values()) - calls, self.store.reads - reads
        spent = []
        for _ in range(REPEATS):
            started, self.own_s = time.process_time(), 0.0
            work()
            spent.append(time.process_time() - started - self.own_s)
        return calls, reads, min(spent) * 1000


def main() -> int:
    """Print a line for each length; 1 when a page takes more than two calls, or more at some length than at 100."""
    print(f"{'entries':>8} | {'newest 30':^20} | {'30 in the middle':^20} | {'balance half way':^20}")
    print(f"{'':>8} |" + f" {'calls':>5} {'units':>6} {'ms':>7} |" * 3)
    seen = {}
    for length in LENGTHS:
        meter = Meter(lived("acc_1", length))
        now = START + length * EVERY
        half = START + (length // 2) * EVERY
        middle = f"{half.isoformat(timespec='milliseconds').replace('+00:00', 'Z')}#{length // 2 + 1:010d}"

        def newest(now: datetime = now) -> None:
            with freeze(now), redirect_stdout(io.StringIO()):
                answer = call(read_entries.app, "GET", "/accounts/acc_1/entries?limit=30", subject="ana", roles=())
            assert answer.status == 200, answer.text

        with Client(meter.store, Baton(0)).standing_in():
            found = (
                meter.cost(newest),
                meter.cost(lambda middle=middle: statement.entries("acc_1", before=middle, limit=30)),
                meter.cost(lambda half=half: statement.at("acc_1", half)),
            )
        seen[length] = found
        print(f"{length:>8,} |" + "".join(f" {calls:5} {reads:6.1f} {ms:7.2f} |" for calls, reads, ms in found))
    whole = [found for length, found in seen.items() if length >= 100]
    flat = all(one[:2] == whole[0][at][:2] for found in whole for at, one in enumerate(found))
    few = all(calls <= CALLS for found in seen.values() for calls, _, _ in found)
    return int(not (flat and few))


if __name__ == "__main__":
    sys.exit(main())
