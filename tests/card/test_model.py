"""The life of a card and of an application, over every pair of state and step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cercano.card import application, model
from cercano.card.application import Decision
from cercano.card.classes import CLASSES, CONCESSIONS, last_day
from cercano.card.errors import (
    ApplicationCannot,
    BadDates,
    CardCannot,
    NobodysCard,
    NoSuchConcession,
    NotForYourself,
    OnlyAtTheDesk,
    WrongProof,
)
from cercano.card.granted import Granted, proved
from cercano.card.model import Card, Step
from cercano.card.words import (
    ApplicationState,
    BlockReason,
    CardClass,
    CardState,
    Concession,
    Medium,
    Proof,
    RejectReason,
)
from tests.card.cards import NOON, TODAY, a_block, a_card, a_concession, a_credential, an_application

DO: dict[Step, Callable[[Card], Card]] = {
    Step.ACTIVATE: lambda card: card.activate(),
    Step.BLOCK: lambda card: card.block(reason=BlockReason.LOST, by_holder=True, at=NOON),
    Step.UNBLOCK: lambda card: card.unblock(by_holder=False, at=NOON),
    Step.REPLACE: lambda card: card.be_replaced(by="card_2", at=NOON),
    Step.EXPIRE: lambda card: card.expire(at=NOON),
}
S = CardState
REACHED = {
    (S.ISSUED, Step.ACTIVATE): S.ACTIVE,
    (S.ISSUED, Step.BLOCK): S.BLOCKED,
    (S.ISSUED, Step.REPLACE): S.REPLACED,
    (S.ISSUED, Step.EXPIRE): S.EXPIRED,
    (S.ACTIVE, Step.BLOCK): S.BLOCKED,
    (S.ACTIVE, Step.REPLACE): S.REPLACED,
    (S.ACTIVE, Step.EXPIRE): S.EXPIRED,
    (S.BLOCKED, Step.UNBLOCK): S.ACTIVE,
    (S.BLOCKED, Step.REPLACE): S.REPLACED,
    (S.BLOCKED, Step.EXPIRE): S.EXPIRED,
    (S.EXPIRED, Step.REPLACE): S.REPLACED,
}
"""All that a card can do; every other pair is refused."""


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", CardState)
def test_each_step_leads_where_it_should_or_nowhere(state: CardState, step: Step) -> None:
    card = a_card(state)

    if (state, step) in REACHED:
        assert DO[step](card).state is REACHED[state, step]
    else:
        with pytest.raises(CardCannot):
            DO[step](card)


def test_every_state_says_what_may_follow() -> None:
    assert model.NEXT.keys() == set(CardState)
    assert application.NEXT.keys() == set(ApplicationState)


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("state", ApplicationState)
def test_an_application_is_decided_once(state: ApplicationState, decision: Decision) -> None:
    asked = an_application(state=state)
    decide = {
        Decision.APPROVE: lambda: asked.approve(by="luis", at=NOON, card_id="card_1", account_id="acc_1"),
        Decision.REJECT: lambda: asked.reject(by="luis", at=NOON, reason=RejectReason.DUPLICATE),
    }[decision]

    if state is ApplicationState.REQUESTED:
        assert decide().state is application.NEXT[state][decision]
    else:
        with pytest.raises(ApplicationCannot):
            decide()


def test_nobody_gives_themselves_a_card() -> None:
    with pytest.raises(NotForYourself):
        an_application().approve(by="ana", at=NOON, card_id="card_1", account_id="acc_1")


@pytest.mark.parametrize(
    ("block", "days", "may"),
    [
        (a_block(), 7, True),
        (a_block(), 8, False),
        (a_block(reason=BlockReason.STOLEN), 0, False),
        (a_block(reason=BlockReason.MISUSE), 0, False),
        (a_block(by_holder=False), 0, False),
    ],
)
def test_a_holder_takes_back_only_that_they_lost_it_this_week(block: model.Block, days: int, may: bool) -> None:
    card, later = a_card(S.BLOCKED, block_=block), NOON + timedelta(days=days)

    assert card.unblock(by_holder=False, at=later) == a_card(S.ACTIVE)
    if may:
        assert card.unblock(by_holder=True, at=later) == a_card(S.ACTIVE)
    else:
        with pytest.raises(OnlyAtTheDesk):
            card.unblock(by_holder=True, at=later)


def test_a_replaced_card_takes_all_that_spoke_for_it_with_it_and_leaves_the_rest() -> None:
    phone, chip = a_credential(), a_credential("bbbbbbbbbb000002", Medium.CHIP)
    card = a_card(credentials=(phone, chip), concessions=(a_concession(),))

    old = card.be_replaced(by="card_2", at=NOON)
    new = old.successor(issued_at=NOON, expires_on=date(2036, 11, 20))

    assert (old.living, [each.ended_at for each in old.credentials]) == ((), [NOON, NOON])
    assert new == a_card(S.ISSUED, card_id="card_2", concessions=(a_concession(),), replaces="card_1")


def test_only_a_replaced_card_has_a_successor() -> None:
    with pytest.raises(CardCannot):
        a_card().successor(issued_at=NOON, expires_on=TODAY)


def test_a_new_phone_ends_the_one_before_and_leaves_the_chip() -> None:
    phone, chip = a_credential(), a_credential("bbbbbbbbbb000002", Medium.CHIP)
    card = a_card(credentials=(phone, chip))

    after = card.equip(a_credential("cccccccccc000003"))

    assert after.credentials == (replace(phone, ended_at=NOON), chip, a_credential("cccccccccc000003"))


@pytest.mark.parametrize("state", [S.BLOCKED, S.EXPIRED, S.REPLACED])
def test_nothing_new_speaks_for_a_card_that_does_not_work(state: CardState) -> None:
    with pytest.raises(CardCannot):
        a_card(state).equip(a_credential())


def test_an_anonymous_card_takes_a_chip_and_neither_phone_nor_concession() -> None:
    card = a_card(citizen_id=None, card_class=CardClass.ANONYMOUS)

    assert card.equip(a_credential(medium=Medium.CHIP)).living != ()
    with pytest.raises(NobodysCard):
        card.equip(a_credential())
    with pytest.raises(NobodysCard):
        card.grant(a_concession())


def test_a_renewed_concession_takes_the_place_of_the_old_one() -> None:
    renewed = a_concession(valid_to=date(2028, 11, 22))

    card = a_card().grant(a_concession()).grant(a_concession(Concession.YOUTH)).grant(renewed)

    assert card.concessions == (a_concession(Concession.YOUTH), renewed)
    assert card.withdraw(Concession.SENIOR).concessions == (a_concession(Concession.YOUTH),)
    with pytest.raises(NoSuchConcession):
        card.withdraw(Concession.DISABILITY)


@pytest.mark.parametrize("state", [S.REPLACED, S.EXPIRED])
def test_a_dead_card_gets_no_concession(state: CardState) -> None:
    with pytest.raises(CardCannot):
        a_card(state).grant(a_concession())


def test_a_concession_holds_to_the_end_of_its_last_day_and_not_a_day_more() -> None:
    granted = a_concession(valid_from=date(2026, 11, 23), valid_to=date(2027, 11, 22))
    card = a_card(concessions=(granted,))

    days = [date(2026, 11, 22), date(2026, 11, 23), date(2027, 11, 22), date(2027, 11, 23)]

    assert [granted.holds_on(day) for day in days] == [False, True, True, False]
    assert [card.without_outlived(day).concessions for day in days[2:]] == [(granted,), ()]
    assert granted.renewal_opens_on == date(2027, 9, 23)


def test_a_card_is_due_the_day_after_its_last() -> None:
    card = a_card(expires_on=TODAY)

    assert [card.is_due_to_expire(TODAY + timedelta(days=d)) for d in (0, 1)] == [False, True]
    assert not a_card(S.REPLACED, expires_on=TODAY).is_due_to_expire(TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "granted",
    [
        a_concession(valid_to=date(2026, 11, 22)),
        a_concession(valid_to=date(2046, 1, 1)),
        a_concession(valid_from=date.min, valid_to=date.min),
        a_concession(valid_from=date.max, valid_to=date.max),
    ],
)
def test_dates_that_do_not_hold_are_refused(granted: Granted) -> None:
    with pytest.raises(BadDates):
        proved(granted)


def test_each_concession_has_its_own_proofs() -> None:
    assert proved(a_concession()) == a_concession()
    with pytest.raises(WrongProof):
        proved(a_concession(proof=Proof.EMPLOYMENT_OFFICE))


def test_the_council_has_decided_on_every_class_and_every_concession() -> None:
    assert CLASSES.keys() == set(CardClass)
    assert CONCESSIONS.keys() == set(Concession)
    assert last_day(CardClass.TOURIST, date(2026, 11, 23)) == date(2027, 2, 20)
