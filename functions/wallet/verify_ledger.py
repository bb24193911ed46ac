"""Every night, after the root is signed: the ledger is read as it lies on the shelf, and every byte of it is checked.

Reads the night's root with all that is under it, and a 32nd of the accounts, of the archive's lines (is each in an
account?) and of the credentials: each has its turn once in 32 nights. Writes nothing. What is not as it was written is
an alarm in the log that names the row, and the run fails.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.kit.settings import setting
from cercano.ledger import walking
from cercano.ledger.model import MADRID
from cercano.ledger.packing import LedgerBroken
from cercano.wallet import root_key

ROOT_KEY = setting("ROOT_KEY")


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Check the parts whose turn it is.

    Raises:
        LedgerBroken: something is not as it was written. A person must look, with a backup of before.
    """
    accounts = wrongs = 0
    signed = now.astimezone(MADRID).date() - timedelta(days=1)
    parts = walking.turn_of(signed)
    for looked_at, found in walking.wrongs_in(parts, signed, root_key.public_jwk(ROOT_KEY)):
        accounts, wrongs = accounts + looked_at, wrongs + len(found)
        for one in found:
            log.error("ledger_broken", pk=one.pk, sk=one.sk, reason=one.why, alarm=True)
    for one in walking.wrongs_among_credentials(signed):
        wrongs += 1
        log.error("ledger_broken", pk=one.pk, sk=one.sk, reason=one.why, alarm=True)
    count("AccountsVerified", accounts)
    count("LedgerWrongs", wrongs)
    if wrongs:
        raise LedgerBroken(f"{wrongs} rows are not as they were written")
    return {"accounts": accounts}
