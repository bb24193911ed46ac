"""Which accounts are a citizen's: pk "CITIZEN#<citizen_id>", sk "ACCOUNT#<account_id>". The account has the word.

Written when a card is issued to somebody; an account that is theirs no longer is left out when they are read.
"""

from __future__ import annotations

from cercano.kit.table import Row


class HolderRow(Row, discriminator="holder"):
    """One account of one citizen."""


MOST = 50
"""Accounts shown of one citizen: their own cards and those of whom they look after."""


def note(citizen_id: str, account_id: str) -> None:
    """Remember whose account it is. Said twice it is said once."""
    HolderRow(f"CITIZEN#{citizen_id}", f"ACCOUNT#{account_id}").save()


def accounts_of(citizen_id: str) -> list[str]:
    """The ids of a citizen's accounts."""
    found = HolderRow.query(f"CITIZEN#{citizen_id}", HolderRow.sk.startswith("ACCOUNT#"), limit=MOST)
    return [row.sk.removeprefix("ACCOUNT#") for row in found]
