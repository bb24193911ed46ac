"""A row that a transaction is writing right now was changed by somebody else, like any other."""

from __future__ import annotations

import pytest

from cercano.kit.errors import VersionConflict
from cercano.kit.table import Row
from tests.simulation.dynamo import refusal
from tests.support.shelf import Shelf


class NoteRow(Row, discriminator="note_of_a_conflict_test"):
    """Nothing in particular."""


def test_a_row_that_a_transaction_holds_is_read_again_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "notes")
    shelf = Shelf()

    def in_a_transaction(operation: str, call: object) -> None:
        raise refusal("TransactionConflictException", operation)

    shelf.before = in_a_transaction
    row = NoteRow("one", "two")

    with shelf.standing_in(), pytest.raises(VersionConflict):
        row.keep()

    assert row.version == 0
