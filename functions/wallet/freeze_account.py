"""POST /wallet/accounts/{account_id}/freeze and /thaw: staff stop an account from paying, and let it pay again.

A frozen account still takes money. The block of a card is another matter: the card's own. Tells AccountFrozen and
AccountThawed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from cercano.facts.wallet import AccountFrozen, AccountThawed
from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Service
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.ledger.posting import Known, Posted, Posting
from cercano.wallet.seeing import anothers
from cercano.wallet.views import AccountId, AccountView

app = Service("wallet")


class Reason(StrEnum):
    """Why the city stops an account."""

    FRAUD = "fraud"
    COURT_ORDER = "court_order"
    DECEASED = "deceased"
    DISPUTE = "dispute"


class Stop(Body):
    """Why; an account stopped for two reasons pays again when both are gone."""

    reason: Reason


@app.post("/accounts/{account_id}/freeze", roles=("staff",))
def freeze_account(account_id: AccountId, body: Stop, caller: Caller) -> AccountView:
    """Stop an account from paying."""
    now = app.now()
    log.info("account_frozen", account_id=account_id, reason=body.reason.value, by=caller.subject)
    return _changed(
        account_id, lambda account: anothers(account, caller.subject).stop(body.reason.value, now), body.reason
    )


@app.post("/accounts/{account_id}/thaw", roles=("staff",))
def thaw_account(account_id: AccountId, body: Stop, caller: Caller) -> AccountView:
    """Let an account pay again, as far as this reason goes."""
    log.info("account_thawed", account_id=account_id, reason=body.reason.value, by=caller.subject)
    return _changed(
        account_id, lambda account: anothers(account, caller.subject).let_go(body.reason.value), body.reason
    )


def _changed(account_id: str, edit: Callable[[Account], Account], reason: Reason) -> AccountView:
    def decide(account: Account, _known: Known) -> Posting:
        after = edit(account)

        def tells(_posted: Posted) -> list[Fact]:
            if account.frozen_since is None and after.frozen_since is not None:
                return [AccountFrozen(at=app.now(), account_id=account_id, reason=reason.value)]
            if account.frozen_since is not None and after.frozen_since is None:
                return [AccountThawed(at=app.now(), account_id=account_id)]
            return []

        return Posting(account=after, tells=tells)

    posted = book.post(account_id, (), decide)
    return AccountView.of(posted.account, app.now(), app.language)
