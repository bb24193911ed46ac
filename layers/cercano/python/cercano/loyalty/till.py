"""What a till needs to decide: the card, the person, the campaigns and how much of each is left, read in four calls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cercano.credential.qr import Pass
from cercano.kit.batch import find_many
from cercano.kit.errors import VersionConflict
from cercano.kit.table import Row
from cercano.loyalty import campaigns, codes, wallets
from cercano.loyalty.cards import Card
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.drawer_rows import RESERVE, DrawerRow
from cercano.loyalty.drawers import drawer_no
from cercano.loyalty.eligibility import Held, Offer, Sale
from cercano.loyalty.evaluate import Decision, decide
from cercano.loyalty.holders import NEVER, Holder, Used
from cercano.loyalty.model import CITY_TIME, POINT_CENTS, Campaign, Shop
from cercano.loyalty.rows import CodeRow, CredentialRow, HolderRow, ShopUseRow

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a till asks for."""

    qr: str
    """The whole text of the code that the customer showed."""
    amount_cents: int
    without: frozenset[str] = frozenset()
    points: int = 0
    """How many points the person wants to spend, at the most."""

    @property
    def words(self) -> str:
        """A fingerprint of it."""
        said = json.dumps([self.qr, self.amount_cents, sorted(self.without), self.points])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """All that a decision at the till needs, as it was read."""

    sale: Sale
    card: Card
    holder: Holder
    holder_row: HolderRow
    uses: Mapping[str, ShopUseRow]
    drawers: Mapping[str, DrawerRow]
    campaigns: Mapping[str, Campaign]
    decision: Decision

    def points_for(self, asked: Asked) -> int:
        """How many points are spent: never more than there are, or than is left to pay."""
        balance = self.holder.points.on(self.sale.day).balance
        return min(asked.points, balance, (asked.amount_cents - self.decision.cents) // POINT_CENTS)


def quote(shop: Shop, asked: Asked, now: datetime) -> Counter:
    """What the purchase would get now; only that this shop was shown the code is kept.

    Raises:
        CodeRefused, CityKeysUnreachable, CardNotAccepted.
    """
    said = codes.said_by(asked.qr)
    known = find_many(Row, [credential_key(said), codes.key_of(said)])
    code = codes.believed(asked.qr, one_of(known, CodeRow), shop.shop_id, now)
    counter = counter_of(shop, asked, one_of(known, CredentialRow), now)
    if not code.version:
        try:
            code.keep()
        except VersionConflict:  # the same code at two tills, or twice at this one: look who was first
            codes.believed(asked.qr, CodeRow.find(code.pk, code.sk), shop.shop_id, now)
    return counter


def credential_key(said: Pass) -> tuple[str, str]:
    """Where the credential is."""
    return f"CREDENTIAL#{said.credential_id}", "CARD"


def one_of(rows: Iterable[Row], kind: type[R]) -> R | None:
    """The row of this kind among them."""
    return next((row for row in rows if isinstance(row, kind)), None)


def counter_of(shop: Shop, asked: Asked, credential: CredentialRow | None, now: datetime) -> Counter:
    """The counter for a credential as it was found.

    Raises:
        CardNotAccepted.
    """
    card = wallets.card_of(credential, now.astimezone(CITY_TIME).date())
    known = {one.campaign_id: one for one in campaigns.at_tills()}
    holder_key = (f"HOLDER#{card.holder_id}", "HOLDER")
    use_keys = {_use_key(shop, one): one.campaign_id for one in known.values() if _is_limited_by_shop(one)}
    drawer_keys = {
        DrawerRow.key(one.campaign_id, drawer_no(one, card.holder_id)): one.campaign_id for one in known.values()
    }
    reserve_keys = {DrawerRow.key(one.campaign_id, RESERVE): one.campaign_id for one in known.values()}
    rows = {(row.pk, row.sk): row for row in find_many(Row, [holder_key, *use_keys, *drawer_keys, *reserve_keys])}
    holder_row = rows.get(holder_key) or wallets.fresh(card.holder_id)
    assert isinstance(holder_row, HolderRow), "the key says so"
    uses = {campaign_id: _use(rows.get(key), key) for key, campaign_id in use_keys.items()}
    drawers = {name: row for key, name in drawer_keys.items() if isinstance(row := rows.get(key), DrawerRow)}
    reserves = {name: row.left for key, name in reserve_keys.items() if isinstance(row := rows.get(key), DrawerRow)}
    holder = wallets.holder_of(holder_row)
    sale = Sale(
        at=now,
        amount_cents=asked.amount_cents,
        shop=shop,
        classes=card.classes(now.astimezone(CITY_TIME).date()),
        is_first=shop.shop_id not in holder.shops,
        without=asked.without,
    )
    offers = [_offer(one, holder, uses, drawers[name], reserves.get(name, 0), now) for name, one in known.items()]
    return Counter(
        sale=sale,
        card=card,
        holder=holder,
        holder_row=holder_row,
        uses=uses,
        drawers=drawers,
        campaigns=known,
        decision=decide(sale, offers),
    )


def _offer(
    campaign: Campaign,
    holder: Holder,
    uses: Mapping[str, ShopUseRow],
    drawer: DrawerRow,
    reserve: int,
    now: datetime,
) -> Offer:
    mine = [
        (claim.expires_at, voucher_id, claim.left_cents)
        for voucher_id, claim in drawer.drawer.claims.items()
        if claim.holder_id == holder.holder_id and claim.is_out and claim.expires_at > now and claim.left_cents
    ]
    first = min(mine, default=None)
    use = uses.get(campaign.campaign_id)
    return Offer(
        campaign=campaign,
        by_person=holder.use_of(campaign.campaign_id),
        at_shop=from_json(Used, use.document) if use else NEVER,
        units_left=drawer.left + reserve,
        voucher=Held(voucher_id=first[1], left_cents=first[2]) if first else None,
    )


def _is_limited_by_shop(campaign: Campaign) -> bool:
    return bool(campaign.limits.per_shop or campaign.limits.per_shop_day)


def _use_key(shop: Shop, campaign: Campaign) -> tuple[str, str]:
    return f"SHOP#{shop.shop_id}", f"USED#{campaign.campaign_id}"


def _use(row: Row | None, key: tuple[str, str]) -> ShopUseRow:
    return row if isinstance(row, ShopUseRow) else ShopUseRow(*key, document=to_json(NEVER))
