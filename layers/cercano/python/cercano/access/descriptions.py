"""Fare tables as they travel over HTTP: what staff write, and what everybody reads."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic.fields import Field

from cercano.access.errors import FaresNotWhole
from cercano.access.fares import STANDARD, FareTable
from cercano.kit.answers import Body, View

Cents = Annotated[int, Field(ge=0, le=1_000_000)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,24}$")]
Prices = Annotated[dict[Word, Cents], Field(min_length=1, max_length=20)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Words(Body):
    """A name in both languages."""

    es: Name
    en: Name


class FreeHours(Body):
    """Hours in which a service is free: on every day from `first` to `last`, from `starts` on, before `ends`."""

    code: Word
    first: Annotated[date, Field(strict=False)]
    last: Annotated[date, Field(strict=False)]
    starts: Annotated[time, Field(strict=False)]
    ends: Annotated[time, Field(strict=False)]
    name: Words


class ProductPrice(Body):
    """What a service costs, in cents by fare class; "standard" is everybody's."""

    service: Word
    kind: Literal["entry", "stay"]
    name: Words
    prices: Prices
    transfer_s: Annotated[int, Field(ge=0, le=86_400)] = 0
    caps: dict[Literal["day", "week", "month"], Prices] = Field(default_factory=dict)
    free: Annotated[list[FreeHours], Field(max_length=50)] = Field(default_factory=list)
    unit_s: Annotated[int, Field(ge=0, le=86_400)] = 0
    """Of a stay: each started so many seconds cost the price."""
    free_s: Annotated[int, Field(ge=0, le=86_400)] = 0
    maximum_cents: Cents = 0
    longest_s: Annotated[int, Field(ge=1, le=86_400)] = 86_400


class PassPrice(Body):
    """A season ticket for a service, for months or for days; with `journeys`, a carnet of so many within that time."""

    code: Word
    service: Word
    months: Annotated[int, Field(ge=0, le=12)] = 0
    days: Annotated[int, Field(ge=0, le=400)] = 0
    journeys: Annotated[int, Field(ge=0, le=200)] = 0
    """0: as often as its holder likes."""
    prices: Prices
    name: Words
    refund_days: Annotated[int, Field(ge=0, le=30)] = 14
    """Unused, it can be given back for so many days; 0: never."""
    payee: Annotated[str, Field(pattern=r"^(operator|city):[a-z0-9][a-z0-9_-]{0,39}$")] = "city:passes"
    """Who gets its price."""

    @property
    def is_whole(self) -> bool:
        """Whether it has one length, and a price for everybody."""
        return bool(self.months) != bool(self.days) and STANDARD in self.prices


class NewFares(Body):
    """A fare table as the council decided it, in force from its first day until the next table's."""

    table_id: Word
    valid_from: Annotated[date, Field(strict=False)]
    decided: Annotated[str, Field(min_length=1, max_length=400)]
    """By whom, when, and where it was published."""
    products: Annotated[list[ProductPrice], Field(min_length=1, max_length=30)]
    passes: Annotated[list[PassPrice], Field(max_length=30)] = Field(default_factory=list)
    credit_cents: Annotated[int, Field(ge=0, le=30_000)] = 0
    """How far below zero an account may go that is paid at the end of the month; 0: none is."""

    def document(self) -> dict[str, Any]:
        """As it is kept.

        Raises:
            FaresNotWhole: a service is priced twice or not for everybody, a stay has no unit or no maximum, or a pass
                has no length, two, a name of another, or journeys of a service that has no entries.
        """
        services = [product.service for product in self.products]
        if len(set(services)) != len(services):
            raise FaresNotWhole(what="service")
        for product in self.products:
            if not all(STANDARD in prices for prices in (product.prices, *product.caps.values())):
                raise FaresNotWhole(what=f"{product.service}: standard")
            if product.kind == "stay" and not (product.unit_s and product.maximum_cents):
                raise FaresNotWhole(what=f"{product.service}: unit_s, maximum_cents")
        self._check_passes({product.service: product.kind for product in self.products})
        return self.model_dump(mode="json")

    def _check_passes(self, kinds: dict[str, str]) -> None:
        codes = [one.code for one in self.passes]
        for one in self.passes:
            kind = kinds.get(one.service)
            counts_stays = one.journeys and kind != "entry"
            if kind is None or counts_stays or not one.is_whole or codes.count(one.code) > 1:
                raise FaresNotWhole(what=f"passes: {one.code}")


class FaresView(View):
    """A fare table, and until when it holds."""

    table_id: str
    valid_from: date
    valid_to: date | None
    """Its last day; null while no later table is decided."""
    decided: str
    products: list[dict[str, Any]]
    """As in POST /fares."""
    passes: list[dict[str, Any]]
    credit_cents: int

    @classmethod
    def of(cls, document: dict[str, Any], valid_to: date | None) -> FaresView:
        """From what is kept."""
        names = ("table_id", "decided", "products")
        kept = {name: document[name] for name in names}
        first = date.fromisoformat(document["valid_from"])
        rest = {"passes": document.get("passes", []), "credit_cents": document.get("credit_cents", 0)}
        return cls(**kept, valid_from=first, valid_to=valid_to, **rest)


def view_of(table: FareTable, document: dict[str, Any]) -> FaresView:
    """A table that was just decided."""
    return FaresView.of(document | {"table_id": table.table_id}, None)
