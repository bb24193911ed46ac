"""The journeys of an account as its own citizen reads them: what each costs as things stand.

Reads the account and its journal: the ledger's table.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cercano.access.journal import journeys_of
from cercano.access.model import Charge
from cercano.kit.caller import Caller
from cercano.ledger import book, statement
from cercano.ledger.errors import AccountUnknown
from cercano.ledger.model import Account, Entry

REACH = timedelta(days=62)

Journey = tuple[Entry, Charge]


def mine(account_id: str, caller: Caller) -> Account:
    """The account, for its own citizen.

    Raises:
        AccountUnknown: there is none, or it is somebody else's: the two are not told apart.
    """
    account = book.read(account_id)
    if account is None or account.terms.citizen_id is None or account.terms.citizen_id != caller.subject:
        raise AccountUnknown
    return account


def of(account: Account, now: datetime) -> list[Journey]:
    """The taps of the last two months, newest first. A change told since counts, however old its tap."""
    return journeys_of(reversed(statement.since(account.account_id, now - REACH)))
