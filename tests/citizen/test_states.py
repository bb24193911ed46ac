"""Every pair of a state and a step, for people and for bonds: what is allowed, and what every refusal says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cercano.citizen.errors import (
    AlreadyVerified,
    BondCannot,
    CitizenGone,
    CitizenLeaving,
    NotLeaving,
    VerifiedDataStays,
)
from cercano.citizen.family import BOND_STEPS, Bond, BondKind, BondState, BondStep, is_orphan_of
from cercano.citizen.model import GRACE, STEPS, Citizen, CitizenState, Profile, Step
from cercano.citizen.tries import DAY, Tries
from cercano.kit.errors import Refusal

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = NOW.date()


def a_citizen(**changed: object) -> Citizen:
    return replace(Citizen(citizen_id="ana", registered_at=NOW), **changed)


def in_state(state: CitizenState) -> Citizen:
    erase_at = NOW if state is CitizenState.LEAVING else None
    return a_citizen(state=state, erase_at=erase_at, erased_at=NOW if state is CitizenState.ERASED else None)


DO: dict[Step, Callable[[Citizen], Citizen]] = {
    Step.CHANGE: lambda citizen: citizen.edit(Profile(name="Ana")),
    Step.ASK_ERASURE: lambda citizen: citizen.ask_erasure(NOW),
    Step.CALL_BACK: lambda citizen: citizen.call_back(),
    Step.ERASE: lambda citizen: citizen.erase(NOW),
}
REFUSED: dict[tuple[CitizenState, Step], type[Refusal]] = {
    (CitizenState.ACTIVE, Step.CALL_BACK): NotLeaving,
    (CitizenState.ACTIVE, Step.ERASE): NotLeaving,
    (CitizenState.LEAVING, Step.CHANGE): CitizenLeaving,
    (CitizenState.LEAVING, Step.ASK_ERASURE): CitizenLeaving,
    **{(CitizenState.ERASED, step): CitizenGone for step in Step},
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", CitizenState)
def test_every_step_of_a_citizen_from_every_state(state: CitizenState, step: Step) -> None:
    citizen = in_state(state)

    if (state, step) in REFUSED:
        assert step not in STEPS[state]
        with pytest.raises(REFUSED[state, step]):
            DO[step](citizen)
    else:
        assert DO[step](citizen).state is STEPS[state][step]


def test_an_erasure_is_due_a_week_later_and_leaves_a_tombstone() -> None:
    full = a_citizen(level=3, document_mark="f" * 64, verified_at=NOW, profile=Profile(name="Ana", postcode="39001"))
    leaving = full.ask_erasure(NOW)

    assert [leaving.is_due(NOW + GRACE - timedelta(seconds=1)), leaving.is_due(NOW + GRACE)] == [False, True]
    assert leaving.call_back() == full
    assert leaving.erase(NOW + GRACE) == Citizen(
        citizen_id="ana", registered_at=NOW, state=CitizenState.ERASED, level=0, erased_at=NOW + GRACE
    )


@pytest.mark.parametrize("to", [2, 3])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_level_only_rises(level: int, to: int) -> None:
    citizen = a_citizen(level=level)

    if to > level:
        assert citizen.verify(to, Profile(), "m", NOW).level == to
    else:
        with pytest.raises(AlreadyVerified):
            citizen.verify(to, Profile(), "m", NOW)


@pytest.mark.parametrize(("level", "fixed"), [(1, set()), (2, {"birth_date"}), (3, {"birth_date", "name"})])
def test_what_was_verified_stays(level: int, fixed: set[str]) -> None:
    citizen = a_citizen(level=level)
    changes = {"name": "Eva", "birth_date": date(1990, 1, 1), "street": "Otra", "postcode": "39002", "town": "Bezana"}

    refused = set()
    for name, value in changes.items():
        try:
            citizen.edit(replace(citizen.profile, **{name: value}))
        except VerifiedDataStays:
            refused.add(name)

    assert refused == fixed


def a_bond(**changed: object) -> Bond:
    bond = Bond(
        bond_id="bond_1",
        kind=BondKind.REPRESENTATION,
        keeper_id="ana",
        kept_id="berta",
        state=BondState.ASKED,
        since=TODAY,
        until=date(2027, 11, 23),
    )
    return replace(bond, **changed)


DO_BOND: dict[BondStep, Callable[[Bond], Bond]] = {
    BondStep.ACCEPT: lambda bond: bond.accept("berta", TODAY),
    BondStep.END: lambda bond: bond.end(),
}


@pytest.mark.parametrize("step", BondStep)
@pytest.mark.parametrize("state", BondState)
def test_every_step_of_a_bond_from_every_state(state: BondState, step: BondStep) -> None:
    allowed = {
        (BondState.ASKED, BondStep.ACCEPT): BondState.ACTIVE,
        (BondState.ASKED, BondStep.END): BondState.ENDED,
        (BondState.ACTIVE, BondStep.END): BondState.ENDED,
    }
    bond = a_bond(state=state)

    assert BOND_STEPS[state].get(step) == allowed.get((state, step))
    if (state, step) in allowed:
        assert DO_BOND[step](bond).state is allowed[state, step]
    else:
        with pytest.raises(BondCannot):
            DO_BOND[step](bond)


@pytest.mark.parametrize(("who", "on"), [("ana", TODAY), ("eva", TODAY), ("berta", date(2027, 11, 23))])
def test_only_the_represented_accepts_and_not_on_the_last_day(who: str, on: date) -> None:
    with pytest.raises(BondCannot):
        a_bond().accept(who, on)


def test_a_bond_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    bond = a_bond(state=BondState.ACTIVE)

    days = (date(2026, 11, 22), TODAY, date(2027, 11, 22), date(2027, 11, 23))

    assert [bond.holds(on) for on in days] == [False, True, True, False]
    assert not a_bond().holds(TODAY)


def test_only_a_profile_that_a_guardian_made_and_nobody_else_keeps_is_an_orphan() -> None:
    child = a_citizen(citizen_id="berta", has_account=False)
    mine = a_bond(kind=BondKind.GUARDIANSHIP, state=BondState.ACTIVE)
    others = replace(mine, bond_id="bond_2", keeper_id="eva")

    found = [
        is_orphan_of(child, (mine,), "ana", TODAY),
        is_orphan_of(child, (mine, others), "ana", TODAY),
        is_orphan_of(child, (mine, others.end()), "ana", TODAY),
        is_orphan_of(replace(child, has_account=True), (mine,), "ana", TODAY),
        is_orphan_of(replace(child, state=CitizenState.ERASED), (mine,), "ana", TODAY),
    ]

    assert found == [True, False, True, False, False]


def test_tries_are_counted_for_a_day_from_the_first() -> None:
    tries = Tries(1, NOW).again(NOW + DAY - timedelta(seconds=1))

    assert tries == Tries(2, NOW)
    assert tries.again(NOW + DAY) == Tries(1, NOW + DAY)
    assert tries.seconds_left(NOW + timedelta(seconds=1.5)) == 86399
