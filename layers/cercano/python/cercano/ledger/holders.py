"""Which accounts are a citizen's: pk "CITIZEN#<citizen_id>", sk "ACCOUNT#<account_id>". The account has the word.

Written when a card is issued to somebody; an account that is theirs no longer is left out when they are read.
"""

from __future__ import annotations

from typing import ClassVar

from cercano.kit.table import Row


class OwnershipRow(Row, discriminator="ownership"):
    """One account of one citizen."""

    table_setting: ClassVar[str] = "LEDGER_TABLE"


MOST = 50
"""Accounts shown of one citizen: their own cards and those of whom they look after."""


def ownership(citizen_id: str, account_id: str) -> OwnershipRow:
    """The row that says whose account it is, as it is or new, to be kept with what changes the account."""
    pk, sk = f"CITIZEN#{citizen_id}", f"ACCOUNT#{account_id}"
    return OwnershipRow.find(pk, sk) or OwnershipRow(pk, sk)


def accounts_of(citizen_id: str) -> list[str]:
    """The ids of a citizen's accounts."""
    found = OwnershipRow.query(f"CITIZEN#{citizen_id}", OwnershipRow.sk.startswith("ACCOUNT#"), limit=MOST)
    return [row.sk.removeprefix("ACCOUNT#") for row in found]
