"""An account's money crossed a line: it is filled from its holder's bank or card, they are told, or it pays again.

Hears of it from the ledger's stream, through a queue (archive_entries). Reads and writes the ledger, the account's ways
to money, its collections and its orders at the bank; tells MoneyToppedUp, RefillRefused, BalanceLow and AccountThawed.
Heard twice or late, it happens once.
"""

from __future__ import annotations

from cercano.kit import clock
from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.queue import Message, each_message
from cercano.wallet import cardfilling, refilling
from cercano.wallet.crossings import Crossing, Line


@each_message
def handler(message: Message) -> None:
    """Do what one crossed line asks for."""
    crossing = Crossing.of(message.json())
    done = True
    match crossing.line:
        case Line.LOW:
            refilling.tell_low(crossing)
        case Line.REFILL:
            done = refilling.fill(crossing, clock.now()) or cardfilling.fill(crossing, clock.now())
            count("AccountsRefilled", done)
        case Line.CLEARED:
            done = refilling.thaw(crossing.account_id, clock.now())
    log.info("balance_followed", account_id=crossing.account_id, line=crossing.line.value, done=done)
