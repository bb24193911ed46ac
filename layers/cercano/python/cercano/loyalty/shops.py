"""Where shops are kept, and who may see which: a merchant sees their own, staff see all."""

from __future__ import annotations

from collections.abc import Sequence

from cercano.kit.caller import Caller
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import Fact
from cercano.kit.together import keep_together
from cercano.loyalty.documents import from_json, to_json
from cercano.loyalty.errors import NoSuchShop, ShopNotOpen
from cercano.loyalty.model import Shop, ShopState
from cercano.loyalty.rows import BankRow, ShopRow

PK = "SHOPS"


def add(shop: Shop, iban: str) -> Shop:
    """Keep a new application, and the account apart from it; one that is kept already stays as it is by now."""
    bank = BankRow(f"BANK#{shop.shop_id}", "IBAN", iban=iban)
    try:
        keep_together([_written(ShopRow(PK, shop.shop_id), shop), bank])
    except VersionConflict:
        return find(shop.shop_id)
    return shop


def save(shop: Shop, tell: Sequence[Fact]) -> Shop:
    """Keep a changed shop over the version it says.

    Raises:
        VersionConflict: somebody else changed it since.
    """
    row = ShopRow.find(PK, shop.shop_id)
    if row is None or row.version != shop.version:
        raise VersionConflict
    row.told = tuple(tell)
    return of(_written(row, shop).keep())


def find(shop_id: str) -> Shop:
    """The shop of this id.

    Raises:
        NoSuchShop: there is none.
    """
    row = ShopRow.find(PK, shop_id)
    if row is None:
        raise NoSuchShop
    return of(row)


def of_caller(shop_id: str, caller: Caller) -> Shop:
    """The shop of this id, for its owner; for staff, any.

    Raises:
        NoSuchShop: there is none, or it is another's: which of the two is not said.
    """
    shop = find(shop_id)
    if shop.owner != caller.subject and not caller.has("staff"):
        raise NoSuchShop
    return shop


def of_owner(shop_id: str, caller: Caller) -> Shop:
    """The shop of this id, for its owner alone: its books are nobody else's to leaf through.

    Raises:
        NoSuchShop: there is none, or it is another's.
    """
    shop = find(shop_id)
    if shop.owner != caller.subject:
        raise NoSuchShop
    return shop


def till_of(shop_id: str, caller: Caller) -> Shop:
    """The shop of this id, for its owner to sell in; staff do not sell.

    Raises:
        NoSuchShop: there is none, or it is another's. ShopNotOpen: it was not approved.
    """
    shop = of_owner(shop_id, caller)
    if shop.state is not ShopState.OPEN:
        raise ShopNotOpen
    return shop


def every(state: ShopState | None = None, owner: str | None = None) -> list[Shop]:
    """All shops, those of one state or owner if asked."""
    found = [of(row) for row in ShopRow.every(PK)]
    return [shop for shop in found if state in (None, shop.state) and owner in (None, shop.owner)]


def of(row: ShopRow) -> Shop:
    """A row's shop."""
    return from_json(Shop, {**row.document, "version": row.version})


def _written(row: ShopRow, shop: Shop) -> ShopRow:
    document = to_json(shop)
    del document["version"]
    row.owner, row.state, row.document = shop.owner, shop.state, document
    return row
