"""A copy of all that the wallet holds of somebody: every movement of their accounts, and of nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from cercano.facts.citizen import CitizenErased
from cercano.kit import clock
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.wallet import allowances, mandates, mandating
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.copies import ask_for_copy
from tests.support.events import fact_event


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


def test_the_bank_account_that_is_linked_is_in_the_copy(wallet: Domain, an_account: Callable[..., Account]) -> None:
    an_account("acc_ana", "ana")
    an_account("acc_two", "ana")
    row = mandating.give("acc_ana", "ES9121000418450200051332", "Ana Ruiz", NOON)

    accounts = ask_for_copy(wallet, wallet.function("heed_citizens"), "ana")["accounts"]

    banks = {account["account_id"]: account["bank"] for account in accounts}
    assert banks["acc_ana"] == {
        "reference": mandates.reference_of(row),
        "iban": "ES9121000418450200051332",
        "holder": "Ana Ruiz",
        "signed_at": "2026-11-23T11:00:00Z",
    }
    assert banks["acc_two"] is None


def test_who_leaves_gives_no_mandate_and_no_allowance_any_more(
    wallet: Domain, an_account: Callable[..., Account]
) -> None:
    for name in ("ana", "ben"):
        an_account(f"acc_{name}", name)
        an_account(f"acc_{name}_two", name)
        mandating.give(f"acc_{name}", "ES9121000418450200051332", name, NOON)
        allowances.promise(name, f"acc_{name}", f"acc_{name}_two", 2000, 1, NOON)
    row, _ = mandating.in_force("acc_ana") or (None, False)
    left = fact_event(CitizenErased(at=NOON, citizen_id="ana"))

    for _ in range(3):
        assert wallet.function("heed_citizens")(left) == {"batchItemFailures": []}

    assert (mandating.in_force("acc_ana"), allowances.of_account("acc_ana")) == (None, [])
    assert mandating.in_force("acc_ben") is not None
    assert len(allowances.of_account("acc_ben")) == 1
    assert row is not None
    kept = mandates.find(mandates.reference_of(row))
    assert kept is not None
    assert (kept.ended_at, kept.expires_at) == (NOON, NOON + mandates.DISPUTED_FOR)
