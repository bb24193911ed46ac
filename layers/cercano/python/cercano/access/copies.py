"""A part of the copy that a person asked for: their journeys, and the taps refused to their phones and chips."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cercano.access import refusing
from cercano.access.hearing import FIRST_YEAR
from cercano.access.journal import journeys_of
from cercano.access.views import JourneyView
from cercano.kit.facts import instant
from cercano.ledger import book, holders, statement
from cercano.ledger.ids import event_time_of
from cercano.ledger.model import Account

FIRST_DAY = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
"""No tap is older."""


def held(citizen_id: str) -> dict[str, Any]:
    """What is held of somebody by now, ready for JSON: journeys newest first, refusals of the last 90 days."""
    found = book.read_many(holders.accounts_of(citizen_id))
    own = [account for account in found if account.terms.citizen_id == citizen_id]
    return {"accounts": [_said(account) for account in own]}


def _said(account: Account) -> dict[str, Any]:
    taps = journeys_of(reversed(statement.since(account.account_id, FIRST_DAY)))
    credentials = sorted(account.fare.get("c", {}))
    return {
        "account_id": account.account_id,
        "credentials": credentials,
        "journeys": [JourneyView.of(entry, charge).model_dump(mode="json") for entry, charge in taps],
        "refused": [refused for one in credentials for refused in _refused(one)],
    }


def _refused(credential_id: str) -> Iterator[dict[str, Any]]:
    for row in refusing.of_credential(credential_id):
        yield {
            "credential_id": credential_id,
            "at": instant(event_time_of(row.sk)),
            "reason": row.reason,
            "reader_id": row.reader_id,
            "vehicle": row.vehicle,
        }
