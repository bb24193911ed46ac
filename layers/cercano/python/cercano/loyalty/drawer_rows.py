"""How a drawer is kept: one row each in a partition of its own, so that a rush spreads over the whole table.

Keys: pk "POOL#<campaign>#<number>" (the reserve: "POOL#<campaign>#R"), sk "DRAWER".
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cercano.kit.table import IntegerAttribute, JsonAttribute, Row
from cercano.loyalty.drawers import Claim, ClaimState, Drawer

SK = "DRAWER"
RESERVE = "R"


class DrawerRow(Row, discriminator="drawer"):
    """A drawer of a campaign's budget."""

    size = IntegerAttribute()
    left = IntegerAttribute()
    used = IntegerAttribute(default=0)
    claims: JsonAttribute = JsonAttribute(default=dict)
    is_dry = IntegerAttribute(default=0)
    """Of a reserve: 1 when the last gathering found nothing left in any drawer."""

    @classmethod
    def key(cls, campaign_id: str, number: int | str) -> tuple[str, str]:
        """Where the drawer of that number is; RESERVE for the reserve."""
        return f"POOL#{campaign_id}#{number}", SK

    @classmethod
    def new(cls, campaign_id: str, number: int | str, drawer: Drawer) -> DrawerRow:
        """A row that is not yet kept."""
        return cls(*cls.key(campaign_id, number), size=0, left=0).holding(drawer)

    @property
    def drawer(self) -> Drawer:
        """What it says."""
        claims = {voucher_id: _claim(words) for voucher_id, words in self.claims.items()}
        return Drawer(size=self.size, left=self.left, used=self.used, claims=claims)

    def holding(self, drawer: Drawer) -> DrawerRow:
        """The same row, saying this."""
        self.size, self.left, self.used = drawer.size, drawer.left, drawer.used
        self.claims = {voucher_id: _words(claim) for voucher_id, claim in drawer.claims.items()}
        return self


def _words(claim: Claim) -> list[Any]:
    ended = int(claim.ended_at.timestamp()) if claim.ended_at else 0
    return [claim.holder_id, claim.state.value, int(claim.expires_at.timestamp()), claim.left_cents, ended]


def _claim(words: list[Any]) -> Claim:
    holder_id, state, expires_at, left_cents, ended = words
    return Claim(
        holder_id=holder_id,
        state=ClaimState(state),
        expires_at=datetime.fromtimestamp(expires_at, UTC),
        left_cents=left_cents,
        ended_at=datetime.fromtimestamp(ended, UTC) if ended else None,
    )
