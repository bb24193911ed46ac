"""The heads of the city's accounts under one root: 256 parts, each a small tree, and a tree over the parts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from cercano.ledger import merkle

PARTS = 256


class Head(NamedTuple):
    """Where an account's journal stood."""

    account_id: str
    seq: int
    hash: str
    """Of the last entry, 64 hexadecimal digits."""

    def leaf(self) -> bytes:
        """Its leaf in the tree: nobody can guess whose it is, as the hash cannot be guessed."""
        return merkle.leaf(f"{self.account_id}\n{self.seq}\n{self.hash}".encode())


def pack(heads: Sequence[Head]) -> bytes:
    """The accounts of one part, by their ids."""
    return zlib.compress(json.dumps(sorted(heads), separators=(",", ":")).encode())


def unpack(packed: bytes) -> list[Head]:
    """What `pack` wrote."""
    return [Head(*said) for said in json.loads(zlib.decompress(packed))]


def root_of_part(heads: Sequence[Head]) -> bytes:
    """What stands for one part."""
    return merkle.root([head.leaf() for head in sorted(heads)])


def path_of(
    heads: Sequence[Head], account_id: str, parts: Sequence[bytes], part: int
) -> tuple[Head, list[merkle.Step]]:
    """An account's head and its way up: through its part, then through the 256.

    Raises:
        KeyError: the account was not there yet.
    """
    ordered = sorted(heads)
    index = next((at for at, head in enumerate(ordered) if head.account_id == account_id), None)
    if index is None:
        raise KeyError(account_id)
    inside = merkle.path([head.leaf() for head in ordered], index)
    return ordered[index], [*inside, *merkle.path(parts, part)]
