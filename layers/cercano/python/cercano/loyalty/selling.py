"""A sale with the card, taken once: sale, person, counts and budgets in one transaction, or none of it.

Five calls to the table: the sale, the customer's code and the credential; the card; the campaigns; the person and the
drawers; the write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cercano.facts.loyalty import RewardRedeemed
from cercano.kit.batch import find_many
from cercano.kit.errors import NotNow, VersionConflict
from cercano.kit.table import Row
from cercano.kit.together import keep_together
from cercano.loyalty import codes, pool, wallets
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.drawer_rows import DrawerRow
from cercano.loyalty.errors import PurchaseSaysOtherwise
from cercano.loyalty.holders import Holder, Used
from cercano.loyalty.instants import check_now
from cercano.loyalty.model import POINT_CENTS, Benefit, Purchase, RewardKind, Shop
from cercano.loyalty.rows import CodeRow, CredentialRow, SaleRow, ShopUseRow
from cercano.loyalty.till import Asked, Counter, counter_of, credential_key, one_of

ATTEMPTS = 8


def sell(shop: Shop, purchase_id: str, asked: Asked, now: datetime) -> Purchase:
    """Take the purchase. The same one again is answered as the first time.

    Raises:
        CodeRefused, CityKeysUnreachable, CardNotAccepted. PurchaseOutOfTime.
        PurchaseSaysOtherwise: the id names another purchase.
        NotNow: too many at once.
    """
    said = codes.said_by(asked.qr)
    keys = [(f"SHOP#{shop.shop_id}", f"SALE#{purchase_id}"), credential_key(said), codes.key_of(said)]
    for _ in range(ATTEMPTS):
        known = find_many(Row, keys)
        done = one_of(known, SaleRow)
        if done is not None:
            return _first(from_json(Purchase, done.document), asked)
        check_now(purchase_id, now)
        code = codes.believed(asked.qr, one_of(known, CodeRow), shop.shop_id, now)
        counter = counter_of(shop, asked, one_of(known, CredentialRow), now)
        try:
            if (sold := _keep(counter, code, purchase_id, asked)) is not None:
                return sold
        except VersionConflict:
            continue
    raise NotNow(headers={"Retry-After": "2"})


def _first(known: Purchase, asked: Asked) -> Purchase:
    if known.words != asked.words:
        raise PurchaseSaysOtherwise
    return known


def _keep(counter: Counter, code: CodeRow, purchase_id: str, asked: Asked) -> Purchase | None:
    """Write the sale; None when a budget changed since it was read, so that it has to be decided anew."""
    sale, benefits = counter.sale, counter.decision.benefits
    points = counter.points_for(asked)
    drawers = []
    for benefit in benefits:
        drawer = _drawer_after(counter, benefit)
        if drawer is None:
            return None
        drawers.append(drawer)
    purchase = Purchase(
        purchase_id=purchase_id,
        shop_id=sale.shop.shop_id,
        at=sale.at,
        amount_cents=sale.amount_cents,
        paid_cents=sale.amount_cents - counter.decision.cents - points * POINT_CENTS,
        points_spent=points,
        lots_spent=counter.holder.points.next_spent(points, sale.day),
        benefits=benefits,
        holder_id=counter.card.holder_id,
        account_id=counter.card.account_id,
        card_id=counter.card.card_id,
        classes=tuple(sorted(sale.classes)),
        is_first=sale.is_first,
        words=asked.words,
    )
    row = SaleRow(f"SHOP#{purchase.shop_id}", f"SALE#{purchase_id}", document=to_json(purchase))
    row.told = (_told(purchase),)
    holder = wallets.written(counter.holder_row, _holder_after(counter, benefits, points))
    code.purchase_id = purchase_id
    keep_together([row, code, holder, *drawers, *_uses_after(counter, benefits)])
    return purchase


def _drawer_after(counter: Counter, benefit: Benefit) -> DrawerRow | None:
    row = counter.drawers[benefit.campaign_id]
    if benefit.kind is RewardKind.VOUCHER:
        spent = row.drawer.spend(benefit.voucher_id, counter.holder.holder_id, benefit.cents, counter.sale.at)
        return row.holding(spent)
    row = pool.fill(counter.campaigns[benefit.campaign_id], row, benefit.units)
    return row.holding(row.drawer.use(benefit.units)) if row.left >= benefit.units else None


def _holder_after(counter: Counter, benefits: Sequence[Benefit], points: int) -> Holder:
    holder, sale = counter.holder, counter.sale
    used = dict(holder.used)
    for benefit in benefits:
        if benefit.kind is not RewardKind.VOUCHER:
            used[benefit.campaign_id] = holder.use_of(benefit.campaign_id).once_more(sale.day)
    kept = holder.points.on(sale.day).spend(points, sale.day)
    earned = sum(benefit.points for benefit in benefits)
    return replace(holder, used=used, shops=holder.shops | {sale.shop.shop_id}, points=kept.earn(earned, sale.day))


def _uses_after(counter: Counter, benefits: Sequence[Benefit]) -> list[ShopUseRow]:
    rows = [counter.uses[one.campaign_id] for one in benefits if one.campaign_id in counter.uses]
    for row in rows:
        row.document = to_json(from_json(Used, row.document).once_more(counter.sale.day))
    return rows


def _told(purchase: Purchase) -> RewardRedeemed:
    return RewardRedeemed(
        at=purchase.at,
        purchase_id=purchase.purchase_id,
        shop_id=purchase.shop_id,
        account_id=purchase.account_id,
        campaign_ids=tuple(benefit.campaign_id for benefit in purchase.benefits),
        amount_cents=purchase.amount_cents,
        city_cents=sum(benefit.city_cents for benefit in purchase.benefits) + purchase.points_spent * POINT_CENTS,
        shop_cents=sum(benefit.shop_cents for benefit in purchase.benefits),
        points_earned=purchase.points_earned,
    )
