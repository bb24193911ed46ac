"""What the wallet does by itself at night and at the week's end, and what it hears of shops' weeks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch

from cercano.facts.card import CardReplaced, CredentialActivated, CredentialEnded
from cercano.facts.loyalty import ShopWeekSettled
from cercano.kit.facts import instant
from cercano.ledger import archive, book, roots
from cercano.ledger.model import MADRID
from cercano.wallet import payee_store, payees, refilling, sepa, settlement, volumes
from cercano.wallet.funding import Refill
from cercano.wallet.payee import Details, Payee
from tests.proofs.power import Scene, function
from tests.proofs.scenes_linked import heard, linked, pay
from tests.proofs.scenes_wallet import ana, changes
from tests.support.bank import NOON
from tests.support.events import schedule_event

TUESDAY = datetime(2026, 11, 24, 4, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)
Prepare = Callable[[], None]


def of_clock(name: str, use_case: str, prepare: Prepare, at: datetime, **more: Any) -> Scene:
    """A schedule's hour has come."""
    return Scene(name=name, domain="wallet", use_case=use_case, prepare=prepare, at=at,
                 deliver=lambda function: function(schedule_event(instant(at))), **more)  # fmt: skip


def rode() -> None:
    """Ana rode for thirty euros and bought for five; the shop's week is closed. The buses can be paid, the shop not."""
    ana()
    pay("operator:tus", 30_00, "rides")
    pay("city:library", 2_00, "a fee")
    archive.keep(("acc_ana", entry) for entry in book.existing("acc_ana").recent)
    payees.owe("merchant:bakery", "2026-W47", 42_50)
    at = Payee(payee="operator:tus")
    known = Details(name="TUS", iban="ES9121000418450200051332", people=("pilar",))
    steps = [at, at := at.propose(known, "sofia", NOON - timedelta(days=30)), at.approve("luis", NOON)]
    for version, (before, after) in enumerate(pairwise(steps)):
        payee_store.keep(before, after, version, ("sofia", "luis")[version], NOON - timedelta(days=30))


@contextmanager
def a_day_or_two() -> Iterator[None]:
    """Two days are looked at, not five weeks; the bank's file has its words, without its schema."""
    nights = function("wallet", "count_volume").module
    with (
        patch.object(settlement, "OPEN_FOR", timedelta(days=2)),
        patch.object(sepa, "payments", lambda bank, message, pays: repr((bank, message, pays)).encode()),
        patch.object(nights, "OPEN_DAYS", 2),
    ):
        yield


def near_the_limit() -> None:
    """In March the card paid 85 % of what the law lets it."""
    rode()
    volumes.put_many([volumes.VolumeRow("VOLUME", "2026-03-01", cents=85_000_000)])


def signed() -> None:
    """The night's root is signed."""
    from cercano.wallet import root_key

    rode()
    key = os.environ["ROOT_KEY"]
    day = AFTER_MIDNIGHT.astimezone(MADRID).date() - timedelta(days=1)
    roots.sign_day(day, city="santander", at=AFTER_MIDNIGHT, sign=lambda said: root_key.sign(key, said),
                   jwk=root_key.public_jwk(key))  # fmt: skip


def low() -> None:
    """Ana has it filled when less than ninety euros are left, and pays once more; nothing of it is archived."""
    linked()
    refill = Refill(threshold_cents=90_00, amount_cents=95_00)
    refilling.order_refill("acc_ana", refill, lambda account: account)
    pay("city:library", 1_00, "a fee")


def falling() -> dict[str, Any]:
    """The stream's batch of an account that was never above its holder's line."""
    event = changes()
    for record in event["Records"]:
        record["dynamodb"]["ApproximateCreationDateTime"] = int(NOON.timestamp())
    return event


WEEK = ShopWeekSettled(at=NOON, shop_id="shop_1", week="2026-W47", city_cents=42_50)
CARD = {"card_id": "card_acc_ana", "account_id": "acc_ana"}
CHIP = {**CARD, "credential_id": "9f3c2a7be41d0586"}
FOLLOWS = Scene(name="archive, and a line is crossed", domain="wallet", use_case="archive_entries", prepare=low,
                deliver=lambda function: function(falling()))  # fmt: skip

SCENES = [
    of_clock("operators and shops are settled with", "settle_payees", rode, TUESDAY, beside=a_day_or_two),
    of_clock("the twelve months are counted", "count_volume", near_the_limit, TUESDAY, beside=a_day_or_two),
    of_clock("the day is signed", "sign_root", rode, AFTER_MIDNIGHT,
             beside=lambda: patch.object(roots, "PARTS", 32)),  # an eighth of the roster, Ana's in it
    of_clock("the shelf is checked", "verify_ledger", signed, AFTER_MIDNIGHT + timedelta(minutes=30)),
    heard("a shop's week is closed", "heed_shop_weeks", ana, WEEK, source="cercano.loyalty"),
    heard("a card is replaced", "heed_cards", ana, CardReplaced(at=NOON, **{**CARD, "card_id": "card_2"},
          old_card_id="card_acc_ana"), source="cercano.card"),
    heard("a chip lives, and no longer", "heed_cards", linked,
          CredentialActivated(at=NOON, **CHIP, medium="chip"),
          CredentialEnded(at=NOON + timedelta(seconds=1), **CHIP), source="cercano.card"),
    FOLLOWS,
]  # fmt: skip
