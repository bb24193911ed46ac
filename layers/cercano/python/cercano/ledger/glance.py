"""What the row of an account says at a glance, as the table's stream shows it: its numbers, without its journal.

Nothing is unpacked or proved here: who looks at every change of every account must be quick, and moves no money by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """An account after one of its writes. `version` names the write: each has its own, and they only grow."""

    account_id: str
    version: int
    available_cents: int
    watch_cents: int
    """The holder's own line (0: none)."""
    stopped: frozenset[str]
    """Why the city itself stopped it."""
    credit_cents: int = 0
    """What is paid at the end of the month instead (0: nothing)."""


def glance(image: Mapping[str, Any] | None) -> Glance | None:
    """The account in an item as the stream writes it; None for any other row, or none at all."""
    if not image or image.get("kind", {}).get("S") != "ledger_account":
        return None
    state = json.loads(image["state"]["S"])
    return Glance(
        account_id=image["pk"]["S"].partition("#")[2],
        version=int(image["version"]["N"]),
        available_cents=int(image["balance_cents"]["N"]) - int(image["held_cents"]["N"]),
        watch_cents=state.get("watch", 0),
        credit_cents=state.get("credit", 0),
        stopped=frozenset(state.get("stopped", ())),
    )
