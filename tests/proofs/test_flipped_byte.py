"""A byte that changes anywhere in the ledger is found, in whatever row; so is a row that was changed and sealed anew.

The small ledger here has every kind of row there is: two accounts with a page each, a hold, a refund, a transfer, what
is archived, credentials, the roster, a signed root.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from cercano.kit import clock
from cercano.ledger import book, checking, credentials, holds, pairs, roots, walking
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Hold
from cercano.ledger.packing import LedgerBroken
from cercano.ledger.rows import (
    AccountRow,
    Item,
    account_of,
    counter_key,
    counter_of,
    page_of,
    part_of,
    row_of,
    seal_of,
)
from tests.ledger.money import a_fare, a_payment, a_top_up, archive_all
from tests.ledger.test_roots import JWK, b64, sign
from tests.support.bank import NOON
from tests.support.shelf import Shelf

ANA, LUIS, PHONE = "acc_ana", "acc_luis", "9f3c2a7be41d0586"
DAY = date(2026, 11, 23)
PARTS = sorted({part_of(ANA), part_of(LUIS)})
Key = tuple[str, str]


@pytest.fixture
def ledger(shelf: Shelf, noon: clock.Frozen) -> dict[Key, Item]:
    """The rows."""
    for account_id in (ANA, LUIS):
        book.open_account(Account.new(account_id, "resident", floor_cents=-200, fare={"f": {"n": "0"}}))
        book.post_entry(account_id, a_top_up(word=f"top-up {account_id}"))
    for number in range(7):
        noon.tick(60)
        for account_id in (ANA, LUIS):
            book.post_entry(account_id, a_fare(word=f"{number}"))
        archive_all(shelf)
    payment = a_payment(5_00)
    book.post_entry(ANA, payment)
    pairs.refund(ANA, payment.id, entry_id_of(NOON, "refund"), 2_00)
    pairs.transfer(ANA, LUIS, entry_id_of(NOON, "transfer"), 1_00)
    hold_id = entry_id_of(NOON, "hold")
    hold = Hold(amount_cents=50, expires_at=NOON + timedelta(days=2), payee="operator:bikes")
    book.post(ANA, [hold_id], lambda account, _: holds.place(account, hold_id, hold))
    archive_all(shelf)
    credentials.link(PHONE, ANA, "card_ana", NOON)
    noon.move_to(NOON + timedelta(hours=14))
    roots.sign_day(DAY, city="santander", at=clock.now(), sign=sign, jwk=JWK)
    return shelf.tables["ledger"]


def found() -> list[checking.Wrong]:
    """What a look at all of it finds."""
    wrongs = [wrong for _, wrongs in walking.wrongs_in(PARTS, DAY, JWK) for wrong in wrongs]
    nights = (DAY + timedelta(days=n) for n in range(walking.NIGHTS))
    return wrongs + [wrong for night in nights for wrong in walking.wrongs_among_credentials(night)]


def test_a_ledger_as_it_was_written_is_in_order(ledger: dict[Key, Item]):
    kinds = {item["kind"]["S"] for item in ledger.values()}

    assert found() == []
    assert kinds == {
        *("ledger_account", "ledger_page", "ledger_counter", "ledger_refunds"),
        *("ledger_credential", "ledger_roster", "ledger_root", "ledger_part"),
    }


@pytest.mark.slow
def test_no_row_with_any_byte_changed_fits_its_seal(ledger: dict[Key, Item]):
    flips = 0
    for item in ledger.values():
        for _, flipped in every_flip(item):
            flips += 1
            assert checking.unsealed([flipped]), f"{item['pk']} {item['sk']}"

    print(f"{flips:,} bytes of {len(ledger)} rows")
    assert flips > 8_000


@pytest.mark.slow
def test_a_byte_changed_in_any_part_of_any_row_is_found_and_its_row_named(ledger: dict[Key, Item]):
    waiting = {counter_key(one, entry.id) for one in (ANA, LUIS) for entry in book.existing(one).recent}
    for key, item in three_of_each_kind(ledger):
        # The other side of an entry that is still in its account's row is written again from there, should it go.
        for name in item.keys() - ({"pk", "sk"} if key in waiting else set()):
            flipped = {**item, name: flip(item[name], 0)}
            del ledger[key]
            moved = checking.key_of(flipped)
            ledger[moved] = flipped

            names = {(wrong.pk, wrong.sk) for wrong in look(item)}

            assert names, f"{name} of {key}"
            # A row whose key changed is missing at its place; what is said then is where it should be.
            if name not in ("pk", "sk", "kind") and item["kind"]["S"] not in ("ledger_counter", "ledger_credential"):
                assert key in names, f"{name} of {key}, and {names} are named"
            del ledger[moved]
            ledger[key] = item
    assert found() == []


def three_of_each_kind(ledger: dict[Key, Item]) -> list[tuple[Key, Item]]:
    seen: Counter[str] = Counter()
    return [
        (key, item)
        for key, item in sorted(ledger.items())
        if seen.update([kind := item["kind"]["S"]]) or seen[kind] <= 3
    ]


def look(item: Item) -> list[checking.Wrong]:
    """What is found of a row: by the walk, or by whoever reads a credential next."""
    if item["kind"]["S"] != "ledger_credential":
        return found()
    pk, sk = checking.key_of(item)
    try:
        reached = credentials.account_of(PHONE)
    except (LedgerBroken, ValueError) as broken:
        return [checking.Wrong(pk, sk, str(broken))]
    return [] if reached else [checking.Wrong(pk, sk, "it opens nothing")]


def resealed(item: Item, **changed: dict[str, Any]) -> Item:
    """A row changed by somebody who knows how rows are sealed."""
    new = {**copy.deepcopy(item), **changed}
    return {**new, "seal": {"B": seal_of(new)}}


def of_kind(ledger: dict[Key, Item], kind: str, pk: str = "") -> Key:
    return next(key for key, item in sorted(ledger.items()) if item["kind"]["S"] == kind and key[0].startswith(pk))


@pytest.mark.parametrize(
    ("kind", "pk", "changed", "why"),
    [
        ("ledger_account", f"ACCOUNT#{ANA}", {"balance_cents": {"N": "9999999"}}, "do not lead to the head"),
        ("ledger_account", f"ACCOUNT#{ANA}", {"held_cents": {"N": "0"}}, "not the sum of its holds"),
        ("ledger_account", f"ACCOUNT#{ANA}", {"seq": {"N": "3"}}, "do not lead to the head"),
        ("ledger_page", f"ACCOUNT#{ANA}", {"balance_cents": {"N": "9999999"}}, "do not lead to its head"),
        ("ledger_counter", "COUNTER#", {"amount_cents": {"N": "-999"}}, "does not lead to its hash"),
        ("ledger_refunds", f"ACCOUNT#{ANA}", {"refunded_cents": {"N": "0"}}, "not the sum of the payment's refunds"),
        ("ledger_root", "ROOTS", {"parts": {"B": b"\0" * 32 * 256}}, "its parts are not its root's"),
    ],
)
def test_a_row_changed_and_sealed_anew_breaks_a_chain_or_a_sum(
    ledger: dict[Key, Item], kind: str, pk: str, changed: dict[str, Any], why: str
):
    key = of_kind(ledger, kind, pk)
    ledger[key] = resealed(ledger[key], **changed)

    assert any(why in wrong.why for wrong in found())


@pytest.mark.parametrize("kind", ["ledger_page", "ledger_counter", "ledger_refunds", "ledger_roster", "ledger_part"])
def test_a_row_that_is_gone_is_missed(ledger: dict[Key, Item], kind: str):
    del ledger[of_kind(ledger, kind, f"ROSTER#{part_of(ANA):02x}" if kind == "ledger_roster" else "")]

    assert found()


def test_a_journal_written_anew_from_its_first_line_is_not_the_one_that_was_signed(ledger: dict[Key, Item]):
    """Somebody with the keys to the table makes Luis's fares disappear: chain, sums, seals and archive all fit."""
    old = account_of(AccountRow.from_raw_data(ledger[f"ACCOUNT#{LUIS}", "BALANCE"]))
    for key in [key for key in ledger if LUIS in key[0] or key[1].endswith(f"#{LUIS}")]:
        del ledger[key]
    new = Account.new(LUIS, "resident", fare=old.fare)
    for number in range(old.seq):
        new = new.post(a_top_up(1_00, word=f"a gift {number}"), now=clock.now())
    page, kept = new.recent[:6], replace(new, recent=new.recent[6:])
    rows = [row_of(kept), *(counter_of(LUIS, entry) for entry in new.recent)]
    for row in [*rows, page_of(LUIS, page)]:
        ledger[row.pk, row.sk] = row.serialize()

    assert [(wrong.pk, wrong.why) for wrong in found()] == [
        (f"ACCOUNT#{LUIS}", f"entry {old.seq} is not the one under the signed root")
    ]


