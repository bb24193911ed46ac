"""What the card paid on each day: pk "VOLUME", sk "<day>"; and what was last said of it: pk "VOLUME_TOLD", sk "DOC"."""

from __future__ import annotations

from datetime import date, datetime

from cercano.facts.wallet import NetworkNearsLimit
from cercano.kit.batch import put_many
from cercano.kit.log import log
from cercano.kit.table import IntegerAttribute, Row
from cercano.ledger import archive
from cercano.wallet.network import LIMIT_CENTS, Volume, first_day, is_payment


class VolumeRow(Row, discriminator="wallet_volume"):
    """A day."""

    cents = IntegerAttribute()


class ToldRow(Row, discriminator="wallet_volume_told"):
    """What the city was told last."""

    level = IntegerAttribute(default=0)


def count_day(day: date) -> int:
    """Work out what was paid by the events of a day (UTC), keep it, and answer it. Twice is once."""
    sides = archive.of_day(day)
    cents = sum(side.amount_cents for side in sides if is_payment(side.payee, side.amount_cents))
    put_many([VolumeRow("VOLUME", day.isoformat(), cents=cents)])
    return cents


def days_until(until: date) -> dict[date, int]:
    """What was paid on each day of the twelve months that end with `until`."""
    where = VolumeRow.sk.between(first_day(until).isoformat(), until.isoformat())
    return {date.fromisoformat(row.sk): row.cents for row in VolumeRow.every("VOLUME", where, consistent=True)}


def tell(found: Volume, now: datetime) -> bool:
    """Tell the city when a line was crossed, once for each time; False when there is nothing new."""
    row = ToldRow.find("VOLUME_TOLD", "DOC") or ToldRow("VOLUME_TOLD", "DOC", level=0)
    if row.level == found.level:
        return False
    is_worse, row.level = found.level > row.level, found.level
    if is_worse:
        row.told = (NetworkNearsLimit(at=now, paid_cents=found.cents, limit_cents=LIMIT_CENTS, percent=found.percent),)
        log.error("network_nears_limit", paid_cents=found.cents, percent=found.percent, alarm=True)
    row.keep()
    return is_worse
