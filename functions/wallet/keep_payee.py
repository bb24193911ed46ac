"""PUT /wallet/payees/{payee}: staff write down whom the city pays, and to which bank account. GET shows it.

Reads and writes the payee. Until this is done, what it receives is carried on, and nothing of it is lost.
"""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.log import log
from cercano.kit.web import Body, Caller, Service, View
from cercano.wallet import iban, payees
from cercano.wallet.errors import NoSuchPayee
from cercano.wallet.payees import PayeeRow
from cercano.wallet.views import PaidPayee

app = Service("wallet")


class KeepPayee(Body):
    """Whom to pay."""

    name: Annotated[str, Field(min_length=2, max_length=70)]
    iban: Annotated[str, Field(min_length=15, max_length=42)]
    people: Annotated[list[str], Field(max_length=20)]
    """The accounts (subjects) of those who may see its settlements, besides staff."""


class PayeeView(View):
    """Whom the city pays."""

    payee: str
    name: str
    iban_end: str
    people: list[str]

    @classmethod
    def of(cls, row: PayeeRow) -> PayeeView:
        """From its row."""
        payee = row.pk.partition("#")[2]
        return cls(payee=payee, name=row.name, iban_end=iban.end_of(row.iban), people=row.people)


@app.put("/payees/{payee}", roles=("staff",))
def keep_payee(payee: PaidPayee, body: KeepPayee, caller: Caller) -> PayeeView:
    """Write down whom to pay. What was carried on is paid with the next settlement."""
    number = iban.checked(body.iban)
    row = payees.find(payee) or PayeeRow(f"PAYEE#{payee}", "DOC")
    row.name, row.iban, row.people = body.name.strip(), number, body.people
    payees.hear_of(payee)
    row.keep()
    log.info("payee_kept", payee=payee, by=caller.subject)
    return PayeeView.of(row)


@app.get("/payees/{payee}", roles=("staff",))
def read_payee(payee: PaidPayee) -> PayeeView:
    """Whom the city pays."""
    row = payees.find(payee)
    if row is None:
        raise NoSuchPayee
    return PayeeView.of(row)
