"""Where the ways of an account to money are kept: pk "ACCOUNT#<account_id>", sk "FUNDING". No bank's number is here."""

from __future__ import annotations

from datetime import date

from cercano.kit.table import IntegerAttribute, JsonAttribute, Row, TextAttribute
from cercano.wallet.funding import Funding, Refill


class FundingRow(Row, discriminator="wallet_funding"):
    """One account's."""

    mandate = TextAttribute(null=True)
    threshold_cents = IntegerAttribute(null=True)
    amount_cents = IntegerAttribute(null=True)
    suspended = IntegerAttribute(default=0)
    under_way = JsonAttribute(null=True)


def find(account_id: str) -> FundingRow:
    """The row of an account as it was last written, or a new one."""
    pk, sk = f"ACCOUNT#{account_id}", "FUNDING"
    return FundingRow.find(pk, sk) or FundingRow(pk, sk)


def of(row: FundingRow) -> Funding:
    """What a row holds."""
    threshold, amount = row.threshold_cents, row.amount_cents
    has_refill = threshold is not None and amount is not None
    return Funding(
        account_id=row.pk.removeprefix("ACCOUNT#"),
        mandate=row.mandate,
        refill=Refill(threshold_cents=threshold, amount_cents=amount) if has_refill else None,
        is_suspended=bool(row.suspended),
        under_way=tuple((date.fromisoformat(day), cents) for day, cents in row.under_way or ()),
    )


def changed(row: FundingRow, funding: Funding) -> FundingRow:
    """The row with what it is to hold; the caller writes it over the version that was read."""
    row.mandate, row.suspended = funding.mandate, int(funding.is_suspended)
    row.threshold_cents = funding.refill.threshold_cents if funding.refill else None
    row.amount_cents = funding.refill.amount_cents if funding.refill else None
    row.under_way = [[day.isoformat(), cents] for day, cents in funding.under_way] or None
    return row
