"""How often each command of the wallet calls the store, and for how many units. Promised: four calls at most.

    python -m benchmarks.ledger_calls

Calls the deployed HTTP handlers. Each command once on an account in its usual state, and once when six entries are
ready to leave its row for a page, which takes one call more: five at most.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import timedelta
from typing import Any, NamedTuple

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
from cercano.ledger import acting, archive, book, holders
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind, Terms
from functions.wallet import (
    adjust_account,
    freeze_account,
    hold_money,
    read_accounts,
    read_entries,
    refund_payment,
    take_payment,
    top_up_by_hand,
    transfer_money,
)
from tests.simulation.baton import Baton
from tests.simulation.client import Client
from tests.simulation.dynamo import Dynamo
from tests.support.bank import NOON
from tests.support.http import call

MOST, MOST_WITH_A_PAGE = 4, 5
ANA, CHILD = "acc_01KB2R5Y7Q8W9E0RTYVXC10001", "acc_01KB2R5Y7Q8W9E0RTYVXC10002"
HOLDER: dict[str, Any] = {"subject": "ana", "roles": ()}
STAFF: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
OPERATOR: dict[str, Any] = {"subject": "tus", "roles": ("operator",)}


class Cost(NamedTuple):
    """What a command took."""

    calls: int
    writes: float
    reads: float


def an_id(number: int) -> str:
    """A client's id of an order made now."""
    return f"{int(NOON.timestamp() * 1000):012x}7{number:019x}"


PAID, HELD, NEW = an_id(1), an_id(2), an_id(3)
ACCOUNT = f"/accounts/{ANA}"
A_HOLD = {"payee": "operator:bikes", "amount_cents": 500, "purpose": "deposit", "minutes": 60}
A_PAYMENT = {"payee": "merchant:bakery", "amount_cents": 300, "purpose": "purchase"}
ADJUSTED = {"account_id": ANA, "amount_cents": 500, "purpose": "goodwill"}


def asking(module: Any, path: str, body: Any = None, **who: Any) -> Callable[[], Any]:
    """A request: a POST when there is a body."""
    return lambda: call(module.app, "POST" if body is not None else "GET", path, body=body, **who)


COMMANDS: dict[str, Callable[[], Any]] = {
    "pay": asking(take_payment, f"{ACCOUNT}/payments", {"entry_id": NEW, **A_PAYMENT}, **HOLDER),
    "pay, sent again": asking(take_payment, f"{ACCOUNT}/payments", {"entry_id": PAID, **A_PAYMENT}, **HOLDER),
    "hold": asking(hold_money, f"{ACCOUNT}/holds", {"entry_id": NEW, **A_HOLD}, **HOLDER),
    "capture": asking(
        hold_money, f"{ACCOUNT}/holds/{HELD}/capture", {"entry_id": NEW, "amount_cents": 200}, **OPERATOR
    ),
    "void": asking(hold_money, f"{ACCOUNT}/holds/{HELD}/void", {"entry_id": NEW}, **OPERATOR),
    "refund": asking(
        refund_payment, f"{ACCOUNT}/payments/{PAID}/refunds", {"entry_id": NEW, "amount_cents": 100}, **OPERATOR
    ),
    "transfer": asking(
        transfer_money,
        f"{ACCOUNT}/transfers",
        {"entry_id": NEW, "to_account_id": CHILD, "amount_cents": 100},
        **HOLDER,
    ),
    "top up at a desk": asking(
        top_up_by_hand, f"{ACCOUNT}/desk-top-ups", {"entry_id": NEW, "amount_cents": 500, "means": "cash"}, **STAFF
    ),
    "stop an account": asking(freeze_account, f"{ACCOUNT}/freeze", {"reason": "dispute"}, **STAFF),
    "put right, up to 10 EUR": asking(adjust_account, "/adjustments", {"entry_id": NEW, **ADJUSTED}, **STAFF),
    "put right, above that": asking(
        adjust_account, "/adjustments", {"entry_id": NEW, **ADJUSTED, "amount_cents": 20_00}, **STAFF
    ),
    "see my accounts": asking(read_accounts, "/accounts", **HOLDER),
    "see one account": asking(read_accounts, ACCOUNT, **HOLDER),
    "see its movements": asking(read_entries, f"{ACCOUNT}/entries?limit=30", **HOLDER),
}


def given(entries: int) -> None:
    """Two accounts of ana; hers has so many recent entries, archived: money, a payment, a hold, and small payments."""
    for account_id in (ANA, CHILD):
        terms = Terms(card_id=f"card_{account_id[4:]}", card_class="resident", citizen_id="ana")
        book.open_account(Account.new(account_id, "resident", terms=terms))
        holders.ownership("ana", account_id).keep()
    for payee in ("operator:bikes", "merchant:bakery"):
        acting.changed(payee, (), ["tus"], NOON)[0].keep()
    first = entry_id_of(NOON - timedelta(days=1), "first")
    book.post_entry(ANA, Entry(id=first, kind=EntryKind.TOP_UP, payee="desk", amount_cents=500_00))
    asking(take_payment, f"{ACCOUNT}/payments", {"entry_id": PAID, **A_PAYMENT}, **HOLDER)()
    asking(hold_money, f"{ACCOUNT}/holds", {"entry_id": HELD, **A_HOLD}, **HOLDER)()
    for number in range(entries - 3):
        small = entry_id_of(NOON, "small", str(number))
        book.post_entry(ANA, Entry(id=small, kind=EntryKind.PAYMENT, payee="merchant:bakery", amount_cents=-100))
    account = book.existing(ANA)
    assert len(account.recent) == entries
    archive.keep((ANA, entry) for entry in account.recent)


def cost(command: Callable[[], Any], entries: int) -> Cost:
    """Of one command in a fresh city."""
    store = Dynamo()
    with Client(store, Baton(0)).standing_in(), freeze(NOON), redirect_stdout(io.StringIO()):
        given(entries)
        before = sum(store.counts.values()), store.writes, store.reads
        answer = command()
        assert answer.status in (200, 201), answer.text
        return Cost(sum(store.counts.values()) - before[0], store.writes - before[1], store.reads - before[2])


def main() -> int:
    """Print a line for each command; 1 when one takes more calls than promised."""
    over: list[str] = []
    print(f"{'':26} | {'usually':^22} | {'when a page is full':^22}")
    print(f"{'command':26} |" + f" {'calls':>6} {'write':>6} {'read':>8} |" * 2)
    for name, command in COMMANDS.items():
        found = [cost(command, 3), cost(command, book.PAGE_OF)]
        is_over = found[0].calls > MOST or found[1].calls > MOST_WITH_A_PAGE
        over += [name] if is_over else []
        shown = "".join(f" {one.calls:6} {one.writes:6.0f} {one.reads:8.1f} |" for one in found)
        print(f"{name:26} |{shown}{'  OVER' if is_over else ''}")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
