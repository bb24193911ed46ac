"""A refund at the shop: the purchase, the week it belongs to, the person and every budget, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cercano.facts.loyalty import RewardGivenBack
from cercano.kit.batch import find_many
from cercano.kit.errors import NotNow, VersionConflict
from cercano.kit.together import keep_together
from cercano.loyalty import campaigns, wallets
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.drawer_rows import DrawerRow
from cercano.loyalty.drawers import Drawer, drawer_no
from cercano.loyalty.errors import NoSuchPurchase, PurchaseSaysOtherwise
from cercano.loyalty.holders import Holder, Used
from cercano.loyalty.instants import check_now
from cercano.loyalty.model import CITY_TIME, POINT_CENTS, Benefit, Campaign, Purchase, Refund, RewardKind
from cercano.loyalty.points import that_come_back
from cercano.loyalty.refunds import refund
from cercano.loyalty.rows import CampaignRow, RefundRow, SaleRow, ShopUseRow

ATTEMPTS = 8


def purchase_of(shop_id: str, purchase_id: str) -> Purchase:
    """A sale of this shop.

    Raises:
        NoSuchPurchase: it made none of that id.
    """
    return from_json(Purchase, _row(shop_id, purchase_id).document)


def give_back(shop_id: str, purchase_id: str, refund_id: str, amount_cents: int, now: datetime) -> Purchase:
    """Refund part of a purchase. The same refund again is answered as the first time.

    Raises:
        NoSuchPurchase. MoreThanWasPaid. PurchaseOutOfTime: the refund's id is not of now.
        PurchaseSaysOtherwise: the id names another refund. NotNow: too many at once.
    """
    for _ in range(ATTEMPTS):
        row = _row(shop_id, purchase_id)
        purchase = from_json(Purchase, row.document)
        done = next((one for one in purchase.refunds if one.refund_id == refund_id), None)
        if done is not None:
            return _first(purchase, done, amount_cents)
        check_now(refund_id, now)
        if RefundRow.find(row.pk, f"REFUND#{refund_id}") is not None:
            raise PurchaseSaysOtherwise
        purchase = refund(purchase, refund_id=refund_id, amount_cents=amount_cents, at=now)
        try:
            _keep(row, purchase)
        except VersionConflict:
            continue
        return purchase
    raise NotNow(headers={"Retry-After": "2"})


def _first(purchase: Purchase, done: Refund, amount_cents: int) -> Purchase:
    """The purchase as it was after that refund."""
    if done.amount_cents != amount_cents:
        raise PurchaseSaysOtherwise
    return replace(purchase, refunds=purchase.refunds[: purchase.refunds.index(done) + 1])


def _row(shop_id: str, purchase_id: str) -> SaleRow:
    row = SaleRow.find(f"SHOP#{shop_id}", f"SALE#{purchase_id}")
    if row is None:
        raise NoSuchPurchase
    return row


def _keep(row: SaleRow, purchase: Purchase) -> None:
    made = purchase.refunds[-1]
    row.document = to_json(purchase)
    row.told = (_told(purchase, made),)
    week = RefundRow(row.pk, f"REFUND#{made.refund_id}", purchase_id=purchase.purchase_id, document=to_json(made))
    holder_row = wallets.holder_row(purchase.holder_id)
    holder = wallets.written(holder_row, _holder_after(wallets.holder_of(holder_row), purchase, made))
    keep_together([row, week, holder, *_drawers_after(purchase, made), *_uses_after(purchase)])


def _holder_after(holder: Holder, purchase: Purchase, made: Refund) -> Holder:
    today = made.at.astimezone(CITY_TIME).date()
    points = holder.points.on(today)
    before = sum(one.points_back for one in purchase.refunds[:-1])
    for lot in that_come_back(purchase.lots_spent, made.points_back, before):
        points = points.give_back(lot.points, today, lot.last_day)
    points = points.take_back(made.points_taken, today)
    used = dict(holder.used)
    if not purchase.left_cents:  # wholly refunded, it does not count as a use any more
        sold_on = purchase.at.astimezone(CITY_TIME).date()
        for benefit in purchase.benefits:
            if benefit.campaign_id in used:
                used[benefit.campaign_id] = used[benefit.campaign_id].once_less(sold_on)
    return replace(holder, points=points, used=used)


def _uses_after(purchase: Purchase) -> list[ShopUseRow]:
    """The shop's counts, where a campaign has a limit for a shop, without a sale that was wholly refunded."""
    if purchase.left_cents:
        return []
    keys = [(f"SHOP#{purchase.shop_id}", f"USED#{one.campaign_id}") for one in purchase.benefits]
    rows = find_many(ShopUseRow, keys)
    for row in rows:
        used = from_json(Used, row.document)
        row.document = to_json(used.once_less(purchase.at.astimezone(CITY_TIME).date()))
    return rows


def _drawers_after(purchase: Purchase, made: Refund) -> list[DrawerRow]:
    back = {one.campaign_id: one for one in made.benefits if one.cents or one.points}
    rows = find_many(CampaignRow, [(campaigns.PK, campaign_id) for campaign_id in back])
    known = {row.sk: campaigns.of(row) for row in rows}
    keys = {DrawerRow.key(name, drawer_no(one, purchase.holder_id)): name for name, one in known.items()}
    return [
        row.holding(_drawer_after(row.drawer, known[name], back[name], made.at))
        for row in find_many(DrawerRow, keys)
        for name in (keys[row.pk, row.sk],)
    ]


def _drawer_after(drawer: Drawer, campaign: Campaign, back: Benefit, now: datetime) -> Drawer:
    if back.kind is RewardKind.VOUCHER:
        return drawer.unspend(back.voucher_id, back.cents, campaign.reward.worth_cents, now)
    return drawer.use(-back.units)


def _told(purchase: Purchase, made: Refund) -> RewardGivenBack:
    return RewardGivenBack(
        at=made.at,
        purchase_id=purchase.purchase_id,
        refund_id=made.refund_id,
        shop_id=purchase.shop_id,
        account_id=purchase.account_id,
        amount_cents=made.amount_cents,
        city_cents=sum(one.city_cents for one in made.benefits) + made.points_back * POINT_CENTS,
    )
