"""What takes two rows at once: money from one account to another, and a refund beside the sum of its refunds.

The protocol is that of book.py; only its last step is a transaction of two rows, each over the version that was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cercano.kit import clock
from cercano.kit.batch import find_many
from cercano.kit.facts import Fact
from cercano.kit.together import keep_together
from cercano.ledger.book import CROWDED, again_and_again, read_many, recall, turn_pages
from cercano.ledger.entry import NOTHING
from cercano.ledger.errors import (
    AccountUnknown,
    EntryExistsWithOtherWords,
    NoSuchEntry,
    NotRefundable,
    RefundTooBig,
)
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.ledger.posting import Posted, Posting, apply
from cercano.ledger.rows import BALANCE, AccountRow, LedgerRow, RefundsRow, account_of, account_pk, row_of

PAID = frozenset({EntryKind.PAYMENT, EntryKind.REMOTE_PAYMENT, EntryKind.CAPTURE})
"""What can be refunded. (A fare is put right by access, from the taps.)"""

Tells = Callable[[Posted], Sequence[Fact]]


def no_facts(posted: Posted) -> Sequence[Fact]:
    """Nothing is told."""
    return ()


def transfer(
    from_id: str,
    to_id: str,
    entry_id: str,
    amount_cents: int,
    *,
    allow: Callable[[Account, Account], None] = lambda giver, taker: None,
    memo: Mapping[str, Any] = NOTHING,
    tells: Tells = no_facts,
) -> Posted:
    """Move money, both sides or none; answers the giver's side. 3 store calls, 5 at most.

    Raises:
        AccountUnknown, EntryExistsWithOtherWords, AccountBusy, what `allow` raises, and what either account refuses.
    """
    gives = Entry(
        id=entry_id,
        kind=EntryKind.TRANSFER_OUT,
        payee=f"account:{to_id}",
        amount_cents=-amount_cents,
        memo=memo,
    )
    takes = replace(gives, kind=EntryKind.TRANSFER_IN, payee=f"account:{from_id}", amount_cents=amount_cents)
    if from_id == to_id or amount_cents <= 0:
        raise ValueError("a transfer moves money, to another account")

    def attempt() -> Posted:
        giver, taker = _both(from_id, to_id)
        allow(giver, taker)
        known, proven = recall(giver, [entry_id])
        if entry_id in known:
            known[entry_id].check_same(gives)
            return Posted(account=giver, entries=(known[entry_id],), is_repeat=True)
        now = clock.now()
        given = apply(giver.let_due_holds_go(now), Posting(entries=(gives,)), now, {})
        taken = apply(taker.let_due_holds_go(now), Posting(entries=(takes,)), now, {})
        # One of the two turns its pages now, the other with its next own entry.
        if len(taker.recent) >= CROWDED:
            rows = [row_of(given.account), row_of(turn_pages(taker, taken.account, ()))]
        else:
            rows = [row_of(turn_pages(giver, given.account, proven)), row_of(taken.account)]
        rows[0].told = tuple(tells(given))
        keep_together(rows)
        return replace(given, account=replace(given.account, version=rows[0].version), has_changed=True)

    return again_and_again(attempt)


def refund(
    account_id: str,
    payment_id: str,
    entry_id: str,
    amount_cents: int | None = None,
    *,
    allow: Callable[[Account, Entry], None] = lambda account, payment: None,
    edit: Callable[[Account], Account] = lambda account: account,
    memo: Mapping[str, Any] = NOTHING,
    tells: Tells = no_facts,
) -> Posted:
    """Give back all that is left of a payment (None) or a part of it; all refunds of it together never exceed it.

    `edit` is what else changes in the account by this very write: what was bought goes back. 3 store calls, 4 when a
    page is full.

    Raises:
        NoSuchEntry, NotRefundable, RefundTooBig, EntryExistsWithOtherWords, AccountUnknown, AccountBusy, and what
        `allow` and `edit` raise.
    """

    def attempt() -> Posted:
        account, refunds = _with_refunds(account_id, payment_id)
        known, proven = recall(account, [entry_id, payment_id])
        if payment_id not in known:
            raise NoSuchEntry
        payment = known[payment_id]
        allow(account, payment)
        if entry_id in known:
            _check_same(known[entry_id], payment_id, amount_cents)
            return Posted(account=account, entries=(known[entry_id],), is_repeat=True)
        entry = _refund_entry(payment, entry_id, amount_cents, refunds.refunded_cents, memo)
        refunds.refunded_cents += entry.amount_cents
        now = clock.now()
        current = account.let_due_holds_go(now)
        posted = apply(current, Posting(entries=(entry,), account=edit(current)), now, {})
        row = row_of(turn_pages(account, posted.account, proven))
        row.told = tuple(tells(posted))
        keep_together([row, refunds])
        return replace(posted, account=replace(posted.account, version=row.version), has_changed=True)

    return again_and_again(attempt)


def _refund_entry(
    payment: Entry, entry_id: str, asked_cents: int | None, refunded_cents: int, memo: Mapping[str, Any]
) -> Entry:
    if payment.kind not in PAID:
        raise NotRefundable
    left = -payment.amount_cents - refunded_cents
    amount = left if asked_cents is None else asked_cents
    if not 0 < amount <= left:
        raise RefundTooBig(left_cents=left)
    said = {"of": payment.id, **memo, **({"all": 1} if asked_cents is None else {})}
    return Entry(id=entry_id, kind=EntryKind.REFUND, payee=payment.payee, amount_cents=amount, memo=said)


def _check_same(posted: Entry, payment_id: str, asked_cents: int | None) -> None:
    asked_all = asked_cents is None and posted.memo.get("all") == 1
    same = posted.kind is EntryKind.REFUND and posted.memo.get("of") == payment_id
    if not same or not (asked_all or posted.amount_cents == asked_cents):
        raise EntryExistsWithOtherWords


def _with_refunds(account_id: str, payment_id: str) -> tuple[Account, RefundsRow]:
    """The account, and what was given back of one of its payments so far, read together."""
    pk, sk = account_pk(account_id), f"REFUNDS#{payment_id}"
    rows = {row.sk: row for row in find_many(LedgerRow, [(pk, BALANCE), (pk, sk)])}
    account, refunds = rows.get(BALANCE), rows.get(sk)
    if not isinstance(account, AccountRow):
        raise AccountUnknown
    if not isinstance(refunds, RefundsRow):
        refunds = RefundsRow(pk, sk, refunded_cents=0)
    return account_of(account), refunds


def _both(*account_ids: str) -> list[Account]:
    found = {account.account_id: account for account in read_many(account_ids)}
    if len(found) < len(account_ids):
        raise AccountUnknown
    return [found[account_id] for account_id in account_ids]
