"""A bank took a top-up back: the account gives it back as well, and pays no more while it owes.

The debit, the collection's new state, the mandate's suspension, the end of lending and the stop are one write, under a
name that follows from the collection: however many files say it, it is one. A debt that is paid thaws the account
(refilling.thaw).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cercano.facts.wallet import AccountFrozen, PostpaidEnded, TopUpReturned
from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.ledger.posting import Known, Posted, Posting
from cercano.wallet import collecting, end_to_end, fundings, postpaid
from cercano.wallet.bankfile import Returned
from cercano.wallet.collecting import PAYEE, CollectionRow, CollectionState
from cercano.wallet.crossings import RETURNED


def give_back(returned: Returned, now: datetime) -> bool:
    """Undo a top-up; False when it was undone before, or is none of ours.

    A return that does not fit its collection changes nothing and raises the alarm: a person must look.
    """
    named = end_to_end.read(returned.end_to_end)
    collection = collecting.find(*named) if named else None
    if collection is None:
        log.warning("return_of_nothing_of_ours", reference=returned.end_to_end)
        return False
    if returned.amount_cents not in (None, collection.amount_cents):
        log.error("return_of_another_amount", entry_id=collection.sk, alarm=True)
        return False
    return _undo(collection, returned.reason, now)


def _undo(collection: CollectionRow, reason: str, now: datetime) -> bool:
    account_id = collection.account_id
    entry = Entry(
        id=entry_id_of(collection.ordered_at, "top_up_return", collection.sk),
        kind=EntryKind.TOP_UP_RETURN,
        payee=PAYEE,
        amount_cents=-collection.amount_cents,
        memo={"of": collection.sk, "reason": reason},
    )

    def decide(account: Account, _known: Known) -> Posting:
        row = fundings.find(account_id)
        funding = fundings.of(row).suspend(collection.mandate)
        collection.state, collection.reason = CollectionState.RETURNED, reason
        owes = account.available_cents < collection.amount_cents
        after = replace(account.stop(RETURNED, now) if owes else account, credit_cents=0)
        monthly = postpaid.find(account_id)
        lends = [postpaid.ended(monthly, RETURNED, now)] if monthly and monthly.is_on else []

        def tells(posted: Posted) -> list[Fact]:
            at = posted.entries[0].posted_at
            facts: list[Fact] = [
                TopUpReturned(at=at, account_id=account_id, amount_cents=-entry.amount_cents, reason=reason)
            ]
            if after.frozen_since and not account.frozen_since:
                facts.append(AccountFrozen(at=at, account_id=account_id, reason=RETURNED))
            facts += [PostpaidEnded(at=at, account_id=account_id, reason=RETURNED) for _ in lends]
            return facts

        beside = (fundings.changed(row, funding), collection, *lends)
        return Posting(entries=(entry,), account=after, beside=beside, tells=tells)

    posted = book.post(account_id, [entry.id], decide)
    log.info("top_up_returned", account_id=account_id, entry_id=collection.sk, reason=reason, again=posted.is_repeat)
    return not posted.is_repeat
