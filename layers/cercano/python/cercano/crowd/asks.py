"""Work that somebody has asked for and that must not be forgotten: days to settle again, days to publish again.

Asking twice is asking once. An asking is told apart from those before it, so that whoever does the work takes back only
what was asked before they began. Reads and writes CrowdTable.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pynamodb.exceptions import DeleteError

from cercano.crowd.rows import DocumentRow
from cercano.kit.batch import put_many
from cercano.kit.ids import new_id


class Ask(NamedTuple):
    """One thing to do."""

    shelf: str
    """What kind of work: the partition it lies in."""
    key: str
    stamp: str
    """Which asking this is."""


def ask(shelf: str, keys: Iterable[str]) -> None:
    """Ask for these, after what makes them necessary was written."""
    stamp = new_id("ask")
    put_many(DocumentRow(shelf, key, document=stamp) for key in set(keys))


def asked(shelf: str) -> list[Ask]:
    """All that is asked for, by key."""
    return [Ask(shelf=shelf, key=row.sk, stamp=row.document) for row in DocumentRow.every(shelf, consistent=True)]


def heard(done: Ask) -> None:
    """It was done from what lay there after it was read; if somebody has asked anew since, that stays."""
    try:
        DocumentRow(done.shelf, done.key).delete(DocumentRow.document == done.stamp)
    except DeleteError as refusal:
        if refusal.cause_response_code != "ConditionalCheckFailedException":
            raise
