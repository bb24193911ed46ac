"""PUT /wallet/accounts/{account_id}/postpaid: a citizen pays at the end of the month for what they spend. GET shows.

Reads the council's line, the mandate and how well the city knows them; writes the account (what it is lent) and that
it pays by the month, in one write. Ended, what is owed is asked of the bank at once. close_months does the rest.
"""

from __future__ import annotations

from datetime import date, timedelta

from cercano.kit.money import euros
from cercano.kit.web import Body, Caller, Service, View
from cercano.ledger import book
from cercano.ledger.model import MADRID, Account
from cercano.wallet import catalogue, fundings, lending, postpaid
from cercano.wallet.seeing import moved
from cercano.wallet.views import AccountId

app = Service("wallet")


class Postpaid(Body):
    """Whether to pay by the month."""

    is_on: bool


class PostpaidView(View):
    """As it is in force."""

    is_on: bool
    credit_cents: int
    """How far below zero this account may go now: the council's line less what the bank has still to bring."""
    offered_cents: int
    """The council's line; 0: it lends nothing."""
    owed_cents: int
    closes_on: date
    """When the month is closed, and what is owed then is asked of the bank..."""
    collected_from: date
    """... not before this day: the notice that the mandate agrees on."""
    ended_because: str
    """asked, mandate_ended, direct_debit_returned, not_verified, not_offered; empty while it is on, or never was."""
    text: str


@app.put("/accounts/{account_id}/postpaid")
def set_postpaid(account_id: AccountId, body: Postpaid, caller: Caller) -> PostpaidView:
    """Pay by the month from now on, or no more: then what is owed is collected at once, with its notice."""
    if body.is_on:
        return _view(lending.begin(account_id, lambda account: moved(account, caller), app.now()))
    return _view(lending.end(account_id, "asked", lambda account: moved(account, caller), app.now()))


@app.get("/accounts/{account_id}/postpaid")
def read_postpaid(account_id: AccountId, caller: Caller) -> PostpaidView:
    """Whether the account pays by the month, how far it may go, what is owed and when it is collected."""
    return _view(moved(book.existing(account_id), caller))


def _view(account: Account) -> PostpaidView:
    row = postpaid.find(account.account_id)
    today = app.now().astimezone(MADRID).date()
    closes_on = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    notice = timedelta(days=fundings.of(fundings.find(account.account_id)).notice_days)
    line = catalogue.credit_on(today)
    return PostpaidView(
        is_on=bool(row and row.is_on),
        credit_cents=account.credit_cents,
        offered_cents=line,
        owed_cents=max(0, -account.balance_cents),
        closes_on=closes_on,
        collected_from=closes_on + notice,
        ended_because=(row.ended_because or "") if row else "",
        text=_text(line, notice.days),
    )


def _text(line_cents: int, notice_days: int) -> str:
    line = euros(line_cents, app.language)
    if app.language == "es":
        return (
            f"Gasta hasta {line} sin recargar antes. El día 1 de cada mes cobramos en tu banco lo que debas, sin "
            f"intereses ni comisiones, y te avisamos {notice_days} días antes. Puedes dejarlo cuando quieras: lo que "
            "debas se cobra entonces."
        )
    return (
        f"Spend up to {line} without topping up first. On the 1st of each month we collect what you owe from your "
        f"bank, without interest or fees, and tell you {notice_days} days before. Leave it whenever you like: what you "
        "owe is collected then."
    )
