"""One account's protocol as a scene for the explorer: a payment that is sent twice, others beside it, the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from cercano.kit.batch import LeftUndone
from cercano.kit.errors import NotNow
from cercano.ledger import archive, book, rows, statement
from cercano.ledger.entry import Entry, EntryKind
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account
from tests.simulation.baton import START
from tests.simulation.checks import books_of, wrongs
from tests.simulation.dynamo import Dynamo
from tests.simulation.explorer import Explorer, Found, Scene

TRANSIENT = (PynamoDBException, BotoCoreError, ClientError, LeftUndone, NotNow)
"""What whoever sends a command sends it again for."""
ANA = "acc_ana"
OPENING_CENTS = 10_000

Pay = tuple[str, int]


def consumer(event: dict[str, Any], context: Any) -> None:
    """What functions/wallet/archive_entries.py does, without its log."""
    changes = (record["dynamodb"] for record in event["Records"])
    added = (archive.added(change.get("OldImage"), change.get("NewImage")) for change in changes)
    archive.keep((account_id, entry) for account_id, entries in filter(None, added) for entry in entries)


def entry(name: str, cents: int) -> Entry:
    """A payment, by a name that its id comes from."""
    return Entry(
        id=entry_id_of(START, name), kind=EntryKind.PAYMENT, payee="operator:tus", amount_cents=-cents, memo={"n": name}
    )


def pay(name: str, cents: int) -> Callable[[], str]:
    """A delivery of a payment."""
    return lambda: book.post_entry(ANA, entry(name, cents)).entries[0].id


def scene(payments: Sequence[Pay], *, before: int, archived: int) -> Scene:
    """An account that was topped up in `before` parts, the first of them archived, and then these deliveries."""

    def prepare() -> None:
        book.open_account(Account.new(ANA, "resident"))
        for number in range(before):
            top_up = Entry(
                id=entry_id_of(START, "top-up", str(number)),
                kind=EntryKind.TOP_UP,
                payee="desk",
                amount_cents=OPENING_CENTS // before,
            )
            posted = book.post_entry(ANA, top_up)
            if number < archived:
                archive.keep((ANA, one) for one in posted.entries)

    def check(store: Dynamo, results: list[Any]) -> list[str]:
        found = wrongs(books := books_of(store.table("wallet").items))
        wanted = OPENING_CENTS - sum(dict(payments).values())
        if books.accounts[ANA].balance_cents != wanted:
            found.append(f"the balance is {books.accounts[ANA].balance_cents}, not {wanted}")
        return found + [f"a delivery gave up: {one!r}" for one in results if isinstance(one, Exception)]

    return Scene(
        prepare=prepare,
        deliveries=[pay(*one) for one in payments],
        consumer=consumer,
        check=check,
        transient=TRANSIENT,
    )


def explored(
    of: Scene, *, faults: int = 0, page_of: int = 2, broken: Sequence[Any] = (), stop_at_first: bool = False
) -> Found:
    """All schedules, with pages of `page_of` entries so that few of them turn one, and the code broken as is said."""
    with ExitStack() as stack:
        for module in (book, rows, statement):
            stack.enter_context(patch.object(module, "PAGE_OF", page_of))
        stack.enter_context(patch.object(book, "CROWDED", 2 * page_of))
        explorer = Explorer(of, faults=faults, stop_at_first=stop_at_first)
        for one in broken:
            stack.enter_context(one)
        return explorer.walk()
