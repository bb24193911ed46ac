"""What the bank said of an order becomes money in the account: once, whatever is said again, at once or in between.

The credit, the order's new state and the fact are one write. The order's number of the ledger was chosen when it was
placed, so two messages at the same moment are one credit.
"""

from __future__ import annotations

from datetime import datetime

from cercano.facts.wallet import MoneyToppedUp, RefillRefused
from cercano.kit.errors import VersionConflict
from cercano.kit.log import log
from cercano.kit.table import Row
from cercano.kit.together import keep_together
from cercano.ledger import book
from cercano.ledger.errors import AccountClosed, AccountUnknown, OverTheCap
from cercano.ledger.model import Account, Entry, EntryKind
from cercano.ledger.posting import Known, Posted, Posting
from cercano.wallet import bankcards, fundings, orders
from cercano.wallet.errors import NotificationContradicts
from cercano.wallet.gateway import Said
from cercano.wallet.orders import TopUpRow
from cercano.wallet.topups import TopUp, TopUpState

PAYEE = "gateway:redsys"
DECLINED = "card_declined"


def settle(said: Said, now: datetime) -> TopUp:
    """The order as it stands after what the bank said of it.

    Raises:
        NotificationContradicts: there is no such order, or it was another amount, or was paid otherwise before.
        AccountBusy: nothing was written; the bank may say it again.
    """
    row = orders.find(said.order)
    if row is None:
        raise NotificationContradicts("an order nobody placed")
    top_up = orders.of(row)
    if top_up.is_repeat(said):
        return top_up
    try:
        if said.is_paid:
            return _credit(row, top_up, said, now)
        return refuse(row, top_up.to(TopUpState.REFUSED, said=said, at=now), now)
    except VersionConflict:
        return settle(said, now)


def entry_of(top_up: TopUp, authorisation: str = "") -> Entry:
    """The credit of an order."""
    memo = {"order": top_up.order, "auth": authorisation}
    return Entry(id=top_up.entry_id, kind=EntryKind.TOP_UP, payee=PAYEE, amount_cents=top_up.amount_cents, memo=memo)


def _credit(row: TopUpRow, top_up: TopUp, said: Said, now: datetime) -> TopUp:
    credited = top_up.to(TopUpState.CREDITED, said=said, at=now)

    def decide(_account: Account, _known: Known) -> Posting:
        entry = entry_of(top_up, said.authorisation)
        return Posting(entries=(entry,), tells=_told, beside=(orders.changed(row, credited), *_card(top_up, said, now)))

    try:
        book.post(top_up.account_id, [top_up.entry_id], decide)
    except (OverTheCap, AccountClosed, AccountUnknown) as refusal:
        log.error("top_up_to_return", order=top_up.order, reason=refusal.code, alarm=True)
        return _kept(row, top_up.to(TopUpState.TO_RETURN, said=said, at=now))
    return credited


def refuse(row: TopUpRow, refused: TopUp, now: datetime) -> TopUp:
    """Keep an order that was refused. A card that was charged by itself is charged no more: one write."""
    if not refused.is_automatic:
        return _kept(row, refused)
    funding = fundings.find(refused.account_id)
    stopped = fundings.changed(funding, fundings.of(funding).stop_card(DECLINED))
    stopped.told = (RefillRefused(at=now, account_id=refused.account_id, reason=DECLINED),)
    keep_together([orders.changed(row, refused), stopped])
    return refused


def _card(top_up: TopUp, said: Said, now: datetime) -> tuple[Row, ...]:
    """What is written with a payment whose payer wants the card remembered."""
    if not (top_up.remembers_card and said.card):
        return ()
    funding = fundings.find(top_up.account_id)
    with_card = fundings.changed(funding, fundings.of(funding).remember_card())
    return (with_card, bankcards.remembered(top_up.account_id, said.card, now))


def _kept(row: TopUpRow, top_up: TopUp) -> TopUp:
    orders.changed(row, top_up).keep()
    return top_up


def _told(posted: Posted) -> list[MoneyToppedUp]:
    entry = posted.entries[0]
    account_id = posted.account.account_id
    fact = MoneyToppedUp(at=entry.posted_at, account_id=account_id, amount_cents=entry.amount_cents, channel="gateway")
    return [fact]
