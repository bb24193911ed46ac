"""Every five minutes: certificates whose hour has come are buried, and what a crash left behind is cleared away.

Reads and writes the register; kills certificates at AWS IoT.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.devices import enrolment
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """All that is due by `now`."""
    buried, leftovers = enrolment.sweep(at=now)
    count("CertificatesBuried", buried)
    count("LeftoversCleared", leftovers)
    return {"buried": buried, "leftovers": leftovers}
