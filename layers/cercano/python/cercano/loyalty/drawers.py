"""A campaign's budget lies in many drawers, so that a rush does not queue before one. Each person has their own drawer.

In every drawer, at every instant: left + held + spent = size. Units move between drawers, never out of the sum. As a
person always meets the same drawer, "not more than k each" is decided by the one write that takes the unit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cercano.loyalty.errors import NoSuchVoucher, VoucherLimit, VoucherNotHeld
from cercano.loyalty.model import Campaign, RewardKind
from cercano.loyalty.pro_rata import split

VOUCHERS_EACH = 16
"""A drawer's row stays under 2 KB, and 9,300 vouchers lie in 582 drawers."""
CENTS_EACH = 50_000
MOST_DRAWERS = 1_000
MOST_MONEY_DRAWERS = 16
RESERVE_PERCENT = 5
"""What is not dealt out at first: the reserve, one row, from which dry drawers are filled and the last ones served."""
PACK = 8
"""The most vouchers that a dry drawer takes from the reserve at once."""
REMEMBERED = timedelta(days=1)
"""So long is a voucher known that went back: a late repetition of its request does not reserve another."""
MOST_TRIES = 3
"""How many vouchers beyond their limit a person may reserve and give back within that time."""
REUSE = timedelta(days=7)
"""A voucher that comes back from a refund can be used for at least this long."""


class ClaimState(StrEnum):
    """The life of a voucher in somebody's hands."""

    HELD = "held"
    SPENT = "spent"
    RETURNED = "returned"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A voucher that somebody reserved. It is spent from its first use on; `left_cents` is what it still gives."""

    holder_id: str
    state: ClaimState
    expires_at: datetime
    left_cents: int
    ended_at: datetime | None = None
    """When it went back to the pool."""

    @property
    def is_out(self) -> bool:
        """Whether its unit is not in the drawer."""
        return self.state in (ClaimState.HELD, ClaimState.SPENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """Part of a campaign's budget, in its units. `used` are cents or points given; vouchers are counted by claims."""

    size: int
    left: int
    used: int = 0
    claims: Mapping[str, Claim] = field(default_factory=dict)
    """By voucher."""

    @property
    def held(self) -> int:
        """Vouchers reserved and not used."""
        return sum(claim.state is ClaimState.HELD for claim in self.claims.values())

    @property
    def spent(self) -> int:
        """Vouchers used, and cents or points given."""
        return self.used + sum(claim.state is ClaimState.SPENT for claim in self.claims.values())

    def lapse(self, now: datetime) -> Drawer:
        """With the held vouchers whose time is over back in the drawer, and long gone ones forgotten."""
        claims = {
            voucher_id: replace(claim, state=ClaimState.LAPSED, ended_at=now) if _is_over(claim, now) else claim
            for voucher_id, claim in self.claims.items()
            if claim.ended_at is None or claim.ended_at > now - REMEMBERED
        }
        lapsed = self.held - sum(claim.state is ClaimState.HELD for claim in claims.values())
        return replace(self, left=self.left + lapsed, claims=claims)

    def claim(self, voucher_id: str, holder_id: str, *, each: int, expires_at: datetime, worth_cents: int) -> Drawer:
        """With one voucher in somebody's hands. There must be one left.

        Raises:
            VoucherLimit: they have `each` already (0: no limit), or keep reserving and giving back.
        """
        assert self.left > 0, "whoever claims has looked"
        theirs = [claim for claim in self.claims.values() if claim.holder_id == holder_id]
        if each and (sum(claim.is_out for claim in theirs) >= each or len(theirs) >= each + MOST_TRIES):
            raise VoucherLimit(limit=each)
        held = Claim(holder_id=holder_id, state=ClaimState.HELD, expires_at=expires_at, left_cents=worth_cents)
        return replace(self, left=self.left - 1, claims={**self.claims, voucher_id: held})

    def give_back(self, voucher_id: str, holder_id: str, now: datetime) -> Drawer:
        """With an unused voucher back; a second time changes nothing.

        Raises:
            NoSuchVoucher: it is nobody's or somebody else's. VoucherNotHeld: it was used.
        """
        claim = self._claim_of(voucher_id, holder_id)
        if claim.state is ClaimState.SPENT:
            raise VoucherNotHeld(state=claim.state.value)
        if claim.state is not ClaimState.HELD:
            return self
        back = replace(claim, state=ClaimState.RETURNED, ended_at=now)
        return replace(self, left=self.left + 1, claims={**self.claims, voucher_id: back})

    def spend(self, voucher_id: str, holder_id: str, cents: int, now: datetime) -> Drawer:
        """With `cents` of a voucher's worth used.

        Raises:
            NoSuchVoucher: it is nobody's or somebody else's.
            VoucherNotHeld: it went back, its time is over, or less is left of it.
        """
        claim = self._claim_of(voucher_id, holder_id)
        if not claim.is_out or claim.expires_at <= now or claim.left_cents < cents:
            raise VoucherNotHeld(state=claim.state.value)
        used = replace(claim, state=ClaimState.SPENT, left_cents=claim.left_cents - cents)
        return replace(self, claims={**self.claims, voucher_id: used})

    def unspend(self, voucher_id: str, cents: int, worth_cents: int, now: datetime) -> Drawer:
        """With `cents` of a refund back on its voucher; wholly back, it is held again, for a week or more."""
        claim = self.claims[voucher_id]
        left = claim.left_cents + cents
        state = ClaimState.HELD if left == worth_cents else ClaimState.SPENT
        back = replace(claim, state=state, left_cents=left, expires_at=max(claim.expires_at, now + REUSE))
        return replace(self, claims={**self.claims, voucher_id: back})

    def use(self, units: int) -> Drawer:
        """With cents or points given; a negative number comes back from a refund."""
        assert self.left >= units, "whoever uses has looked"
        return replace(self, left=self.left - units, used=self.used + units)

    def take(self, units: int) -> Drawer:
        """With units that came from another drawer; a negative number goes to another."""
        assert self.left + units >= 0, "whoever moves has looked"
        return replace(self, size=self.size + units, left=self.left + units)

    def _claim_of(self, voucher_id: str, holder_id: str) -> Claim:
        claim = self.claims.get(voucher_id)
        if claim is None or claim.holder_id != holder_id:
            raise NoSuchVoucher
        return claim


