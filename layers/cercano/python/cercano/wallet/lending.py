"""Paying by the month begins, its months are closed, and it ends: each in one write with the account it lends to.

A month is closed once, under a name that follows from account and month: what was owed when it ended, and is owed
still, is asked of the holder's bank and credited by the same write, as a top-up by mandate is (collecting.py). Whatever
ends it asks for the rest at once, as long as there is a mandate to ask by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cercano.facts.wallet import PostpaidEnded
from cercano.kit.errors import Refusal
from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.ledger import book, statement
from cercano.ledger.errors import AccountBusy, AccountFrozen
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import MADRID, Account
from cercano.ledger.posting import Known, Posted, Posting
from cercano.wallet import catalogue, collecting, fundings, levels, postpaid
from cercano.wallet.errors import MandateSuspended, NoMandate, NoPostpaid, NotForMinors, NotVerified
from cercano.wallet.moving import Allow
from cercano.wallet.postpaid import PostpaidRow

A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What a run came to."""

    closed: int = 0
    collected: int = 0
    collected_cents: int = 0
    waiting: int = 0
    """Accounts that could not be closed now; the next morning tries again."""


def begin(account_id: str, allow: Allow, now: datetime) -> Account:
    """Lend to an account from now on. Said again, it changes nothing.

    Raises: NoMandate, MandateSuspended, NotVerified, NotForMinors, NoPostpaid, AccountFrozen, and what `allow` raises.
    """

    def decide(account: Account, _known: Known) -> Posting:
        allow(account)
        row = postpaid.find(account_id)
        if row is not None and row.is_on:
            return Posting()
        line = _line_for(account, now)
        begun = postpaid.begun(account_id, row, line, now)
        credit = postpaid.lent_cents(begun, now.astimezone(MADRID).date())
        return Posting(account=replace(account, credit_cents=credit), beside=(begun,))

    posted = book.post(account_id, (), decide)
    if posted.has_changed:
        log.info("postpaid_begun", account_id=account_id, credit_cents=posted.account.credit_cents)
    return posted.account


def end(account_id: str, reason: str, allow: Allow, now: datetime) -> Account:
    """Lend no more, and ask the bank for what is owed. Done again, it changes nothing."""
    before = postpaid.find(account_id)
    entry_id = entry_id_of(now, "postpaid_end", account_id, str(before.version if before else 0))

    def decide(account: Account, _known: Known) -> Posting:
        allow(account)
        row = postpaid.find(account_id)
        if row is None or not row.is_on:
            return Posting()
        return _ending(account, row, reason, f"{now.astimezone(MADRID):%Y-%m}", entry_id, now)

    posted = book.post(account_id, [entry_id], decide)
    allow(posted.account)
    return posted.account


def close_month(month: str, ends_at: datetime, now: datetime) -> Closed:
    """Close a month for everybody who paid by it when it ended. Done again, it closes nobody twice."""
    done = Closed()
    for row in postpaid.everybody():
        if row.is_on and row.closed < month and row.since < ends_at:
            try:
                cents = _close(row.sk, month, ends_at, now)
            except AccountBusy:
                done = replace(done, waiting=done.waiting + 1)
            except Refusal as refusal:
                log.error("month_not_closed", account_id=row.sk, month=month, reason=refusal.code, alarm=True)
                done = replace(done, waiting=done.waiting + 1)
            else:
                done = replace(
                    done,
                    closed=done.closed + 1,
                    collected=done.collected + bool(cents),
                    collected_cents=done.collected_cents + cents,
                )
    return done


def _close(account_id: str, month: str, ends_at: datetime, now: datetime) -> int:
    """What the bank was asked for, in cents."""
    entry_id = entry_id_of(ends_at, "postpaid", account_id, month)

    def decide(account: Account, _known: Known) -> Posting:
        row = postpaid.find(account_id)
        if row is None or not row.is_on or row.closed >= month:
            return Posting()
        row.closed, row.line_cents = month, catalogue.credit_on(now.astimezone(MADRID).date())
        if why := _cannot_go_on(account, row):
            return _ending(account, row, why, month, entry_id, now)
        owed = max(0, min(-account.balance_cents, -statement.at(account_id, ends_at - A_MOMENT)))
        return _collecting(account, row, owed, month, entry_id, now)

    posted = book.post(account_id, [entry_id], decide)
    cents = sum(entry.amount_cents for entry in posted.entries)
    log.info("month_closed", account_id=account_id, month=month, cents=cents)
    return cents


def _line_for(account: Account, now: datetime) -> int:
    if account.frozen_since:
        raise AccountFrozen
    if account.account_class == "child":
        raise NotForMinors
    funding = fundings.of(fundings.find(account.account_id))
    if funding.mandate is None:
        raise NoMandate
    if funding.is_suspended:
        raise MandateSuspended
    if levels.of(account.terms.citizen_id) < levels.BY_REGISTER:
        raise NotVerified
    line = catalogue.credit_on(now.astimezone(MADRID).date())
    if not line:
        raise NoPostpaid
    return line


def _cannot_go_on(account: Account, row: PostpaidRow) -> str:
    funding = fundings.of(fundings.find(account.account_id))
    if funding.mandate is None or funding.is_suspended:
        return "mandate_ended"
    if levels.of(account.terms.citizen_id) < levels.BY_REGISTER:
        return "not_verified"
    return "" if row.line_cents else "not_offered"


def _ending(account: Account, row: PostpaidRow, reason: str, month: str, entry_id: str, now: datetime) -> Posting:
    """The last collection, if there is a debt and a mandate, and the end of lending."""
    owed = max(0, -account.balance_cents)
    postpaid.ended(row, reason, now)
    try:
        posting = _collecting(account, row, owed, month, entry_id, now)
    except (NoMandate, MandateSuspended):
        posting = _collecting(account, row, 0, month, entry_id, now)

    def tells(posted: Posted) -> Sequence[Fact]:
        ends = PostpaidEnded(at=now, account_id=account.account_id, reason=reason)
        return [*posting.tells(posted), ends]

    log.info("postpaid_ended", account_id=account.account_id, reason=reason, owed_cents=owed)
    return replace(posting, tells=tells)


def _collecting(account: Account, row: PostpaidRow, owed: int, month: str, entry_id: str, now: datetime) -> Posting:
    """What is owed credited and asked for; the account lent what its line still leaves."""
    day = now.astimezone(MADRID).date()
    posting = Posting()
    if owed:
        entry = collecting.entry_of(entry_id, owed, {"month": month})
        posting = collecting.ordered(account, fundings.find(account.account_id), entry, now)
        postpaid.asked(row, owed, day)
    lent = replace(account, credit_cents=postpaid.lent_cents(row, day))
    return replace(posting, account=lent, beside=(*posting.beside, row))
