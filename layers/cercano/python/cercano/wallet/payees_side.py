"""Whether a caller is the payee's side: an operator whom the register names for it; for the city's own sales, staff.

Staff do not take or give back the money of others: what is wrong there they put right by an adjustment.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from cercano.kit.log import log
from cercano.ledger import acting
from cercano.ledger.errors import NoSuchHold
from cercano.ledger.model import Account
from cercano.wallet.errors import NoSuchPayee
from cercano.wallet.seeing import Asking

OFFICES = ("operator", "staff")
"""The roles of which one is needed; by itself none is enough."""

IsMine = Callable[[str], bool]


def mine(caller: Asking) -> IsMine:
    """Says of a payee whether the caller acts for it. The register is asked once, however often a command begins."""

    @functools.cache
    def is_mine(payee: str) -> bool:
        if payee.startswith("city:"):
            found = caller.has("staff")
        else:
            found = caller.has("operator") and acting.acts_for(caller.subject, payee)
        if not found:
            log.warning("not_ones_payee", payee=payee, by=caller.subject)
        return found

    return is_mine


def hold_of(account: Account, hold_id: str, is_mine: IsMine) -> str:
    """The id of a hold that is for the caller's own payee.

    Raises: NoSuchHold for any other, as if there were none.
    """
    hold = account.holds.get(hold_id)
    if hold is None or not is_mine(hold.payee):
        raise NoSuchHold
    return hold_id


def may_see(payee: str, caller: Asking) -> None:
    """Let staff through, and who acts for a payee.

    Raises: NoSuchPayee for anybody else, as if there were none.
    """
    if not caller.has("staff") and not acting.acts_for(caller.subject, payee):
        raise NoSuchPayee
