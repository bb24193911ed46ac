"""How much money the law and the city let each kind of card hold and receive. Data, each number with its source.

The anonymous limits are of Directive (EU) 2015/849 art. 12, as changed by 2018/843 (AMLD5): at most 150 EUR stored and
150 EUR a month, and at most 50 EUR for one payment at a distance. The directive limits what is paid in a month; we
limit what is put in, which nobody can outspend by more than the 150 EUR stored. 1,000 EUR stored for the others is the
city's own prudence, not a law.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Limits in cents; None where there is none."""

    stored_cents: int | None = None
    """The highest balance that putting money in may lead to."""
    month_in_cents: int | None = None
    """What may be put in during one calendar month, Madrid time."""
    remote_cents: int | None = None
    """One payment made without the card being present."""
    source: str


ANONYMOUS = Caps(
    stored_cents=150_00,
    month_in_cents=150_00,
    remote_cents=50_00,
    source="Directive (EU) 2015/849 art. 12(1) and (2), as changed by Directive (EU) 2018/843 art. 1(7)",
)
NAMED = Caps(stored_cents=1_000_00, source="Prudence of the city; PSD2 art. 3(k) sets no amount for one person")
NOT_MONEY = Caps(source="Points are not money")

CAPS = {
    "anonymous": ANONYMOUS,
    "tourist": ANONYMOUS,
    "resident": NAMED,
    "child": NAMED,
    "youth": NAMED,
    "senior": NAMED,
    "disability": NAMED,
    "large_family": NAMED,
    "awaited": ANONYMOUS,
    "points": NOT_MONEY,
}
"""By class of account. A tourist's card is bought without showing a document; an account whose card was not heard of
yet ("awaited") counts as anonymous."""


def caps_of(account_class: str) -> Caps:
    """The limits of a class.

    Raises:
        ValueError: no such class.
    """
    try:
        return CAPS[account_class]
    except KeyError:
        raise ValueError(f"no account is of class {account_class!r:.40}") from None
