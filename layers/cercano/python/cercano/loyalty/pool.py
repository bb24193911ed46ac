"""Takes units out of a campaign's budget and puts them back: one conditional write each, two when a drawer runs dry.

A request that comes again finds its own voucher in the drawer: a lost reply, a double tap and a crash end alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from cercano.kit.batch import find_many
from cercano.kit.errors import NotNow, VersionConflict
from cercano.kit.together import MOST_ROWS, keep_together
from cercano.loyalty.drawer_rows import RESERVE, DrawerRow
from cercano.loyalty.drawers import (
    RESERVE_PERCENT,
    Claim,
    Drawer,
    dealt,
    drawer_no,
    drawers_of,
    pack_of,
    voucher_id_of,
)
from cercano.loyalty.errors import VouchersBeingCounted, VouchersGone
from cercano.loyalty.model import Campaign, RewardKind

ATTEMPTS = 12
GATHERED_AT_ONCE = 24
"""Drawers emptied in one transaction: few enough that a rush seldom breaks it."""


def deal(campaign: Campaign) -> None:
    """Lay out a fresh campaign's drawers. Repeated after a crash it goes on: what is laid out is left as it is."""
    drawers = dealt(campaign)
    numbers = [*range(len(drawers) - 1), RESERVE]
    rows = [DrawerRow.new(campaign.campaign_id, n, drawer) for n, drawer in zip(numbers, drawers, strict=True)]
    for start in range(0, len(rows), MOST_ROWS):
        chunk = rows[start : start + MOST_ROWS]
        try:
            keep_together(chunk)
        except VersionConflict:
            if DrawerRow.find(chunk[0].pk, chunk[0].sk) is None:
                raise


def reserve(campaign: Campaign, holder_id: str, request_id: str, now: datetime) -> tuple[str, Claim]:
    """A voucher for a person, held until its time is over; the same request again is answered with the same one.

    Raises:
        VoucherLimit: they have as many as one may have. VouchersGone: none is left.
        VouchersBeingCounted: the last ones are being gathered. NotNow: too many at once.
    """
    voucher_id = voucher_id_of(campaign.campaign_id, holder_id, request_id)
    expires_at = (now + timedelta(hours=campaign.hold_hours)).replace(microsecond=0)

    def claimed(drawer: Drawer) -> Drawer:
        return drawer.claim(
            voucher_id,
            holder_id,
            each=campaign.limits.per_person,
            expires_at=expires_at,
            worth_cents=campaign.reward.worth_cents,
        )

    for _ in range(ATTEMPTS):
        row = _own(campaign, holder_id)
        drawer = row.drawer.lapse(now)
        if known := drawer.claims.get(voucher_id):
            return voucher_id, known
        try:
            if drawer.left:
                row.holding(claimed(drawer)).keep()
            else:
                _claim_from_reserve(campaign, row, drawer, claimed)
        except VersionConflict:
            continue
        return voucher_id, row.drawer.claims[voucher_id]
    raise NotNow(headers={"Retry-After": "2"})


def _claim_from_reserve(
    campaign: Campaign, row: DrawerRow, drawer: Drawer, claimed: Callable[[Drawer], Drawer]
) -> None:
    """Fill a dry drawer from the reserve and claim, in one transaction."""
    claimed(drawer.take(1))  # a person at their limit is told so, also when nothing is left
    source = _reserve_row(campaign)
    if not source.left:
        raise VouchersGone if source.is_dry else VouchersBeingCounted(headers={"Retry-After": "60"})
    pack = pack_of(campaign, source.left, 1)
    source.holding(source.drawer.take(-pack))
    row.holding(claimed(drawer.take(pack)))
    keep_together([row, source])


def give_back(campaign: Campaign, holder_id: str, voucher_id: str, now: datetime) -> None:
    """An unused voucher returns to the pool.

    Raises:
        NoSuchVoucher, VoucherNotHeld. NotNow: too many at once.
    """
    for _ in range(ATTEMPTS):
        row = _own(campaign, holder_id)
        before = row.drawer
        after = before.lapse(now).give_back(voucher_id, holder_id, now)
        if after == before:
            return
        try:
            row.holding(after).keep()
        except VersionConflict:
            continue
        return
    raise NotNow(headers={"Retry-After": "2"})


def rows_for(campaigns: Iterable[Campaign], holder_id: str) -> dict[str, DrawerRow]:
    """The person's own drawer in each campaign, in one read for a hundred campaigns."""
    keys = {DrawerRow.key(one.campaign_id, drawer_no(one, holder_id)): one.campaign_id for one in campaigns}
    return {keys[row.pk, row.sk]: row for row in find_many(DrawerRow, keys)}


