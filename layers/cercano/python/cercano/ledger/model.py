"""An account: what it holds, what is set aside, its newest entries, and the rules that no entry may break.

Pure. Amounts are integer cents (or points). `balance_cents` is posted, `held_cents` is set aside for holds;
what can be spent is the first less the second, and no debit may take that below its floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from cercano.ledger import caps, chain
from cercano.ledger.entry import NOT_YET, Entry, EntryKind
from cercano.ledger.errors import AccountClosed, AccountFrozen, NotEnoughMoney, OverTheCap
from cercano.ledger.ids import entry_id_of
from cercano.ledger.terms import Concession, Terms

__all__ = ["Account", "Concession", "Entry", "EntryKind", "Hold", "Status", "Terms"]

MADRID = ZoneInfo("Europe/Madrid")
OF_THE_HOLDER = frozenset(
    {EntryKind.PAYMENT, EntryKind.REMOTE_PAYMENT, EntryKind.HOLD, EntryKind.TRANSFER_OUT, EntryKind.SPENT}
)
"""What a frozen account refuses. A tap is refused only if it was made after the freeze: an earlier one is owed."""
PUT_IN = frozenset({EntryKind.TOP_UP, EntryKind.TRANSFER_IN})
"""What the law's limits on money in count."""


class Status(StrEnum):
    """Whether an account pays and takes."""

    OPEN = "open"
    FROZEN = "frozen"
    """It takes, and does not pay."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Money set aside for somebody until an instant; captured, voided, or let go when the instant has passed."""

    amount_cents: int
    expires_at: datetime
    payee: str
    purpose: str = ""
    is_taken_at_last: bool = False
    """When the instant has passed it is paid instead, all of it: a stay whose end nobody told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One card's money. Any change makes a new one; cercano.ledger.book keeps it."""

    account_id: str
    account_class: str = "awaited"
    balance_cents: int = 0
    held_cents: int = 0
    floor_cents: int = 0
    """How far a tap may take it: 0, or below it where the city lends a ride (-200: a reader on a bus cannot ask)."""
    credit_cents: int = 0
    """What is paid at the end of the month instead (0: nothing); any debit may reach so far below zero."""
    watch_cents: int = 0
    """The holder's own line: with less than this, whoever reads the table's stream is to fill the account (0: none)."""
    seq: int = 0
    """Entries so far."""
    head: str = ""
    """Hash of the last entry; before the first, the account's own beginning."""
    recent: tuple[Entry, ...] = ()
    """The newest entries, oldest first: those that did not move to a page yet."""
    holds: Mapping[str, Hold] = field(default_factory=dict)
    month: str = ""
    """Of the last money put in, "2026-11" in Madrid, ..."""
    month_in_cents: int = 0
    """... and what was put in during it."""
    stopped: Mapping[str, datetime] = field(default_factory=dict)
    """Why the city itself stopped it, and since when: {"direct_debit_returned": ...}. The card's own blocks are in
    `terms`."""
    is_closed: bool = False
    terms: Terms = field(default_factory=Terms)
    fare: Mapping[str, Any] = field(default_factory=dict)
    """What access needs to price the next tap: its own JSON."""
    version: int = 0
    """Of the row it was read from; 0 when it was never kept."""

    @classmethod
    def new(cls, account_id: str, account_class: str = "awaited", *, floor_cents: int = 0, **given: Any) -> Account:
        """An account that nothing has moved on."""
        caps.caps_of(account_class)
        head = chain.genesis(account_id)
        return cls(account_id=account_id, account_class=account_class, floor_cents=floor_cents, head=head, **given)

    @property
    def available_cents(self) -> int:
        """What is there and not held."""
        return self.balance_cents - self.held_cents

    def spendable_cents(self, kind: EntryKind) -> int:
        """What an entry of this kind may take now, 0 or more: down to zero, to a tap's floor, or to what is lent."""
        floor = self.floor_cents if kind is EntryKind.FARE else 0
        return max(0, self.available_cents + max(self.credit_cents, -floor))

    @property
    def is_overdrawn(self) -> bool:
        """Whether more is gone than there is and than is lent to it by the month."""
        return self.available_cents + self.credit_cents < 0

    @property
    def frozen_since(self) -> datetime | None:
        """Since when it does not pay; None when it does."""
        card = self.terms.frozen_since()
        if not self.stopped:
            return card
        return min([*self.stopped.values(), *([card] if card else [])], default=None)

    @property
    def status(self) -> Status:
        """Open, frozen or closed."""
        if self.is_closed:
            return Status.CLOSED
        return Status.FROZEN if self.frozen_since else Status.OPEN

    def stop(self, reason: str, at: datetime) -> Account:
        """Frozen for a reason of the city's own. Said again, it stays as it was."""
        return self if reason in self.stopped else replace(self, stopped={**self.stopped, reason: at})

    def let_go(self, reason: str) -> Account:
        """That reason is gone."""
        return replace(self, stopped={why: at for why, at in self.stopped.items() if why != reason})

    def post(self, entry: Entry, *, now: datetime) -> Account:
        """The account with one more entry, its last.

        Raises:
            AccountClosed, AccountFrozen, NotEnoughMoney, OverTheCap: the entry may not be.
        """
        self._check_status(entry)
        balance = self.balance_cents + entry.amount_cents
        held = self.held_cents + entry.held_cents
        if held < 0:
            raise ValueError(f"{entry.id} lets go of more than is held")
        self._check_floor(entry)
        month, month_in = self._month_with(entry, now)
        self._check_caps(entry, balance, month_in)
        last = self.recent[-1].posted_at if self.recent else NOT_YET
        posted_at = max(last, _to_milliseconds(now))
        posted = entry.posted(posted_at=posted_at, seq=self.seq + 1, balance_cents=balance, prev=self.head)
        return replace(
            self,
            balance_cents=balance,
            held_cents=held,
            seq=posted.seq,
            head=posted.hash,
            recent=(*self.recent, posted),
            month=month,
            month_in_cents=month_in,
        )

    def let_due_holds_go(self, now: datetime) -> Account:
        """The account without the holds whose time is over, let go or taken: each leaves an entry."""
        account = self
        for hold_id, hold in sorted(self.holds.items(), key=lambda pair: (pair[1].expires_at, pair[0])):
            if hold.expires_at <= now:
                account = account.without_hold(hold_id).post(_last_of(hold_id, hold), now=now)
        return account

    def with_hold(self, hold_id: str, hold: Hold) -> Account:
        """With a hold noted; its HOLD entry sets the money aside."""
        return replace(self, holds={**self.holds, hold_id: hold})

    def without_hold(self, hold_id: str) -> Account:
        """Without it; a CAPTURE, VOID or EXPIRY entry lets the money go."""
        return replace(self, holds={one: hold for one, hold in self.holds.items() if one != hold_id})

    def _check_status(self, entry: Entry) -> None:
        if self.is_closed and entry.kind is not EntryKind.TOP_UP_RETURN:
            raise AccountClosed
        since = self.frozen_since
        if since is None:
            return
        is_late_tap = entry.kind is EntryKind.FARE and entry.taken_cents > 0 and entry.at >= since
        if entry.kind in OF_THE_HOLDER or is_late_tap:
            raise AccountFrozen

    def _check_floor(self, entry: Entry) -> None:
        taken, spendable = entry.taken_cents, self.spendable_cents(entry.kind)
        if taken > spendable and entry.kind is not EntryKind.TOP_UP_RETURN:
            raise NotEnoughMoney(available_cents=spendable, needed_cents=taken)

    def _check_caps(self, entry: Entry, balance: int, month_in: int) -> None:
        limits = caps.caps_of(self.account_class)
        checks = [
            (limits.stored_cents, balance, entry.kind in PUT_IN),
            (limits.month_in_cents, month_in, entry.kind in PUT_IN),
            (limits.remote_cents, -entry.amount_cents, entry.kind is EntryKind.REMOTE_PAYMENT),
        ]
        for cap, would_be, concerns in checks:
            if concerns and cap is not None and would_be > cap:
                raise OverTheCap(cap_cents=cap, would_be_cents=would_be)

    def _month_with(self, entry: Entry, now: datetime) -> tuple[str, int]:
        if entry.kind not in PUT_IN:
            return self.month, self.month_in_cents
        month = now.astimezone(MADRID).strftime("%Y-%m")
        return month, entry.amount_cents + (self.month_in_cents if month == self.month else 0)


def _last_of(hold_id: str, hold: Hold) -> Entry:
    """What a hold leaves behind when its time is over."""
    return Entry(
        id=entry_id_of(hold.expires_at, "expiry", hold_id),
        kind=EntryKind.CAPTURE if hold.is_taken_at_last else EntryKind.EXPIRY,
        payee=hold.payee,
        amount_cents=-hold.amount_cents if hold.is_taken_at_last else 0,
        held_cents=-hold.amount_cents,
        memo={"hold": hold_id, **({"purpose": "no_end"} if hold.is_taken_at_last else {})},
    )


def _to_milliseconds(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)
