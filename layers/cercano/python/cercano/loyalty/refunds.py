"""A refund gives back each part of a purchase pro rata, to the cent: money, city's share, shop's share, points.

Each refund is split over what is left of every part, so several small ones come to the same as the whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cercano.loyalty.errors import MoreThanWasPaid
from cercano.loyalty.model import POINT_CENTS, Benefit, Purchase, Refund
from cercano.loyalty.pro_rata import split


def refund(purchase: Purchase, *, refund_id: str, amount_cents: int, at: datetime) -> Purchase:
    """The purchase with one more refund of `amount_cents` (of its whole amount, not of what was paid).

    Raises:
        MoreThanWasPaid: less than that is left.
    """
    if not 0 < amount_cents <= purchase.left_cents:
        raise MoreThanWasPaid(left_cents=purchase.left_cents)
    left = [_left(purchase, i) for i in range(len(purchase.benefits))]
    paid_left = purchase.paid_cents - sum(one.paid_cents for one in purchase.refunds)
    points_left = purchase.points_spent - sum(one.points_back for one in purchase.refunds)
    weights = [paid_left, points_left * POINT_CENTS]
    weights += [cents for benefit in left for cents in (benefit.city_cents, benefit.shop_cents)]
    # What is not refunded is a part of the earned points too: what goes and what stays, by largest remainder.
    taken = [split(one.points, (amount_cents, purchase.left_cents - amount_cents))[0] for one in left]
    paid, points, *shares = split(amount_cents, weights)
    back = tuple(
        replace(benefit, city_cents=shares[2 * i], shop_cents=shares[2 * i + 1], points=taken[i])
        for i, benefit in enumerate(left)
    )
    made = Refund(
        refund_id=refund_id,
        at=at,
        amount_cents=amount_cents,
        paid_cents=paid,
        points_back=points // POINT_CENTS,
        points_taken=sum(taken),
        benefits=back,
    )
    return replace(purchase, refunds=(*purchase.refunds, made))


def _left(purchase: Purchase, index: int) -> Benefit:
    """What is left of a benefit after the refunds so far."""
    given, back = purchase.benefits[index], [one.benefits[index] for one in purchase.refunds]
    return replace(
        given,
        city_cents=given.city_cents - sum(one.city_cents for one in back),
        shop_cents=given.shop_cents - sum(one.shop_cents for one in back),
        points=given.points - sum(one.points for one in back),
    )
