"""What the city hears of each change: all of it, once, in an order that makes sense."""

from __future__ import annotations

from datetime import date
from typing import Any

from cercano.card.model import Card
from cercano.card.telling import told
from cercano.card.words import BlockReason, CardState, Concession, Medium
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
from tests.card.cards import NOON, TODAY, a_card, a_concession, a_credential

OF_IT: dict[str, Any] = {"at": NOON, "card_id": "card_1", "account_id": "acc_1"}
PHONE = a_credential()
PHONE_LIVES = CredentialActivated(**OF_IT, credential_id=PHONE.credential_id, medium="app")
PHONE_ENDED = CredentialEnded(**OF_IT, credential_id=PHONE.credential_id)


def heard(before: Card | None, after: Card) -> list[Any]:
    return list(told(before, after, NOON))


def test_a_new_card_is_issued_and_its_phone_waits() -> None:
    issued = CardIssued(**OF_IT, citizen_id="ana", card_class="resident", expires_on=date(2036, 11, 20))

    assert heard(None, a_card(CardState.ISSUED)) == [issued]


def test_a_credential_speaks_once_its_card_works() -> None:
    waiting = a_card(CardState.ISSUED).equip(a_credential("bbbbbbbbbb000002", Medium.CHIP))
    chip = CredentialActivated(**OF_IT, credential_id="bbbbbbbbbb000002", medium="chip")

    assert heard(a_card(CardState.ISSUED), waiting) == []
    assert heard(waiting, waiting.activate()) == [CardActivated(**OF_IT), chip]
    assert heard(a_card(), a_card().equip(PHONE)) == [PHONE_LIVES]


def test_a_card_stopped_on_its_way_and_found_again_speaks_then() -> None:
    waiting = a_card(CardState.ISSUED, credentials=(PHONE,))
    stopped = waiting.block(reason=BlockReason.LOST, by_holder=True, at=NOON)

    assert heard(waiting, stopped) == [CardBlocked(**OF_IT, reason="lost")]
    assert heard(stopped, stopped.unblock(by_holder=True, at=NOON)) == [CardUnblocked(**OF_IT), PHONE_LIVES]


def test_a_new_phone_ends_the_old_one() -> None:
    before = a_card(credentials=(PHONE,))
    new = CredentialActivated(**OF_IT, credential_id="bbbbbbbbbb000002", medium="app")

    assert heard(before, before.equip(a_credential("bbbbbbbbbb000002"))) == [PHONE_ENDED, new]


def test_a_replacement_kills_the_old_and_names_it_with_the_new() -> None:
    before = a_card(credentials=(PHONE,), concessions=(a_concession(),))
    old = before.be_replaced(by="card_2", at=NOON)
    new = old.successor(issued_at=NOON, expires_on=TODAY)
    of_new = {**OF_IT, "card_id": "card_2"}

    assert heard(before, old) == [PHONE_ENDED]
    assert heard(None, new) == [
        CardIssued(**of_new, citizen_id="ana", card_class="resident", expires_on=TODAY),
        CardReplaced(**of_new, old_card_id="card_1"),
        ConcessionGranted(**of_new, concession="senior", valid_from=TODAY, valid_to=date(2027, 11, 22)),
    ]


def test_an_expired_card_ends_with_all_that_spoke_for_it() -> None:
    before = a_card(credentials=(PHONE,))

    assert heard(before, before.expire(at=NOON)) == [CardExpired(**OF_IT), PHONE_ENDED]


def test_concessions_are_told_when_they_come_change_and_go() -> None:
    has, renewed = a_card().grant(a_concession()), a_concession(valid_to=date(2028, 11, 22))
    granted = {**OF_IT, "concession": "senior", "valid_from": TODAY}

    assert heard(a_card(), has) == [ConcessionGranted(**granted, valid_to=date(2027, 11, 22))]
    assert heard(has, has.grant(renewed)) == [ConcessionGranted(**granted, valid_to=date(2028, 11, 22))]
    assert heard(has, has.withdraw(Concession.SENIOR)) == [ConcessionEnded(**OF_IT, concession="senior")]


def test_nothing_changed_nothing_told() -> None:
    card = a_card(credentials=(PHONE,), concessions=(a_concession(),))

    assert heard(card, card) == []
