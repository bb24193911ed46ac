"""A pass is bought or given back: its money and the pass itself in one write of the account."""

from __future__ import annotations

from datetime import date, datetime

from cercano.facts.wallet import PaymentRefunded
from cercano.kit.facts import Fact
from cercano.ledger import book, pairs
from cercano.ledger.errors import EntryExistsWithOtherWords
from cercano.ledger.model import MADRID, Account, Entry, EntryKind
from cercano.ledger.posting import Known, Posted, Posting
from cercano.wallet import catalogue, charging, moving, passes


def buy(
    account_id: str, entry_id: str, code: str, starts_on: date | None, allow: moving.Allow, now: datetime
) -> Posted:
    """Buy a pass for the holder of an account. The same entry_id again is the same pass.

    Raises:
        NoSuchPass, StartOutOfReach, PassOverlaps, TooManyPasses, WrongEntryId, EntryExistsWithOtherWords, and what
        `allow` and the account's own rules refuse.
    """
    today = now.astimezone(MADRID).date()
    first = starts_on or today

    def decide(account: Account, _known: Known) -> Posting:
        allow(account)
        moving.require_fresh(entry_id, now)
        product = catalogue.find(code, first)
        held = passes.bought(product, account, entry_id, first, now)
        return Posting(
            entries=(passes.entry_of(held, product.payee),),
            account=passes.with_pass(account, held, today),
            tells=charging.told,
        )

    posted = book.post(account_id, [entry_id], decide)
    allow(posted.account)
    _check_same(posted.entries[0], code, starts_on)
    return posted


def give_back(account_id: str, pass_id: str, allow: moving.Allow, now: datetime) -> Posted:
    """Give an unused pass back for what was paid. Done again, it is the same refund.

    Raises:
        NoSuchPass, PassUsed, PassNotReturnable, and what `allow` raises.
    """
    today = now.astimezone(MADRID).date()
    return pairs.refund(
        account_id,
        pass_id,
        passes.return_id(pass_id),
        allow=lambda account, _payment: _allowed(account, allow),
        edit=lambda account: passes.without_pass(account, pass_id, today),
        memo={"purpose": "pass"},
        tells=lambda posted: _told(posted, pass_id),
    )


def _allowed(account: Account, allow: moving.Allow) -> None:
    allow(account)


def _check_same(entry: Entry, code: str, starts_on: date | None) -> None:
    same = entry.kind is EntryKind.REMOTE_PAYMENT and entry.memo.get("code") == code
    if not same or (starts_on is not None and entry.memo.get("from") != starts_on.isoformat()):
        raise EntryExistsWithOtherWords


def _told(posted: Posted, pass_id: str) -> list[Fact]:
    entry = posted.entries[0]
    return [
        PaymentRefunded(
            at=entry.posted_at,
            account_id=posted.account.account_id,
            payee=entry.payee,
            amount_cents=entry.amount_cents,
            entry_id=entry.id,
            of_entry_id=pass_id,
        )
    ]
