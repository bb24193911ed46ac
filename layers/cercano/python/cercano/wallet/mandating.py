"""A citizen links a bank account to their card's account, and unlinks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cercano.kit.ids import ulid
from cercano.kit.log import log
from cercano.kit.together import keep_together
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.ledger.posting import Known, Posting
from cercano.wallet import fundings, lending, mandates, moving
from cercano.wallet.funding import NOTICE_DAYS, Funding
from cercano.wallet.mandates import MandateRow


def give(account_id: str, iban: str, holder: str, now: datetime, notice_days: int = NOTICE_DAYS) -> MandateRow:
    """The mandate in force from now on."""
    return given(account_id, iban, holder, now, notice_days)[0]


def given(account_id: str, iban: str, holder: str, now: datetime, notice_days: int) -> tuple[MandateRow, Funding]:
    """The mandate in force from now on: the one there is, when it says the same; else a new one in its place."""

    def same(row: MandateRow) -> bool:
        return (row.iban, row.holder, row.notice_days) == (iban, holder, notice_days)

    def attempt() -> tuple[MandateRow, Funding]:
        row = fundings.find(account_id)
        funding = fundings.of(row)
        before = mandates.find(funding.mandate) if funding.mandate else None
        if before and not funding.is_suspended and same(before):
            return before, funding
        reference = f"CER{ulid()}"  # letters and digits alone: what every bank takes
        mandate = mandates.signed(reference, account_id, iban, holder, now, notice_days)
        old = [mandates.ended(before, now)] if before else []
        keep_together([fundings.changed(row, funding.give(reference, notice_days)), mandate, *old])
        log.info("mandate_given", account_id=account_id, mandate=reference)
        return mandate, funding.give(reference, notice_days)

    return book.again_and_again(attempt)


def in_force(account_id: str) -> tuple[MandateRow, bool] | None:
    """The mandate of an account, and whether it is suspended; None when there is none."""
    funding = fundings.of(fundings.find(account_id))
    row = mandates.find(funding.mandate) if funding.mandate else None
    return (row, funding.is_suspended) if row else None


def take_back(account_id: str, allow: moving.Allow, now: datetime) -> None:
    """No mandate any more, no refills, nothing lent: what is owed is asked for first. Again, it changes nothing."""
    if not _taken_back(account_id, allow, now):
        lending.end(account_id, "mandate_ended", allow, now)
        _taken_back(account_id, allow, now, is_settled=True)


def _taken_back(account_id: str, allow: moving.Allow, now: datetime, *, is_settled: bool = False) -> bool:
    """False when the account may be lent something, which has to end first."""
    waits = False

    def decide(account: Account, _known: Known) -> Posting:
        nonlocal waits
        allow(account)
        waits = not is_settled and (account.credit_cents > 0 or account.balance_cents < 0)
        if waits:
            return Posting()
        row = fundings.find(account_id)
        funding = fundings.of(row)
        mandate = mandates.find(funding.mandate) if funding.mandate else None
        if mandate is None:
            return Posting()
        beside = (fundings.changed(row, funding.take_back()), mandates.ended(mandate, now))
        return Posting(account=replace(account, watch_cents=0, credit_cents=0), beside=beside)

    if book.post(account_id, (), decide).has_changed:
        log.info("mandate_taken_back", account_id=account_id)
    return not waits
