"""One short number that stands for many: change any of them and it changes; and each can be shown to be among them.

The tree of RFC 9162 section 2.1 (Certificate Transparency): leaves and inner nodes are hashed apart, so that nobody can
pass one off as the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

EMPTY = hashlib.sha256(b"").digest()


class Step(NamedTuple):
    """One neighbour on the way up."""

    is_left: bool
    """The neighbour stands left of us."""
    hash: bytes


def leaf(said: bytes) -> bytes:
    """The hash of a leaf (32 bytes)."""
    return hashlib.sha256(b"\x00" + said).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """What stands for all of them, in their order; of none, the hash of nothing."""
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return node(root(hashes[:split]), root(hashes[split:]))


def path(hashes: Sequence[bytes], index: int) -> list[Step]:
    """The neighbours from one of them up to the root.

    Raises:
        IndexError: there is none at `index`.
    """
    if not 0 <= index < len(hashes):
        raise IndexError(index)
    if len(hashes) == 1:
        return []
    split = _split(len(hashes))
    if index < split:
        return [*path(hashes[:split], index), Step(False, root(hashes[split:]))]
    return [*path(hashes[split:], index - split), Step(True, root(hashes[:split]))]


def climb(start: bytes, steps: Sequence[Step]) -> bytes:
    """The root that a leaf's hash and its neighbours lead to."""
    for step in steps:
        start = node(step.hash, start) if step.is_left else node(start, step.hash)
    return start


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
