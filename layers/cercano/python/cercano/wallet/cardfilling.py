"""An account below its holder's line is filled from the bank card they had remembered: one charge for each fall.

The order is written before the bank is asked, under a number that follows from the fall; so the bank itself refuses a
second one. What nobody answered stays an order that was asked for: the sweep asks how it ended.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from cercano.facts.wallet import RefillRefused
from cercano.kit.errors import Refusal, VersionConflict
from cercano.kit.log import log
from cercano.kit.settings import setting
from cercano.kit.together import keep_together
from cercano.ledger import book
from cercano.ledger.ids import entry_id_of
from cercano.ledger.model import MADRID, Account
from cercano.wallet import bankcards, fundings, orders
from cercano.wallet.asking import ask, send
from cercano.wallet.crediting import entry_of, refuse, settle
from cercano.wallet.crossings import Crossing
from cercano.wallet.errors import GatewayAway, NotificationContradicts, NotificationRefused
from cercano.wallet.gateway import RememberedCard, Said, Shop, believe, charge
from cercano.wallet.orders import TopUpRow
from cercano.wallet.shop import our_shop
from cercano.wallet.topups import TopUp, TopUpState, order_number

EXPIRED = "card_expired"
ORDER_IS_KNOWN = "SIS0051"
"""Redsys: an order of this number came before. One number is one charge, however often it is sent."""


def fill(fall: Crossing, now: datetime) -> bool:
    """Charge the card for one fall; False when it was not, or nobody knows yet."""
    try:
        row = _order(fall, now)
    except Refusal as refusal:
        _tell(fall, refusal.code)
        return False
    if row is None or row.state is not TopUpState.ASKED:
        return False
    try:
        return _charge(row, now)
    except GatewayAway:
        log.warning("gateway_away", order=orders.of(row).order)
    except (NotificationRefused, NotificationContradicts) as refusal:
        log.error("gateway_answer_refused", order=orders.of(row).order, reason=refusal.reason, alarm=True)
    return False


def _order(fall: Crossing, now: datetime) -> TopUpRow | None:
    """The order of a fall, placed once; None when nothing is to be charged (any more)."""
    top_up = _top_up(fall, now)
    found = orders.find(top_up.order)
    if found is not None:
        return found
    account, row = book.existing(fall.account_id), fundings.find(fall.account_id)
    funding = fundings.of(row)
    refill = funding.refill
    if refill is None or refill.means != "card" or _is_filled(account, refill.threshold_cents):
        return None
    card = bankcards.find(fall.account_id)
    last = bankcards.last_day(bankcards.of(card)) if card else None
    day = now.astimezone(MADRID).date()
    if last is not None and day > last:
        stopped = fundings.changed(row, funding.stop_card(EXPIRED))
        stopped.told = (RefillRefused(at=fall.at, account_id=fall.account_id, reason=EXPIRED),)
        stopped.keep()
        return None
    asked = _top_up(fall, now, account.terms.citizen_id or "", refill.amount_cents)
    account.post(entry_of(asked), now=now)
    after = funding.charge(refill.amount_cents, day)
    orders.remind(asked)
    order = orders.new(asked)
    try:
        keep_together([fundings.changed(row, after), order])
    except VersionConflict:
        return _order(fall, now)
    return order


def _charge(row: TopUpRow, now: datetime) -> bool:
    top_up = orders.of(row)
    card = bankcards.find(top_up.account_id)
    said = _charged(our_shop(), top_up.order, top_up.amount_cents, bankcards.of(card)) if card else None
    if said is None:
        refuse(row, top_up.to(TopUpState.REFUSED, said=None, at=now), now)
        return False
    return settle(said, now).state is TopUpState.CREDITED


def _charged(shop: Shop, order: str, amount_cents: int, card: RememberedCard) -> Said | None:
    """What the bank said of a charge; None when it did not take the order at all.

    Raises:
        GatewayAway: there is no answer: whether it was paid must be asked.
        NotificationRefused: the answer is not signed as it must be.
    """
    answer = send(setting("GATEWAY_CHARGE_URL"), charge(shop, order, amount_cents, card))
    if answer.get("errorCode") == ORDER_IS_KNOWN:
        said = ask(shop, order)
        if said is None:  # it had the order, and does not say how it ended: the sweep asks again
            raise GatewayAway
        return said
    return None if "errorCode" in answer else believe(shop, answer)


def _top_up(fall: Crossing, now: datetime, asked_by: str = "", amount_cents: int = 0) -> TopUp:
    name = hashlib.sha256(f"{fall.account_id} {fall.version}".encode()).digest()
    return TopUp(
        order=order_number(fall.at.date(), int.from_bytes(name[:5])),
        account_id=fall.account_id,
        amount_cents=amount_cents,
        asked_by=asked_by,
        asked_at=now,
        entry_id=entry_id_of(fall.at, "refill", fall.account_id, str(fall.version)),
        is_automatic=True,
    )


def _is_filled(account: Account, threshold_cents: int) -> bool:
    return bool(account.frozen_since) or account.available_cents >= threshold_cents


def _tell(fall: Crossing, reason: str) -> None:
    log.warning("refill_refused", account_id=fall.account_id, reason=reason)
    row = fundings.find(fall.account_id)
    row.told = (RefillRefused(at=fall.at, account_id=fall.account_id, reason=reason),)
    row.keep()
