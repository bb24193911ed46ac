"""Every night: one signed number that fixes all accounts' journals as they were when the day was over.

Reads the roster, the heads of all accounts and the last root; writes ROOTS and ROOT#<day>; signs with a key in KMS.
A run for a day that has its root changes nothing; a missed night is made up by the next run of that day's event.
"""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from typing import Any

from cercano.kit import clock
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.kit.settings import setting
from cercano.ledger import roots
from cercano.ledger.model import MADRID
from cercano.wallet import root_key

CITY, ROOT_KEY = setting("JURISDICTION"), setting("ROOT_KEY")


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Sign the root of the day before `now`, Madrid's calendar."""
    day = now.astimezone(MADRID).date() - timedelta(days=1)
    sign = functools.partial(root_key.sign, ROOT_KEY)
    signed = roots.sign_day(day, city=CITY, at=clock.now(), sign=sign, jwk=root_key.public_jwk(ROOT_KEY))
    count("AccountsUnderRoot", signed.said["accounts"])
    return {"day": day.isoformat(), "accounts": signed.said["accounts"], "root": signed.said["root"]}
