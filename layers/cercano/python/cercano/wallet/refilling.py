"""An account below its holder's line is filled, once for each fall; who is low is told; who paid a debt is thawed.

Each is done under the name of the write that crossed the line (crossings.py), so that hearing of it again changes
nothing. What is true by now counts as well: an account that was filled by other means meanwhile needs no more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cercano.facts.wallet import AccountThawed, BalanceLow, RefillRefused
from cercano.kit.errors import Refusal
from cercano.kit.log import log
from cercano.kit.table import IntegerAttribute, Row
from cercano.ledger import book
from cercano.ledger.errors import AccountClosed, OverTheCap
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import Account
from cercano.ledger.posting import Known, Posting
from cercano.wallet import collecting, fundings
from cercano.wallet.crossings import RETURNED, Crossing
from cercano.wallet.errors import MandateSuspended, TooMuchUnderWay
from cercano.wallet.funding import Funding, Refill
from cercano.wallet.moving import Allow


class NoticeRow(Row, discriminator="wallet_notice"):
    """That an account's holder was told that little is left: pk "ACCOUNT#<account_id>", sk "NOTICE"."""

    fell_by = IntegerAttribute(default=0)
    """The version of the account's row by which it fell."""


def order_refill(account_id: str, refill: Refill | None, allow: Allow) -> Funding:
    """Have an account filled under a line from now on, or no more (None). Said again, it changes nothing.

    Raises: NoMandate, RefillTooSmall, and what `allow` raises.
    """

    after = Funding(account_id=account_id)

    def decide(account: Account, _known: Known) -> Posting:
        nonlocal after
        allow(account)
        row = fundings.find(account_id)
        before = fundings.of(row)
        after = before.fill_under(refill.checked(account) if refill else None)
        watched = replace(account, watch_cents=refill.threshold_cents if refill else 0)
        if (before, account) == (after, watched):
            return Posting()
        return Posting(account=watched, beside=(fundings.changed(row, after),))

    book.post(account_id, (), decide)
    return after


def fill(fall: Crossing, now: datetime) -> bool:
    """Collect what the holder ordered for this fall; False when nothing is to be collected (any more)."""
    entry_id = entry_id_of(fall.at, "refill", fall.account_id, str(fall.version))

    def decide(account: Account, _known: Known) -> Posting:
        row = fundings.find(fall.account_id)
        refill = fundings.of(row).refill
        if refill is None or refill.means != "mandate" or account.frozen_since:
            return Posting()
        if account.available_cents >= refill.threshold_cents:
            return Posting()
        return collecting.ordered(account, row, collecting.entry_of(entry_id, refill.amount_cents, {"auto": 1}), now)

    try:
        return bool(book.post(fall.account_id, [entry_id], decide).entries)
    except (OverTheCap, AccountClosed, MandateSuspended, TooMuchUnderWay) as refusal:
        _tell_refused(fall, refusal)
        return False


def tell_low(fall: Crossing) -> None:
    """Tell the city, once, that little is left in an account."""
    pk, sk = f"ACCOUNT#{fall.account_id}", "NOTICE"
    row = NoticeRow.find(pk, sk) or NoticeRow(pk, sk)
    if row.fell_by < fall.version:
        row.fell_by = fall.version
        row.told = (BalanceLow(at=fall.at, account_id=fall.account_id, balance_cents=fall.available_cents),)
        row.keep()


def thaw(account_id: str, now: datetime) -> bool:
    """Let an account pay again that owed what its bank had taken back; False when it still owes, or never did."""

    def decide(account: Account, _known: Known) -> Posting:
        if account.available_cents < 0:
            return Posting()
        after = account.let_go(RETURNED)
        is_free = bool(account.frozen_since) and not after.frozen_since
        facts = (AccountThawed(at=now, account_id=account_id),) if is_free else ()
        return Posting(account=after, tells=lambda posted: facts)

    return book.post(account_id, (), decide).has_changed


def _tell_refused(fall: Crossing, refusal: Refusal) -> None:
    log.warning("refill_refused", account_id=fall.account_id, reason=refusal.code)
    row = fundings.find(fall.account_id)
    row.told = (RefillRefused(at=fall.at, account_id=fall.account_id, reason=refusal.code),)
    row.keep()
