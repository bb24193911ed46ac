"""Somebody asked for a copy of what the city holds of them, was verified, or left: the wallet follows.

Hears ExportAsked, CitizenVerified and CitizenErased from the bus. Who is known well may pay by the month. A copy holds
their accounts with every movement, and the bank account that is linked. Who leaves is paid what is left into that bank
account, and gives no more mandate and no allowance; entries are kept without a name for six years (Codigo de Comercio
art. 30.1), a mandate for 13 months, as its collections can be disputed so long (mandates.py).
"""

from __future__ import annotations

from typing import Any

from cercano.facts.citizen import CitizenErased, CitizenVerified, ExportAsked
from cercano.kit import exports
from cercano.kit.clock import now
from cercano.kit.facts import instant
from cercano.kit.queue import Message, each_message
from cercano.ledger import book, holders, statement
from cercano.ledger.model import Account
from cercano.wallet import allowances, bankcards, lending, levels, mandates, mandating, paying_out
from cercano.wallet.views import AccountView, EntryView

LANGUAGE = "es"
"""Of the reasons in the copy."""


@each_message
def handler(message: Message) -> None:
    """One copy, or one farewell; heard again, it says what is held by then, or changes nothing."""
    heard = message.fact(ExportAsked, CitizenVerified, CitizenErased)
    citizen_id = str(heard.data()["citizen_id"])
    accounts = book.read_many(holders.accounts_of(citizen_id))
    own = [account for account in accounts if account.terms.citizen_id == citizen_id]
    if isinstance(heard, ExportAsked):
        exports.add_part("wallet", heard, {"accounts": [_said(account) for account in own]})
        return
    if isinstance(heard, CitizenVerified):
        if levels.heed(heard) < levels.BY_REGISTER:
            for account in own:
                lending.end(account.account_id, "not_verified", lambda same: same, now())
        return
    levels.forget(citizen_id)
    for account in own:
        paying_out.pay_out(account.account_id, heard.at, now())
        mandating.take_back(account.account_id, lambda same: same, now())
        bankcards.forget(account.account_id)
        for row in allowances.of_account(account.account_id):
            allowances.forget(*allowances.ends(row))


def _said(account: Account) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        stretch = statement.entries(account.account_id, before=cursor, limit=statement.MOST)
        entries += (EntryView.of(entry, LANGUAGE).model_dump(mode="json") for entry in stretch.entries)
        cursor = stretch.cursor
        if cursor is None:
            shown = AccountView.of(stretch.account, now(), LANGUAGE).model_dump(mode="json")
            return {**shown, "bank": _bank(account.account_id), "entries": entries}


def _bank(account_id: str) -> dict[str, Any] | None:
    found = mandating.in_force(account_id)
    if found is None:
        return None
    row, _ = found
    said = {"reference": mandates.reference_of(row), "iban": row.iban, "holder": row.holder}
    return {**said, "signed_at": instant(row.signed_at)}
