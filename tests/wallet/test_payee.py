"""A payee is changed by two people, none of them its own; a changed bank account waits before it is paid to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cercano.kit.errors import Refusal
from cercano.wallet.errors import FourEyes, NothingProposed, OnesOwnPayee
from cercano.wallet.payee import COOLING, Details, Payee
from tests.support.bank import NOON

TUS = Details(name="TUS", iban="ES9121000418450200051332", people=("pilar", "pau"))
OTHER_IBAN = replace(TUS, iban="ES7620770024003102575766")
KEPT = Payee(payee="operator:tus", details=TUS, kept=1)


def test_what_is_proposed_holds_when_another_approves_it() -> None:
    proposed = Payee(payee="operator:tus").propose(TUS, "eva", NOON)

    assert (proposed.details, proposed.people, proposed.can_be_paid(NOON)) == (None, (), False)
    assert proposed.approve("luis", NOON) == KEPT


def test_a_new_bank_account_is_paid_to_a_week_after_it_was_approved() -> None:
    changed = KEPT.propose(OTHER_IBAN, "eva", NOON).approve("luis", NOON)

    assert changed.details == OTHER_IBAN
    moments = [NOON, NOON + COOLING - timedelta(seconds=1), NOON + COOLING]
    assert [changed.can_be_paid(at) for at in moments] == [False, False, True]


def test_a_bank_account_taken_away_and_given_anew_waits_as_well() -> None:
    without = KEPT.propose(replace(TUS, iban=None), "eva", NOON).approve("luis", NOON)
    anew = without.propose(OTHER_IBAN, "eva", NOON).approve("luis", NOON)

    assert (without.can_be_paid(NOON + COOLING), anew.can_be_paid(NOON), anew.kept) == (False, False, 3)


def test_a_new_name_or_new_people_do_not_hold_payments() -> None:
    changed = KEPT.propose(replace(TUS, people=("pilar", "pau", "ada")), "eva", NOON).approve("luis", NOON)

    assert (changed.people, changed.can_be_paid(NOON)) == (("pilar", "pau", "ada"), True)


def test_people_are_taken_away_by_one_alone_and_added_by_none() -> None:
    less, more = replace(TUS, people=("pau",)), replace(TUS, people=("pau", "ada"))

    assert KEPT.propose(less, "eva", NOON).people == ("pau",)
    assert KEPT.propose(more, "eva", NOON).people == TUS.people
    assert KEPT.propose(replace(less, iban=OTHER_IBAN.iban), "eva", NOON).details == TUS


@pytest.mark.parametrize(
    ("by", "approved_by", "refusal"),
    [
        ("eva", "eva", FourEyes),
        ("pilar", "luis", OnesOwnPayee),
        ("ada", "luis", OnesOwnPayee),
        ("eva", "pilar", OnesOwnPayee),
        ("eva", "ada", OnesOwnPayee),
    ],
)
def test_nobody_decides_alone_nor_about_their_own(by: str, approved_by: str, refusal: type[Refusal]) -> None:
    wanted = replace(OTHER_IBAN, people=("pau", "ada"))

    with pytest.raises(refusal):
        KEPT.propose(wanted, by, NOON).approve(approved_by, NOON)


def test_nothing_proposed_is_neither_approved_nor_withdrawn() -> None:
    for change in (lambda: KEPT.approve("luis", NOON), KEPT.withdraw):
        with pytest.raises(NothingProposed):
            change()
    assert KEPT.propose(OTHER_IBAN, "eva", NOON).withdraw() == KEPT
