"""What else the fake city knows of Lucía's money: her bank, her vouchers, her points. Tests change it by hand."""

from __future__ import annotations

from typing import Any


class Purse:
    """No bank linked, no voucher, some points."""

    def __init__(self) -> None:
        self.is_postpaid = False
        self.mandate: dict[str, Any] | None = None
        self.bank_card: dict[str, Any] | None = None
        self.refill: dict[str, Any] | None = None
        self.moves: dict[str, dict[str, Any]] = {}
        """Entry id -> receipt: the same id again is the same movement."""
        self.allowances: dict[str, dict[str, Any]] = {}
        """By the account they go to."""
        self.passes: dict[str, dict[str, Any]] = {}
        """By the entry that paid it."""
        self.vouchers: dict[str, dict[str, Any]] = {}
        self.points = {
            "balance": 240,
            "worth_cents": 240,
            "owed": 0,
            "lots": [{"points": 90, "last_day": "2027-01-31"}, {"points": 150, "last_day": "2027-06-30"}],
        }
        self.is_signed = True
        """Whether the night has passed in which the city signs what is asked to be proved."""
        self.root = self.jws = ""
        """What it signed."""