def _is_over(claim: Claim, now: datetime) -> bool:
    return claim.state is ClaimState.HELD and claim.expires_at <= now


def drawers_of(campaign: Campaign) -> int:
    """How many drawers a campaign's budget lies in, the reserve not counted."""
    if campaign.reward.kind is RewardKind.VOUCHER:
        return min(MOST_DRAWERS, max(1, -(-campaign.budget // VOUCHERS_EACH)))
    return min(MOST_MONEY_DRAWERS, max(1, campaign.budget // CENTS_EACH))


def dealt(campaign: Campaign) -> tuple[Drawer, ...]:
    """The drawers of a fresh campaign, then its reserve; with one drawer there is nothing in the reserve."""
    number = drawers_of(campaign)
    reserve = campaign.budget * RESERVE_PERCENT // 100 if number > 1 else 0
    sizes = (*split(campaign.budget - reserve, (1,) * number), reserve)
    return tuple(Drawer(size=size, left=size) for size in sizes)


def drawer_no(campaign: Campaign, holder_id: str) -> int:
    """Which drawer is a person's, in this campaign: always the same one."""
    digest = hashlib.sha256(f"{campaign.campaign_id}|{holder_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % drawers_of(campaign)


def voucher_id_of(campaign_id: str, holder_id: str, request_id: str) -> str:
    """The voucher of a request: the same request, however often it comes, is the same voucher."""
    return "voucher_" + hashlib.sha256(f"{campaign_id}|{holder_id}|{request_id}".encode()).hexdigest()[:26]


def pack_of(campaign: Campaign, reserve_left: int, needed: int) -> int:
    """How many units a dry drawer takes: its share of the reserve, what is needed at least; at the end one by one."""
    share = reserve_left // drawers_of(campaign)
    most = PACK if campaign.reward.kind is RewardKind.VOUCHER else share
    return min(reserve_left, max(needed, min(share, most)))
