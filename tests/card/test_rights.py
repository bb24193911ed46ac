"""What a card opens and at which price: the best of its class and its concessions, today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cercano.card.rights import RIGHTS, Price, Service, rights_of
from cercano.card.words import CardClass, CardState, Concession, Proof
from tests.card.cards import TODAY, a_card, a_concession

CHILD = a_concession(Concession.CHILD)
DISABILITY = a_concession(Concession.DISABILITY, proof=Proof.DISABILITY_CARD)


def price(service: Service, on: date = TODAY, **card: Any) -> tuple[Price, str]:
    (right,) = [each for each in rights_of(a_card(**card), on) if each.service is service]
    return right.price, right.because


@pytest.mark.parametrize("service", Service)
def test_the_council_has_decided_on_every_service(service: Service) -> None:
    assert service in RIGHTS


@pytest.mark.parametrize("state", [state for state in CardState if state is not CardState.ACTIVE])
def test_a_card_that_does_not_work_opens_nothing(state: CardState) -> None:
    assert {right.price for right in rights_of(a_card(state), TODAY)} == {Price.CLOSED}


def test_a_card_past_its_last_day_opens_nothing_though_nobody_has_said_so() -> None:
    assert price(Service.BUS, expires_on=TODAY) == (Price.STANDARD, "resident")
    assert price(Service.BUS, on=date(2026, 11, 24), expires_on=TODAY)[0] is Price.CLOSED


def test_the_best_price_wins_and_says_why() -> None:
    assert price(Service.BUS) == (Price.STANDARD, "resident")
    assert price(Service.BUS, concessions=(a_concession(),)) == (Price.REDUCED, "senior")
    assert price(Service.BUS, concessions=(a_concession(), CHILD)) == (Price.FREE, "child")
    assert price(Service.PARKING, concessions=(DISABILITY,)) == (Price.FREE, "disability")


def test_a_concession_lowers_nothing_before_or_after_its_days() -> None:
    later = a_concession(valid_from=date(2026, 11, 24))

    assert price(Service.BUS, concessions=(later,)) == (Price.STANDARD, "resident")
    assert price(Service.BUS, on=date(2026, 11, 24), concessions=(later,)) == (Price.REDUCED, "senior")


def test_a_concession_opens_nothing_that_the_class_closes() -> None:
    young = a_concession(Concession.YOUTH)

    assert price(Service.BIKE, card_class=CardClass.CHILD, concessions=(young,)) == (Price.CLOSED, "child")


def test_an_anonymous_card_rides_and_borrows_nothing() -> None:
    anonymous = {"card_class": CardClass.ANONYMOUS, "citizen_id": None}

    assert price(Service.BUS, **anonymous) == (Price.STANDARD, "anonymous")
    assert price(Service.LIBRARY, **anonymous)[0] is Price.CLOSED
