"""The journeys of an account as its own citizen, or a child's guardian, reads them: what each costs as things stand.

Reads the account and its journal: the ledger's table; and who answers for whom (AccessTable, CITIZEN#*).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cercano.access.journal import journeys_of
from cercano.access.model import Charge
from cercano.kit import bonds
from cercano.kit.caller import Caller
from cercano.ledger import book, statement
from cercano.ledger.errors import AccountUnknown
from cercano.ledger.model import Account, Entry

REACH = timedelta(days=62)

Journey = tuple[Entry, Charge]


def mine(account_id: str, caller: Caller) -> Account:
    """The account, for its own citizen and for who answers for them.

    Raises:
        AccountUnknown: there is none, or it is somebody else's: the two are not told apart.
    """
    account = book.read(account_id)
    owner_id = account.terms.citizen_id if account else None
    if account is None or owner_id is None:
        raise AccountUnknown
    if owner_id != caller.subject and not bonds.answers_for(caller.subject, owner_id, bonds.Matter.WALLET):
        raise AccountUnknown
    return account


def of(account: Account, now: datetime) -> list[Journey]:
    """The taps of the last two months, newest first. A change told since counts, however old its tap."""
    return journeys_of(reversed(statement.since(account.account_id, now - REACH)))
