"""An account follows its card: the same end whatever is heard first, twice or late."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cercano.facts.card import (
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
from cercano.kit.clock import freeze
from cercano.kit.facts import Fact
from cercano.ledger import book, credentials
from cercano.ledger.model import Account, Concession, Status
from functions.wallet import heed_cards
from tests.support.events import Context, event, fact_event
from tests.support.shelf import Shelf

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
ACC, OLD, NEW = "acc_1", "card_1", "card_2"
KEY = "0011223344556677"


def at(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


ISSUED = CardIssued(
    at=at(0), card_id=OLD, account_id=ACC, citizen_id="ana", card_class="resident", expires_on=date(2031, 1, 1)
)
BLOCKED = CardBlocked(at=at(1), card_id=OLD, account_id=ACC, reason="lost")
REPLACED = CardReplaced(at=at(2), card_id=NEW, account_id=ACC, old_card_id=OLD)
GRANTED = ConcessionGranted(
    at=at(3),
    card_id=NEW,
    account_id=ACC,
    concession="youth",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
)
ENDED = ConcessionEnded(at=at(4), card_id=NEW, account_id=ACC, concession="youth")
RENEWED = ConcessionGranted(
    at=at(5),
    card_id=NEW,
    account_id=ACC,
    concession="youth",
    valid_from=date(2027, 1, 1),
    valid_to=date(2027, 12, 31),
)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    monkeypatch.setenv("TABLE_NAME", "ledger")
    with Shelf().standing_in() as standing, freeze(at(10)):
        yield standing


def heed(*facts: Fact) -> None:
    assert heed_cards.handler(fact_event(*facts), Context()) == {"batchItemFailures": []}


def account() -> Account:
    return book.existing(ACC)


def told(shelf: Shelf) -> list[str]:
    row = shelf.tables["ledger"][f"ACCOUNT#{ACC}", "BALANCE"]
    return [envelope["name"] for envelope in json.loads(row.get("told", {"S": "[]"})["S"])]


def test_the_sample_opens_the_account_of_a_new_card():
    assert heed_cards.handler(event("wallet", "heed_cards"), Context()) == {"batchItemFailures": []}

    opened = book.existing("acc_01KB2R5Y7Q8W9E0RTYVXC1Z2M3")
    assert (opened.account_class, opened.status, opened.floor_cents) == ("resident", Status.OPEN, -200)
    assert opened.terms.card_id == "card_01KB2R5Y7Q8W9E0RTYVXC1Z2M4"


def test_opening_freezing_and_thawing_are_told_with_the_state(shelf: Shelf):
    heed(ISSUED)
    assert told(shelf) == ["AccountOpened"]

    heed(BLOCKED)
    assert told(shelf) == ["AccountFrozen"]

    heed(CardUnblocked(at=at(6), card_id=OLD, account_id=ACC))
    assert told(shelf) == ["AccountThawed"]


def test_every_order_of_a_card_s_life_ends_in_the_same_account():
    ends = set()
    for order in itertools.permutations([ISSUED, BLOCKED, REPLACED, GRANTED, ENDED, RENEWED]):
        with Shelf().standing_in():
            heed(*order, *random.Random(1).choices(order, k=3))
            end = account()
        heard = tuple(sorted(end.terms.heard.items()))
        ends.add((end.account_class, end.floor_cents, end.status, end.terms.card_id, end.terms.concessions, heard))

    ((account_class, floor, status, card_id, concessions, _),) = ends
    assert (account_class, floor, status, card_id) == ("resident", -200, Status.OPEN, NEW)
    assert concessions == (Concession("youth", date(2027, 1, 1), date(2027, 12, 31)),)


def test_a_concession_that_ended_still_prices_the_taps_of_its_days_whatever_was_heard_first():
    ended = replace(ENDED, at=datetime(2026, 12, 31, 23, tzinfo=UTC))
    early = replace(ENDED, at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    kept = set()
    for end in (ended, early):
        for order in itertools.permutations([ISSUED, GRANTED, end]):
            with Shelf().standing_in():
                heed(*order, *order)
                kept.add((end, account().terms.concessions))

    whole = Concession("youth", date(2026, 1, 1), date(2026, 12, 31))
    cut = Concession("youth", date(2026, 1, 1), date(2026, 11, 25))
    assert kept == {(ended, (whole,)), (early, (cut,))}


def test_an_expired_card_is_never_unblocked():
    heed(ISSUED, CardExpired(at=at(1), card_id=OLD, account_id=ACC))

    heed(CardUnblocked(at=at(2), card_id=OLD, account_id=ACC))

    assert account().status is Status.FROZEN


def test_blocked_and_unblocked_at_the_same_instant_is_blocked():
    unblocked = CardUnblocked(at=BLOCKED.at, card_id=OLD, account_id=ACC)

    heed(ISSUED, BLOCKED, unblocked)

    assert account().status is Status.FROZEN


def test_an_anonymous_card_gets_no_ride_on_trust():
    heed(CardIssued(at=at(0), card_id=OLD, account_id=ACC, card_class="anonymous", expires_on=date(2031, 1, 1)))

    assert (account().floor_cents, account().terms.citizen_id) == (0, None)


def test_heard_twice_nothing_is_written(shelf: Shelf):
    heed(ISSUED)
    writes = shelf.writes

    heed(ISSUED)

    assert shelf.writes == writes


def test_a_credential_that_ended_is_not_revived_by_a_late_word():
    activated = CredentialActivated(at=at(0), credential_id=KEY, card_id=OLD, account_id=ACC, medium="app")
    heed(activated)
    assert credentials.account_of(KEY) == ACC

    heed(CredentialEnded(at=at(1), credential_id=KEY, card_id=OLD, account_id=ACC), activated)

    assert credentials.account_of(KEY) is None


def test_a_fact_that_cannot_be_read_goes_back_to_the_queue():
    broken = event("wallet", "heed_cards")
    broken["Records"][0]["body"] = "{}"

    assert len(heed_cards.handler(broken, Context())["batchItemFailures"]) == 1
