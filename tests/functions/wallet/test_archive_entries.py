"""Every line of an account has its other side in the archive, whatever the stream does."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cercano.ledger import archive
from cercano.ledger.packing import LedgerBroken
from functions.wallet import archive_entries
from tests.support.events import Context, event
from tests.support.shelf import Shelf

ACCOUNT = "acc_01KB2R5Y7Q8W9E0RTYVXC1Z2M3"
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    with Shelf().standing_in() as standing:
        yield standing


def run(given: dict[str, Any]) -> None:
    archive_entries.handler(given, Context())


def test_each_line_of_the_sample_has_its_other_side():
    run(event("wallet", "archive_entries"))

    assert archive.sums_of_day(DAY) == {"gateway:redsys": -2000, "operator:tus": 66}
    assert {side.account_id for side in archive.of_day(DAY)} == {ACCOUNT}


def test_the_archive_gives_the_entry_back_word_for_word():
    given = event("wallet", "archive_entries")
    run(given)

    last = given["Records"][-1]["dynamodb"]
    _, added = archive.added(last["OldImage"], last["NewImage"]) or ("", ())
    assert archive.find(ACCOUNT, [added[0].id]) == {added[0].id: added[0]}
    assert added[0].posted_at == datetime(2026, 11, 23, 9, 15, tzinfo=UTC) + timedelta(minutes=5)


def test_only_what_a_change_added_is_written(shelf: Shelf):
    given = event("wallet", "archive_entries")
    given["Records"] = given["Records"][1:]

    run(given)

    assert archive.sums_of_day(DAY) == {"operator:tus": 66}


def test_any_order_and_any_repetition_end_in_the_same_rows(shelf: Shelf):
    run(event("wallet", "archive_entries"))
    wanted = copy.deepcopy(shelf.tables["ledger"])

    for seed in range(10):
        shelf.tables.clear()
        given = event("wallet", "archive_entries")
        given["Records"] = random.Random(seed).choices(given["Records"], k=4) + given["Records"][::-1]
        run(given)
        assert shelf.tables["ledger"] == wanted


def test_rows_that_are_no_accounts_are_passed_over(shelf: Shelf):
    given = event("wallet", "archive_entries")
    for record in given["Records"]:
        record["dynamodb"]["NewImage"]["kind"]["S"] = "ledger_page"

    run(given)

    assert not shelf.calls


def test_a_row_whose_bytes_were_changed_is_not_archived():
    given = event("wallet", "archive_entries")
    given["Records"][1]["dynamodb"]["NewImage"]["balance_cents"]["N"] = "999999"

    with pytest.raises(LedgerBroken):
        run(given)
    assert archive.sums_of_day(DAY) == {}