def test_a_root_signed_with_somebody_else_s_key_is_not_the_city_s(ledger: dict[Key, Item]):
    other = ec.derive_private_key(8, ec.SECP256R1()).public_key().public_numbers()
    theirs = {**JWK, "x": b64(other.x.to_bytes(32, "big")), "y": b64(other.y.to_bytes(32, "big"))}

    wrongs = [wrong for _, one in walking.wrongs_in(PARTS, DAY, theirs) for wrong in one]

    assert wrongs == [checking.Wrong("ROOTS", "2026-11-23", "the root is not signed by this key")]


def test_an_entry_on_its_way_to_the_archive_is_nothing_wrong(ledger: dict[Key, Item], noon: clock.Frozen):
    book.post_entry(ANA, a_payment(word="of now"))

    assert found() == []


def test_an_account_that_moves_while_it_is_looked_at_is_looked_at_again(ledger: dict[Key, Item], shelf: Shelf):
    """Its refund is written between the reading of its row and of what follows it."""
    account, refunds = (f"ACCOUNT#{ANA}", "BALANCE"), of_kind(ledger, "ledger_refunds")
    before = {account: ledger[account], refunds: ledger[refunds]}
    pairs.refund(ANA, refunds[1].removeprefix("REFUNDS#"), entry_id_of(clock.now(), "refund"), 1_00)
    after = {account: ledger[account], refunds: ledger[refunds]}
    looks = iter([{**before, refunds: after[refunds]}, after])

    def meanwhile(operation: str, call: Any) -> None:
        if operation == "Query":
            ledger.update(next(looks))

    shelf.before = meanwhile

    assert walking.wrongs_of(ANA, None) == []
    assert next(looks, None) is None


