"""What a card opens, and at which price: decided by the council for each service, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from cercano.card.model import Card
from cercano.card.words import CardClass, CardState, Concession


class Service(StrEnum):
    """Where a card is shown."""

    BUS = "bus"
    PARKING = "parking"
    SPORTS = "sports"
    LIBRARY = "library"
    LEISURE_CENTRE = "leisure_centre"
    MUSEUM = "museum"
    TOURIST_ATTRACTION = "tourist_attraction"
    BIKE = "bike"


class Price(StrEnum):
    """What its holder pays, from the worst to the best for them."""

    CLOSED = "closed"
    """This card does not open it."""
    STANDARD = "standard"
    REDUCED = "reduced"
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The prices of a service; `other` is for every class that is not named."""

    other: Price = Price.STANDARD
    classes: Mapping[CardClass, Price]
    concessions: Mapping[Concession, Price]


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What a card may do at a service today, and whence the right comes: its class or a concession."""

    service: Service
    price: Price
    because: str


C, K, P = CardClass, Concession, Price
_ALL_REDUCED = dict.fromkeys(Concession, P.REDUCED)
_RESIDENTS = dict.fromkeys((C.RESIDENT, C.CHILD, C.YOUTH, C.SENIOR, C.DISABILITY, C.LARGE_FAMILY), P.REDUCED)

RIGHTS: Mapping[Service, Terms] = MappingProxyType(
    {
        Service.BUS: Terms(classes={C.CHILD: P.FREE}, concessions={**_ALL_REDUCED, K.CHILD: P.FREE}),
        Service.PARKING: Terms(classes={C.RESIDENT: P.REDUCED}, concessions={K.DISABILITY: P.FREE}),
        Service.SPORTS: Terms(classes=_RESIDENTS, concessions=_ALL_REDUCED),
        Service.LIBRARY: Terms(other=P.FREE, classes={C.ANONYMOUS: P.CLOSED}, concessions={}),
        Service.LEISURE_CENTRE: Terms(
            classes={C.ANONYMOUS: P.CLOSED, C.CHILD: P.FREE, C.YOUTH: P.REDUCED}, concessions=_ALL_REDUCED
        ),
        Service.MUSEUM: Terms(
            classes={**_RESIDENTS, C.CHILD: P.FREE, C.SENIOR: P.FREE},
            concessions={**_ALL_REDUCED, K.CHILD: P.FREE, K.UNEMPLOYED: P.FREE},
        ),
        Service.TOURIST_ATTRACTION: Terms(classes={**_RESIDENTS, C.TOURIST: P.REDUCED}, concessions=_ALL_REDUCED),
        Service.BIKE: Terms(
            classes={C.ANONYMOUS: P.CLOSED, C.CHILD: P.CLOSED},
            concessions={K.YOUTH: P.REDUCED, K.UNEMPLOYED: P.REDUCED},
        ),
    }
)
_ORDER = list(Price)


def rights_of(card: Card, today: date) -> tuple[Right, ...]:
    """The best price of each service for this card today. A card that does not work opens nothing."""
    works = card.state is CardState.ACTIVE and today <= card.expires_on
    return tuple(_best(service, card, today) if works else _closed(service, card) for service in Service)


def _closed(service: Service, card: Card) -> Right:
    return Right(service=service, price=Price.CLOSED, because=card.state.value)


def _best(service: Service, card: Card, today: date) -> Right:
    return max(_grounds(service, card, today), key=lambda right: _ORDER.index(right.price))


def _grounds(service: Service, card: Card, today: date) -> Iterator[Right]:
    """What the class gives, then what each concession would; a concession opens nothing that the class closes."""
    terms = RIGHTS[service]
    price = terms.classes.get(card.card_class, terms.other)
    yield Right(service=service, price=price, because=card.card_class.value)
    for granted in card.concessions if price is not Price.CLOSED else ():
        if granted.holds_on(today) and granted.concession in terms.concessions:
            yield Right(service=service, price=terms.concessions[granted.concession], because=granted.concession.value)
