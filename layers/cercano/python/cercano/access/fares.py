"""What things cost, as the council decided it: dated tables, each in force from its day until the next one's.

A table is data (infra/seed/<city>/fares.json is the first one); the code knows only what a table can say. A past day is
always priced by the table of that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Any

from cercano.access.days import local
from cercano.access.errors import NoFareThatDay, NoSuchService
from cercano.access.model import Rights

STANDARD = "standard"
"""The fare class of everybody."""


class ProductKind(StrEnum):
    """How a service is paid for."""

    ENTRY = "entry"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class FreeWindow:
    """Hours of some days in which a service is free: from `starts` on, before `ends`, by the clocks here."""

    code: str
    first: date
    last: date
    starts: time
    ends: time
    es: str
    en: str

    def holds(self, at: datetime) -> bool:
        """Whether a local instant lies in it."""
        return self.first <= at.date() <= self.last and self.starts <= at.time() < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The price of one service."""

    service: str
    kind: ProductKind
    es: str
    en: str
    prices: Mapping[str, int]
    """Cents by fare class: of an entry, or of each started `unit_s` of a stay. Always with "standard"."""
    transfer_s: int = 0
    """Within so many seconds (the last one included) another line is free, once; 0: never."""
    caps: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """day, week, month: the most that its entries may cost together, in cents by fare class."""
    free: tuple[FreeWindow, ...] = ()
    unit_s: int = 0
    free_s: int = 0
    """A stay this short costs nothing."""
    maximum_cents: int = 0
    """The most a stay may cost, and what it costs while nobody knows its end."""
    longest_s: int = 86_400
    """A stay that lasted longer has lost its end."""

    def best_class(self, rights: Rights, day: int) -> str:
        """The fare class that is cheapest for these rights on a day."""
        held = [
            right.code for right in rights.classes if right.first <= day <= right.last and right.code in self.prices
        ]
        return min([STANDARD, *held], key=lambda code: (self.prices[code], code))

    def cap(self, period: str, fare_class: str) -> int | None:
        """The cap of a class over a period; a class without its own has everybody's."""
        caps = self.caps.get(period, {})
        return caps.get(fare_class, caps.get(STANDARD))

    def window(self, at_ms: int) -> FreeWindow | None:
        """The free hours an instant lies in."""
        if not self.free:
            return None
        at = local(at_ms).replace(tzinfo=None)
        return next((window for window in self.free if window.holds(at)), None)

    def stay_cents(self, seconds: int, fare_class: str) -> int:
        """What a stay of so many seconds costs."""
        if seconds <= self.free_s:
            return 0
        return min(-(-seconds // self.unit_s) * self.prices[fare_class], self.maximum_cents)

    def open_cents(self, fare_class: str) -> int:
        """What a stay costs while its end is not known."""
        return self.maximum_cents if self.prices[fare_class] else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Something bought once that makes a service free for some time, or for some journeys. The wallet sells it."""

    code: str
    service: str
    prices: Mapping[str, int]
    es: str
    en: str
    months: int = 0
    days: int = 0
    """Its length: months, or days if there are none."""
    journeys: int = 0
    """Of a carnet; 0: as often as its holder likes."""
    refund_days: int = 0
    """Unused, it can be given back for so many days after it was bought; 0: never."""
    payee: str = "city:passes"
    """Who gets its price, as the ledger names them."""


@dataclass(frozen=True, kw_only=True)
class FareTable:
    """All prices from one day on."""

    table_id: str
    valid_from: date
    decided: str
    """Who decided it and when, with its publication."""
    products: tuple[Product, ...]
    passes: tuple[Pass, ...] = ()
    credit_cents: int = 0
    """How far below zero an account may go that its holder pays at the end of the month; 0: the council offers none."""

    @cached_property
    def _by_service(self) -> dict[str, Product]:
        return {product.service: product for product in self.products}

    def product(self, service: str) -> Product:
        """The price of a service.

        Raises:
            NoSuchService: the table does not name it.
        """
        try:
            return self._by_service[service]
        except KeyError:
            raise NoSuchService(service=service) from None


class Fares:
    """Every table there was, is and will be."""

    def __init__(self, tables: Sequence[FareTable]) -> None:
        self.tables = tuple(sorted(tables, key=lambda table: table.valid_from))
        self._found: dict[int, FareTable] = {}

    def on(self, day: int) -> FareTable:
        """The table in force on a day.

        Raises:
            NoFareThatDay: the first table began later.
        """
        found = self._found.get(day)
        if found is None:
            held = [table for table in self.tables if table.valid_from.toordinal() <= day]
            if not held:
                raise NoFareThatDay(day=date.fromordinal(max(day, 1)).isoformat())
            found = self._found[day] = held[-1]
        return found


def table_from_json(said: Mapping[str, Any]) -> FareTable:
    """A table as the seed, the table's row and PUT /fares write it."""
    return FareTable(
        table_id=said["table_id"],
        valid_from=date.fromisoformat(said["valid_from"]),
        decided=said["decided"],
        products=tuple(_product(one) for one in said["products"]),
        passes=tuple(_pass(one) for one in said.get("passes", ())),
        credit_cents=said.get("credit_cents", 0),
    )


def _product(said: Mapping[str, Any]) -> Product:
    plain = {name: value for name, value in said.items() if name not in ("kind", "name", "free")}
    return Product(
        **plain,
        kind=ProductKind(said["kind"]),
        es=said["name"]["es"],
        en=said["name"]["en"],
        free=tuple(_window(one) for one in said.get("free", ())),
    )


def _window(said: Mapping[str, Any]) -> FreeWindow:
    return FreeWindow(
        code=said["code"],
        first=date.fromisoformat(said["first"]),
        last=date.fromisoformat(said["last"]),
        starts=time.fromisoformat(said["starts"]),
        ends=time.fromisoformat(said["ends"]),
        es=said["name"]["es"],
        en=said["name"]["en"],
    )


def _pass(said: Mapping[str, Any]) -> Pass:
    plain = {name: value for name, value in said.items() if name != "name"}
    return Pass(**plain, es=said["name"]["es"], en=said["name"]["en"])
