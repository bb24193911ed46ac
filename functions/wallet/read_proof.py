"""GET /wallet/accounts/{account_id}/entries/{entry_id}/proof: a citizen takes home the proof that a payment is booked.

Reads the account, its journal and the signed root of the entry's day. Whoever holds the proof and the city's public key
can check it without us (docs/proofs/check_payment.py); later entries are in it as fingerprints only.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic.fields import Field

from cercano.kit.web import Caller, Service, View
from cercano.ledger import book, roots
from cercano.ledger.errors import AccountUnknown
from cercano.wallet.seeing import is_theirs

app = Service("wallet")

AnyEntryId = Annotated[str, Field(pattern=r"^0[0-9a-f]{27}([0-9a-f]{4})?$")]
"""Of an entry that somebody asked for (32 digits), or that came of a tap or of the clock (28)."""
Side = Literal["left", "right"]


class WordsView(View):
    """All that an entry says, in the very form that its fingerprint is taken of."""

    id: str
    kind: str
    payee: str
    amount_cents: int
    held_cents: int
    memo: dict[str, Any]
    posted_at: str
    seq: int
    balance_cents: int


class ProofView(View):
    """The way from an entry to a signed root of all accounts."""

    v: Literal[1]
    account_id: str
    entry: WordsView
    prev: str
    """Hash of the entry before it; of the first one, the account's own beginning."""
    later: list[str]
    """Fingerprints of the account's later entries, up to the one the root knows as its last."""
    seq: int
    """Number of that last entry."""
    path: list[tuple[Side, str]]
    """Neighbours in the tree over all accounts, from the account's leaf up to the root."""
    root: str
    """The signed root, a compact JWS (RFC 7515)."""


@app.get("/accounts/{account_id}/entries/{entry_id}/proof")
def read_proof(account_id: str, entry_id: AnyEntryId, caller: Caller) -> ProofView:
    """Take the proof of one entry of one's own; an entry of today has its proof tomorrow."""
    account = book.read(account_id)
    if account is None or not is_theirs(account, caller):
        raise AccountUnknown
    return ProofView.model_validate(roots.proof(account_id, entry_id))
