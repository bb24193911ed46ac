"""Every five minutes: the bank is asked about orders of which nothing was heard for a quarter of an hour.

Reads reminders and orders; writes orders and the ledger; tells MoneyToppedUp. An order is asked about again after as
long as it is old, and given up after two days.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.schedule import scheduled
from cercano.wallet import due, orders
from cercano.wallet.asking import ask
from cercano.wallet.crediting import settle
from cercano.wallet.errors import GatewayAway, NotificationContradicts, NotificationRefused
from cercano.wallet.shop import our_shop
from cercano.wallet.topups import ASK_AFTER, LAPSES_AFTER, TopUp, TopUpState

MOST = 100
"""Orders of one run: the bank is asked about one after the other."""
shop = our_shop()


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Ask about what is due; answers how many orders were settled, given up, and put off."""
    done = {"settled": 0, "lapsed": 0, "put_off": 0}
    for reminder in due.due("top_up", now, MOST):
        try:
            done[_look(reminder.words["order"], now)] += 1
        except GatewayAway:
            log.warning("gateway_away", order=reminder.words["order"])
            break
        reminder.done()
    count("TopUpsSettledLate", done["settled"])
    return done


def _look(order: str, now: datetime) -> str:
    row = orders.find(order)
    if row is None or row.state not in (TopUpState.ASKED, TopUpState.REFUSED):
        return "settled"
    top_up = orders.of(row)
    try:
        said = ask(shop, order)
        if said is not None and settle(said, now).state is TopUpState.CREDITED:
            return "settled"
    except (NotificationRefused, NotificationContradicts) as refusal:
        log.error("gateway_answer_refused", order=order, reason=refusal.reason, alarm=True)
    return _later(top_up, now)


def _later(top_up: TopUp, now: datetime) -> str:
    age = now - top_up.asked_at
    if age < LAPSES_AFTER:
        due.remember("top_up", top_up.order, now + max(age, ASK_AFTER), order=top_up.order)
        return "put_off"
    row = orders.find(top_up.order)
    if row is not None and row.state is TopUpState.ASKED:
        orders.changed(row, orders.of(row).to(TopUpState.LAPSED, said=None, at=now)).keep()
    return "lapsed"
