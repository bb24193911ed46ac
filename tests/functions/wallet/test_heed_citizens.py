"""A copy of all that the wallet holds of somebody: every movement of their accounts, and of nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from tests.support.aws import Domain
from tests.support.copies import ask_for_copy


def test_every_movement_of_ones_own_accounts_is_in_the_copy(
    wallet: Domain, an_account: Callable[..., Account], noon: clock.Frozen
) -> None:
    an_account("acc_ana", "ana", 50_000)
    an_account("acc_ben", "ben", 1000)
    for number in range(400):
        noon.tick(60)
        made = Entry(
            id=entry_id_of(clock.now(), "tap", str(number)), kind=EntryKind.FARE, payee="operator:tus", amount_cents=-66
        )
        book.post_entry("acc_ana", made)

    (account,) = ask_for_copy(wallet, wallet.function("heed_citizens"), "ana", times=2)["accounts"]

    assert account["account_id"] == "acc_ana"
    assert len(account["entries"]) == len({entry["entry_id"] for entry in account["entries"]}) == 401
    assert sum(entry["amount_cents"] for entry in account["entries"]) == account["posted_cents"] == 50_000 - 400 * 66


def test_who_never_had_an_account_gets_an_empty_part(wallet: Domain, noon: clock.Frozen) -> None:
    noon.move_to(clock.now() + timedelta(days=1))

    assert ask_for_copy(wallet, wallet.function("heed_citizens"), "nobody")["accounts"] == []