def forged(account_id: str, amount_cents: int = -50_00, at: Any = NOON) -> Item:
    """A line of the archive, sealed and with a right hash, that pays an operator for a fare nobody made."""
    entry = a_fare(-amount_cents, id=entry_id_of(at, "forged")).posted(
        posted_at=NOON + timedelta(hours=1), seq=5, balance_cents=1_00, prev="ab" * 32
    )
    return counter_of(account_id, entry).serialize()


@pytest.mark.parametrize("day", [0, 1, 30])
def test_a_line_added_to_the_archive_that_no_account_knows_is_found(ledger: dict[Key, Item], day: int):
    line = forged(ANA, at=NOON - timedelta(days=day))
    ledger[checking.key_of(line)] = line

    assert found() == [checking.Wrong(*checking.key_of(line), "no account has such an entry")]


def test_a_line_that_is_there_under_another_account_s_name_is_found(ledger: dict[Key, Item]):
    entry = next(one for one in book.existing(ANA).recent if counter_key(LUIS, one.id) not in ledger)
    line = counter_of(LUIS, entry).serialize()
    ledger[checking.key_of(line)] = line

    assert found() == [checking.Wrong(*checking.key_of(line), "no account has such an entry")]


def test_a_line_of_an_account_that_never_was_is_found(ledger: dict[Key, Item]):
    nobody = next(f"acc_{n}" for n in range(9_999) if part_of(f"acc_{n}") == PARTS[0])
    line = forged(nobody)
    ledger[checking.key_of(line)] = line

    assert found() == [checking.Wrong(*checking.key_of(line), "no account has such an entry")]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"account_id": {"S": "acc_nobody"}}, "there is no such account"),
        ({"card_id": {"S": "card_thief"}}, "its account has another card"),
    ],
)
def test_a_credential_changed_and_sealed_anew_is_found(ledger: dict[Key, Item], changed: dict[str, Any], why: str):
    book.change(ANA, lambda account: replace(account, terms=replace(account.terms, card_id="card_ana")))
    key = of_kind(ledger, "ledger_credential")
    assert found() == []

    ledger[key] = resealed(ledger[key], **changed)

    assert found() == [checking.Wrong(*key, why)]


def test_a_byte_changed_in_a_credential_is_found_by_the_night(ledger: dict[Key, Item]):
    key = of_kind(ledger, "ledger_credential")
    ledger[key] = {**ledger[key], "account_id": {"S": LUIS}}

    assert found() == [checking.Wrong(*key, "it does not fit its seal")]


def every_flip(item: Item) -> Iterator[tuple[str, Item]]:
    for name, typed in item.items():
        ((_, value),) = typed.items()
        for at in range(len(value)):
            yield name, {**item, name: flip(typed, at)}


def flip(typed: dict[str, Any], at: int) -> dict[str, Any]:
    """A value with one bit of one byte changed."""
    ((kind, value),) = typed.items()
    if isinstance(value, bytes):
        return {kind: value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]}
    return {kind: value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]}
