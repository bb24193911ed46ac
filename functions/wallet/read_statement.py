"""GET /wallet/accounts/{account_id}/statement/{month}/{file_format}: a month to keep, to print or to reckon with.

Reads the account and its journal of that month, by the city's calendar.
"""

from __future__ import annotations

from enum import StrEnum

from cercano.kit.web import Caller, Raw, Service
from cercano.ledger import book
from cercano.wallet.months import statement_of
from cercano.wallet.seeing import seen
from cercano.wallet.statement import as_csv, month_of
from cercano.wallet.views import AccountId

app = Service("wallet")


class FileFormat(StrEnum):
    """A sheet for a spreadsheet, or for paper."""

    CSV = "csv"
    PDF = "pdf"


@app.get("/accounts/{account_id}/statement/{month}/{file_format}")
def read_statement(account_id: AccountId, month: str, file_format: FileFormat, caller: Caller) -> Raw:
    """The statement of a month ("2026-11"): its movements, and the balance at both ends."""
    begins, ends = month_of(month, app.now())
    account = seen(book.read(account_id), caller)
    found = statement_of(account.account_id, month, begins, ends, app.language)
    kept_as = {"Content-Disposition": f'attachment; filename="{account.account_id}-{month}.{file_format}"'}
    if file_format is FileFormat.CSV:
        return Raw(as_csv(found), "text/csv; charset=utf-8", headers=kept_as)
    from cercano.wallet.receipt import as_pdf  # only who prints pays for it

    return Raw(as_pdf(found), "application/pdf", headers=kept_as)
