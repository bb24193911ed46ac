"""Who answers for whom is the same whatever order it is heard in, and however often."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cercano.facts.citizen import GuardianshipEnded, GuardianshipGranted, RepresentationGranted
from cercano.kit import bonds, clock
from cercano.kit.bonds import BondRow, Matter, NoSuchPerson
from tests.support.shelf import Shelf

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
IDS = {"guardian_id": "ana", "child_id": "leo"}
GRANTED = GuardianshipGranted(at=NOON, **IDS, ends_at=NOON + timedelta(days=100))
ENDED = GuardianshipEnded(at=NOON + timedelta(days=1), **IDS)
AGAIN = GuardianshipGranted(at=NOON + timedelta(days=2), **IDS, ends_at=NOON + timedelta(days=50))


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[clock.Frozen]:
    """A table, and the clock at noon."""
    monkeypatch.setenv("TABLE_NAME", "bonds")
    with Shelf().standing_in(), clock.freeze(NOON) as frozen:
        yield frozen


@pytest.mark.parametrize("heard", list(itertools.permutations((GRANTED, ENDED, AGAIN))))
def test_the_later_word_counts_in_every_order(heard: tuple[object, ...], shelf: clock.Frozen) -> None:
    for fact in (*heard, *heard):
        bonds.heed(fact)

    row = BondRow.find("CITIZEN#ana", "CHILD#leo")
    assert row is not None
    assert (row.said_at, row.is_over, row.ends_at, row.expires_at) == (AGAIN.at, 0, AGAIN.ends_at, None)
    assert bonds.is_guardian("ana", "leo")
    shelf.tick(50 * 86_400)
    assert not bonds.is_guardian("ana", "leo")


def test_an_end_of_the_same_instant_wins_and_goes_by_itself() -> None:
    end = GuardianshipEnded(at=NOON, **IDS)

    assert [bonds.heed(fact) for fact in (GRANTED, end, end, GRANTED)] == [True, True, False, False]

    row = BondRow.find("CITIZEN#ana", "CHILD#leo")
    assert row is not None
    assert (row.is_over, row.expires_at) == (1, NOON + bonds.REMEMBERED)


def test_a_bond_goes_one_way_and_no_further() -> None:
    bonds.heed(GRANTED)
    bonds.heed(GuardianshipGranted(at=NOON, guardian_id="leo", child_id="max"))

    pairs = itertools.product(("ana", "leo", "max"), repeat=2)

    assert [pair for pair in pairs if bonds.answers_for(*pair, Matter.CARD)] == [("ana", "leo"), ("leo", "max")]
    assert not bonds.answers_for("ana", None, Matter.CARD)


def test_a_representation_holds_for_its_matters() -> None:
    until = NOON + timedelta(days=1)
    two = {"representative_id": "ana", "represented_id": "eva"}
    bonds.heed(RepresentationGranted(at=NOON, **two, scope=("card", "procedures"), ends_at=until))

    assert [bonds.answers_for("ana", "eva", matter) for matter in Matter] == [True, False]
    assert not bonds.is_guardian("ana", "eva")


def test_one_asks_for_oneself_or_for_whom_one_answers_for() -> None:
    bonds.heed(GRANTED)

    assert [bonds.whose("ana", asked, Matter.WALLET) for asked in (None, "ana", "leo")] == ["ana", "ana", "leo"]
    with pytest.raises(NoSuchPerson):
        bonds.whose("leo", "ana", Matter.WALLET)