def vouchers_of(campaigns: Iterable[Campaign], holder_id: str, now: datetime) -> list[tuple[str, str, Claim]]:
    """A person's vouchers of these campaigns (campaign, voucher, claim): held, used, and gone within the last day."""
    drawers = rows_for((one for one in campaigns if one.reward.kind is RewardKind.VOUCHER), holder_id)
    return [
        (campaign_id, voucher_id, claim)
        for campaign_id, row in sorted(drawers.items())
        for voucher_id, claim in row.drawer.lapse(now).claims.items()
        if claim.holder_id == holder_id
    ]


def fill(campaign: Campaign, row: DrawerRow, needed: int) -> DrawerRow:
    """The drawer with at least `needed` units if the reserve has them; else with all that the reserve had."""
    source = _reserve_row(campaign)
    missing = needed - row.left
    if missing <= 0 or not source.left:
        return row
    pack = pack_of(campaign, source.left, missing)
    source.holding(source.drawer.take(-pack))
    row.holding(row.drawer.take(pack))
    keep_together([row, source])
    return row


def tend(campaign: Campaign, now: datetime) -> dict[str, int]:
    """Bring lapsed vouchers back, and level the drawers when the reserve runs low; answers what was found.

    While much is left, half of each drawer's rest goes to the reserve; at the end all of it, so that the last ones are
    served by one row. What somebody else changes meanwhile is left for the next run.
    """
    rows = _all(campaign)
    source = next(row for row in rows if row.pk.endswith(f"#{RESERVE}"))
    drawers = [row for row in rows if row is not source]
    total = sum(row.drawer.lapse(now).left for row in rows)
    is_low = source.left * 100 < campaign.budget * RESERVE_PERCENT // 2
    is_end = total * 100 <= campaign.budget * RESERVE_PERCENT
    moved = 0
    changed = [row for row in drawers if _tended(row, now, is_low=is_low, is_end=is_end)[0] != row.drawer]
    for start in range(0, len(changed), GATHERED_AT_ONCE):
        moved += _gather(campaign, changed[start : start + GATHERED_AT_ONCE], now, is_low=is_low, is_end=is_end)
    _mark(campaign, is_dry=total == 0)
    return {"left": total, "gathered": moved}


def _tended(row: DrawerRow, now: datetime, *, is_low: bool, is_end: bool) -> tuple[Drawer, int]:
    """The drawer without what lapsed and what goes to the reserve, and how much goes."""
    drawer = row.drawer.lapse(now)
    goes = (drawer.left if is_end else drawer.left // 2) if is_low else 0
    return drawer.take(-goes), goes


def _gather(campaign: Campaign, rows: Sequence[DrawerRow], now: datetime, *, is_low: bool, is_end: bool) -> int:
    source = _reserve_row(campaign)
    gathered = 0
    for row in rows:
        after, goes = _tended(row, now, is_low=is_low, is_end=is_end)
        row.holding(after)
        gathered += goes
    source.holding(source.drawer.take(gathered))
    try:
        keep_together([*rows, source] if gathered else rows)
    except VersionConflict:
        return 0
    return gathered


def _mark(campaign: Campaign, *, is_dry: bool) -> None:
    """Say in the reserve whether anything is left anywhere; a reserve that moved on meanwhile speaks for itself."""
    source = _reserve_row(campaign)
    if bool(source.is_dry) == is_dry:
        return
    source.is_dry = int(is_dry)
    try:
        source.keep()
    except VersionConflict:
        return


def stock(campaign: Campaign) -> Drawer:
    """All drawers and the reserve as one: what is left, held and spent of the budget."""
    drawers = [row.drawer for row in _all(campaign)]
    return Drawer(
        size=sum(one.size for one in drawers),
        left=sum(one.left for one in drawers),
        used=sum(one.used for one in drawers),
        claims={voucher_id: claim for one in drawers for voucher_id, claim in one.claims.items()},
    )


def _all(campaign: Campaign) -> list[DrawerRow]:
    numbers = [*range(drawers_of(campaign)), RESERVE]
    return find_many(DrawerRow, [DrawerRow.key(campaign.campaign_id, number) for number in numbers])


def _own(campaign: Campaign, holder_id: str) -> DrawerRow:
    return _found(campaign, drawer_no(campaign, holder_id))


def _reserve_row(campaign: Campaign) -> DrawerRow:
    return _found(campaign, RESERVE)


def _found(campaign: Campaign, number: int | str) -> DrawerRow:
    row = DrawerRow.find(*DrawerRow.key(campaign.campaign_id, number))
    if row is None:
        raise RuntimeError(f"{campaign.campaign_id} has no drawer {number}: it was never laid out")
    return row
