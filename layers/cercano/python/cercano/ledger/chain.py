"""Each entry carries the fingerprint of all before it: whoever changes a past entry changes every one after it.

hash = sha256(hash of the entry before + sha256(canonical JSON of the entry)). An entry can so be shown to belong to a
chain with nothing but the digests of the later ones: they tell nothing of what they stand for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from cercano.kit import compact

canonical = compact.writer(sort_keys=True)


def genesis(account_id: str) -> str:
    """What the first entry of an account follows: a chain belongs to its account (64 hexadecimal digits)."""
    return hashlib.sha256(f"cercano ledger 1\n{account_id}".encode()).hexdigest()


def digest(words: Mapping[str, Any]) -> str:
    """The fingerprint of what an entry says: its JSON with sorted names and no spaces, as UTF-8."""
    return digest_of(canonical(words))


def digest_of(said: str) -> str:
    """The fingerprint of an entry whose canonical JSON is this."""
    return hashlib.sha256(said.encode()).hexdigest()


def link(before: str, entry_digest: str) -> str:
    """The hash of an entry, from the hash before it and its own digest (64 hexadecimal digits each)."""
    return hashlib.sha256(bytes.fromhex(before + entry_digest)).hexdigest()


def follow(start: str, digests: Iterable[str]) -> str:
    """The hash at the end of a stretch of chain."""
    for one in digests:
        start = link(start, one)
    return start
