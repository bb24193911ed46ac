"""Where the ways of an account to money are kept: pk "ACCOUNT#<account_id>", sk "FUNDING". No bank's number is here."""

from __future__ import annotations

from datetime import date

from cercano.kit.table import IntegerAttribute, JsonAttribute, Row, TextAttribute
from cercano.wallet.funding import NOTICE_DAYS, Collected, Funding, Means, Refill


class FundingRow(Row, discriminator="wallet_funding"):
    """One account's."""

    mandate = TextAttribute(null=True)
    threshold_cents = IntegerAttribute(null=True)
    amount_cents = IntegerAttribute(null=True)
    suspended = IntegerAttribute(default=0)
    under_way = JsonAttribute(null=True)
    notice_days = IntegerAttribute(default=NOTICE_DAYS)
    means = TextAttribute(null=True)
    """Of the refill; null: mandate."""
    has_card = IntegerAttribute(default=0)
    card_stopped = TextAttribute(null=True)
    charged = JsonAttribute(null=True)


def find(account_id: str) -> FundingRow:
    """The row of an account as it was last written, or a new one."""
    pk, sk = f"ACCOUNT#{account_id}", "FUNDING"
    return FundingRow.find(pk, sk) or FundingRow(pk, sk)


def of(row: FundingRow) -> Funding:
    """What a row holds."""
    threshold, amount = row.threshold_cents, row.amount_cents
    has_refill = threshold is not None and amount is not None
    means: Means = "card" if row.means == "card" else "mandate"
    return Funding(
        account_id=row.pk.removeprefix("ACCOUNT#"),
        mandate=row.mandate,
        refill=Refill(threshold_cents=threshold, amount_cents=amount, means=means) if has_refill else None,
        is_suspended=bool(row.suspended),
        notice_days=row.notice_days,
        under_way=tuple(
            Collected(date.fromisoformat(on), cents, date.fromisoformat(due)) for on, cents, due in row.under_way or ()
        ),
        has_card=bool(row.has_card),
        card_stopped=row.card_stopped or "",
        charged=tuple((date.fromisoformat(day), cents) for day, cents in row.charged or ()),
    )


def changed(row: FundingRow, funding: Funding) -> FundingRow:
    """The row with what it is to hold; the caller writes it over the version that was read."""
    row.mandate, row.suspended = funding.mandate, int(funding.is_suspended)
    row.threshold_cents = funding.refill.threshold_cents if funding.refill else None
    row.amount_cents = funding.refill.amount_cents if funding.refill else None
    row.notice_days = funding.notice_days
    row.under_way = [[one.on.isoformat(), one.cents, one.due.isoformat()] for one in funding.under_way] or None
    row.means = "card" if funding.refill and funding.refill.means == "card" else None
    row.has_card, row.card_stopped = int(funding.has_card), funding.card_stopped or None
    row.charged = [[day.isoformat(), cents] for day, cents in funding.charged] or None
    return row
