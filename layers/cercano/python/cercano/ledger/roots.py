"""One signed number a day that fixes every account's journal, and the proof that one entry is under it.

The city signs the root of a tree over all accounts' heads, with the root of the day before in it. Whoever wrote it down
can tell later whether any entry of that day, or any day before, was changed, added or taken away.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cercano.kit.batch import find_many, put_many
from cercano.kit.errors import VersionConflict
from cercano.kit.facts import instant
from cercano.ledger import archive, chain, heads, merkle
from cercano.ledger.book import existing
from cercano.ledger.entry import Entry
from cercano.ledger.errors import NoSuchEntry, NoSuchRoot, NotInARootYet
from cercano.ledger.heads import PARTS, Head
from cercano.ledger.model import MADRID, Account
from cercano.ledger.rows import BALANCE, AccountRow, PartRow, RootRow, RosterRow, account_pk, part_of
from cercano.ledger.statement import since
from cercano.ledger.verify import payload_of

ROOTS = "ROOTS"
SIGNED_WITHIN = timedelta(hours=1)
"""Reading all heads takes time, and a head may so be younger than the root's `signed_at`; never by as much as this."""

Sign = Callable[[bytes], bytes]
"""An ES256 signature over a message: r and s, 64 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRoot:
    """The root of a day, as a compact JWS (RFC 7515), and the public key it was signed with (RFC 7517)."""

    on: date
    jws: str
    jwk: Mapping[str, Any]

    @property
    def said(self) -> dict[str, Any]:
        """What was signed; not verified here (verify.py)."""
        return payload_of(self.jws)


def sign_day(on: date, *, city: str, at: datetime, sign: Sign, jwk: Mapping[str, Any]) -> SignedRoot:
    """Sign the root of a day that has ended; asked again, the first one is the answer. `at` is when the work begins."""
    found = RootRow.find(ROOTS, on.isoformat())
    if found is not None:
        return _signed(found)
    by_part = [_heads(part) for part in range(PARTS)]
    parts = [heads.root_of_part(one) for one in by_part]
    root = merkle.root(parts).hex()
    put_many(
        PartRow(f"ROOT#{on}", f"{root}#{part:02x}", heads=heads.pack(one)) for part, one in enumerate(by_part) if one
    )
    said = {
        "city": city,
        "date": on.isoformat(),
        "signed_at": instant(at),
        "accounts": sum(map(len, by_part)),
        "root": root,
        "previous": _previous(on),
    }
    row = RootRow(ROOTS, on.isoformat(), jws=_jws(said, jwk, sign), jwk=dict(jwk), parts=b"".join(parts))
    try:
        return _signed(row.keep())
    except VersionConflict:
        return read(on)


def read(on: date) -> SignedRoot:
    """The root of a day.

    Raises:
        NoSuchRoot: none was signed.
    """
    row = RootRow.find(ROOTS, on.isoformat(), consistent=False)
    if row is None:
        raise NoSuchRoot
    return _signed(row)


def proof(account_id: str, entry_id: str) -> dict[str, Any]:
    """That an entry is under a signed root, as JSON for verify.py. Later entries are in it as digests only.

    Raises:
        AccountUnknown, NoSuchEntry.
        NotInARootYet: it is younger than the last root.
    """
    account = existing(account_id)
    entry = _entry(account, entry_id)
    row = _first_root_since(entry.posted_at.astimezone(MADRID).date())
    signed = _signed(row)
    part = part_of(account_id)
    under = PartRow.find(f"ROOT#{signed.on}", f"{signed.said['root']}#{part:02x}", consistent=False)
    parts = [row.parts[at : at + 32] for at in range(0, len(row.parts), 32)]
    try:
        head, steps = heads.path_of(heads.unpack(under.heads) if under else [], account_id, parts, part)
    except KeyError:
        raise NotInARootYet from None
    if head.seq < entry.seq:
        raise NotInARootYet
    until = datetime.fromisoformat(signed.said["signed_at"]) + SIGNED_WITHIN
    later = since(account_id, entry.posted_at, until)
    between = sorted((one for one in later if entry.seq < one.seq <= head.seq), key=lambda one: one.seq)
    return {
        "v": 1,
        "account_id": account_id,
        "entry": entry.words(),
        "prev": entry.prev,
        "later": [chain.digest(one.words()) for one in between],
        "seq": head.seq,
        "path": [["left" if step.is_left else "right", step.hash.hex()] for step in steps],
        "root": signed.jws,
    }


def _heads(part: int) -> list[Head]:
    """The accounts of a part as they stand. Not one moment for all of them: each is a state that was."""
    keys = [(account_pk(row.sk), BALANCE) for row in RosterRow.every(f"ROSTER#{part:02x}")]
    found = find_many(AccountRow, keys, consistent=False) if keys else []
    return sorted(Head(row.pk.partition("#")[2], row.seq, row.head.hex()) for row in found)


def _entry(account: Account, entry_id: str) -> Entry:
    recent = {entry.id: entry for entry in account.recent}
    found = recent.get(entry_id) or archive.find(account.account_id, [entry_id]).get(entry_id)
    if found is None:
        raise NoSuchEntry
    return found


def _first_root_since(on: date) -> RootRow:
    rows, _ = RootRow.page(ROOTS, RootRow.sk.between(on.isoformat(), "9999"), limit=1)
    if not rows:
        raise NotInARootYet
    return rows[0]


def _previous(on: date) -> dict[str, str] | None:
    """The root signed before this day's, so that the roots are a chain too."""
    rows, _ = RootRow.page(ROOTS, RootRow.sk.between("0", on.isoformat()), limit=1, newest_first=True)
    before: Sequence[SignedRoot] = [_signed(row) for row in rows]
    return {"date": before[0].on.isoformat(), "root": before[0].said["root"]} if before else None


def _signed(row: RootRow) -> SignedRoot:
    return SignedRoot(on=date.fromisoformat(row.sk), jws=row.jws, jwk=row.jwk)


def _jws(said: Mapping[str, Any], jwk: Mapping[str, Any], sign: Sign) -> str:
    header = {"alg": "ES256", "kid": jwk["kid"], "typ": "ledger-root+jws"}
    message = ".".join(
        _b64(json.dumps(part, separators=(",", ":"), sort_keys=True).encode()) for part in (header, said)
    )
    return f"{message}.{_b64(sign(message.encode()))}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
