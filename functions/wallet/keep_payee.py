"""PUT /wallet/payees/{payee}: staff propose whom the city pays, where to, and who acts for it; another approves.

POST .../approval makes it so, DELETE .../proposal withdraws it. Reads and writes the payee, and who acts for it. Until
there is a bank account, what a payee receives is carried on; after a change of it payments wait for some days.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Document, IfMatch, Service
from cercano.wallet import iban, payee_store
from cercano.wallet.payee import Details, Payee
from cercano.wallet.payee_views import PayeeView
from cercano.wallet.views import KeptPayee

app = Service("wallet")

Subject = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,128}$")]


class KeepPayee(Body):
    """Whom to pay, where to, and who acts for it."""

    name: Annotated[str, Field(min_length=2, max_length=70)]
    iban: Annotated[str, Field(min_length=15, max_length=42)] | None = None
    """None: nothing is paid, and what it receives is carried on."""
    people: Annotated[list[Subject], Field(max_length=20)]
    """The accounts (subjects) of those who take and give back money in its name, and see its settlements."""


@app.put("/payees/{payee}", roles=("staff",))
def propose_payee(payee: KeptPayee, body: KeepPayee, caller: Caller, version: IfMatch) -> Document[PayeeView]:
    """Propose what is to be kept of a payee. What only takes people away holds at once."""
    number = iban.checked(body.iban) if body.iban else None
    details = Details(name=body.name.strip(), iban=number, people=tuple(sorted(set(body.people))))
    before, read = payee_store.find(payee)
    version.check(read)
    return _kept(before, before.propose(details, caller.subject, app.now()), read, caller, "proposed")


@app.post("/payees/{payee}/approval", roles=("staff",))
def approve_payee(payee: KeptPayee, caller: Caller, version: IfMatch) -> Document[PayeeView]:
    """Approve what somebody else proposed, as it was read."""
    before, read = payee_store.find(payee)
    version.check(read)
    return _kept(before, before.approve(caller.subject, app.now()), read, caller, "approved")


@app.delete("/payees/{payee}/proposal", roles=("staff",))
def withdraw_proposal(payee: KeptPayee, caller: Caller, version: IfMatch) -> Document[PayeeView]:
    """Let a proposal go."""
    before, read = payee_store.find(payee)
    version.check(read)
    return _kept(before, before.withdraw(), read, caller, "withdrawn")


def _kept(before: Payee, after: Payee, read: int, caller: Caller, what: str) -> Document[PayeeView]:
    version = payee_store.keep(before, after, read, caller.subject, app.now())
    held = after.held_until.isoformat() if after.is_held(app.now()) and after.held_until else None
    log.info(f"payee_{what}", payee=after.payee, version=version, by=caller.subject, held_until=held)
    return Document(PayeeView.of(after), version)
