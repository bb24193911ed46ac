"""Money came in, went back, or an account was stopped: the deny list is put right within seconds.

Hears the wallet's facts from the bus. Reads the account (the ledger's table); writes the deny list (AccessTable). Tells
AccountOverdrawn and AccountCleared.
"""

from __future__ import annotations

from typing import get_args

from cercano.access.denying import look_again
from cercano.facts.wallet import AccountFrozen, AccountThawed, BalanceLow, MoneyToppedUp, PaymentRefunded
from cercano.kit.clock import now
from cercano.kit.queue import Message, each_message

Moved = MoneyToppedUp | PaymentRefunded | BalanceLow | AccountFrozen | AccountThawed
KINDS: tuple[type[Moved], ...] = get_args(Moved)


@each_message
def handler(message: Message) -> None:
    """Look at the account as it is now: heard again, or late, it ends the same."""
    fact = message.fact(*KINDS)
    look_again(fact.account_id, now())
