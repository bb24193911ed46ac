"""What loyalty knows of a card does not depend on the order in which it heard it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from cercano.facts.card import (
    CardActivated,
    CardBlocked,
    CardExpired,
    CardIssued,
    CardReplaced,
    CardUnblocked,
    ConcessionEnded,
    ConcessionGranted,
    CredentialActivated,
    CredentialEnded,
)
from cercano.kit.facts import Fact
from cercano.loyalty.cards import Card, CardState
from cercano.loyalty.documents import from_json
from cercano.loyalty.errors import CardNotAccepted
from cercano.loyalty.heeding import HEEDED, heed
from cercano.loyalty.rows import CardRow, CredentialRow
from cercano.loyalty.wallets import card_of
from tests.support.loyalty import NOON
from tests.support.shelf import Shelf

TODAY = NOON.date()
IDS = {"card_id": "card_1", "account_id": "acc_1"}
NEW = {"card_id": "card_2", "account_id": "acc_1"}


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("TABLE_NAME", "loyalty")
    with Shelf().standing_in() as standing:
        yield standing


def hours(number: int) -> Any:
    return NOON + timedelta(hours=number)


def told() -> list[Fact]:
    return [
        CardIssued(at=hours(1), **IDS, citizen_id="ana", card_class="resident", expires_on=date(2027, 1, 1)),
        CardActivated(at=hours(2), **IDS),
        CardBlocked(at=hours(3), **IDS, reason="lost"),
        CardUnblocked(at=hours(4), **IDS),
        ConcessionGranted(at=hours(5), **IDS, concession="youth", valid_from=TODAY, valid_to=date(2026, 12, 31)),
    ]


def card(card_id: str = "card_1") -> Card:
    row = CardRow.find(f"CARD#{card_id}", "CARD")
    assert row is not None
    return from_json(Card, row.document)


def test_the_same_facts_in_any_order_and_twice_end_in_the_same_card(shelf: Shelf):
    ends = set()
    for order in permutations(told()):
        shelf.tables.clear()
        for fact in (*order, *order[:3]):
            heed(fact)
        known = card()
        ends.add((known.state, known.holder_id, known.classes(TODAY), known.expires_on))

    assert ends == {(CardState.ACTIVE, "ana", frozenset({"resident", "youth"}), date(2027, 1, 1))}


def test_what_ended_stays_ended_whenever_it_is_heard(shelf: Shelf):
    ids = {**IDS, "credential_id": "c1"}
    facts = [CredentialActivated(at=hours(1), **ids, medium="app"), CredentialEnded(at=hours(2), **ids)]
    for order in permutations(facts):
        shelf.tables.clear()
        for fact in (*order, *order):
            heed(fact)
        row = CredentialRow.find("CREDENTIAL#c1", "CARD")
        assert row is not None
        assert row.is_ended
        with pytest.raises(CardNotAccepted):
            card_of(row, TODAY)


def test_an_expired_card_is_not_woken_by_a_late_word(shelf: Shelf):
    for fact in (CardExpired(at=hours(1), **IDS), CardActivated(at=hours(9), **IDS)):
        heed(fact)

    assert card().state is CardState.DEAD


def test_a_replacement_is_the_same_person_with_the_same_rights_and_the_old_one_is_dead(shelf: Shelf):
    for fact in (
        *told(),
        CardReplaced(at=hours(6), **NEW, old_card_id="card_1"),
        CardActivated(at=hours(7), **NEW),
    ):
        heed(fact)

    assert (card().state, card("card_2").state) == (CardState.DEAD, CardState.ACTIVE)
    assert card("card_2").holder_id == "ana"
    assert card("card_2").classes(TODAY) == {"resident", "youth"}


def test_a_concession_holds_on_its_days_and_not_after_it_was_ended_early(shelf: Shelf):
    for fact in told():
        heed(fact)
    assert "youth" in card().classes(date(2026, 12, 31))
    assert "youth" not in card().classes(date(2027, 1, 1))

    heed(ConcessionEnded(at=hours(6), **IDS, concession="youth"))
    heed(told()[-1])

    assert card().classes(TODAY) == {"resident"}


def test_a_card_works_until_its_last_day(shelf: Shelf):
    for fact in told():
        heed(fact)

    assert [card().is_good(day) for day in (date(2027, 1, 1), date(2027, 1, 2))] == [True, False]


def test_every_fact_of_the_card_is_heeded():
    assert len(HEEDED) == 10
