"""Somebody asked for a copy of all the city holds of them: the wallet adds their accounts with every movement.

Hears ExportAsked from the bus. Reads the ledger (CITIZEN#, ACCOUNT#); puts what it holds into the copy. An erasure
changes nothing here: entries are kept without a name for six years (Codigo de Comercio art. 30.1).
"""

from __future__ import annotations

from typing import Any

from cercano.facts.citizen import ExportAsked
from cercano.kit import exports
from cercano.kit.clock import now
from cercano.kit.queue import Message, each_message
from cercano.ledger import book, statement
from cercano.ledger.model import Account
from cercano.wallet import holders
from cercano.wallet.views import AccountView, EntryView

LANGUAGE = "es"
"""Of the reasons in the copy."""


@each_message
def handler(message: Message) -> None:
    """One copy; asked again, it says what is held by then."""
    asked = message.fact(ExportAsked)
    accounts = book.read_many(holders.accounts_of(asked.citizen_id))
    own = [_said(account) for account in accounts if account.terms.citizen_id == asked.citizen_id]
    exports.add_part("wallet", asked, {"accounts": own})


def _said(account: Account) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        stretch = statement.entries(account.account_id, before=cursor, limit=statement.MOST)
        entries += (EntryView.of(entry, LANGUAGE).model_dump(mode="json") for entry in stretch.entries)
        cursor = stretch.cursor
        if cursor is None:
            shown = AccountView.of(stretch.account, now(), LANGUAGE).model_dump(mode="json")
            return {**shown, "entries": entries}
