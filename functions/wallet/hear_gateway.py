"""POST /wallet/gateway/notifications: the bank says that an order was paid or refused.

Anybody may send something here; only what the bank signed is believed, and only what fits the order is done. Reads and
writes the order and the ledger; tells MoneyToppedUp. What is refused is logged, with the reason, and answers nothing.
"""

from __future__ import annotations

from cercano.kit.log import log
from cercano.kit.metrics import count
from cercano.kit.web import Raw, Service
from cercano.wallet.crediting import settle
from cercano.wallet.errors import NotificationContradicts, NotificationRefused
from cercano.wallet.gateway import believe, read_form
from cercano.wallet.shop import our_shop

app = Service("wallet")
shop = our_shop()


@app.post("/gateway/notifications", public=True, accepts=("application/x-www-form-urlencoded",), max_body_kb=16)
def hear_gateway(body: bytes) -> Raw:
    """Take a notification of the bank; the same one again changes nothing."""
    try:
        said = believe(shop, read_form(body))
        top_up = settle(said, app.now())
    except NotificationRefused as refusal:
        log.warning("notification_refused", reason=refusal.reason)
        count("NotificationsRefused")
        raise
    except NotificationContradicts as refusal:
        log.error("notification_contradicts", reason=refusal.reason, alarm=True)
        count("NotificationsRefused")
        raise
    log.info("notification_taken", order=top_up.order, state=top_up.state.value, response=said.response)
    return Raw("OK\n")
