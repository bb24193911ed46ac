"""What the city keeps of each payee, as it lies on the shelf, and what was kept before.

PAYEE#<payee>        DOC           name, bank account, who acts for it, and what is proposed instead
PAYEE#<payee>        KEPT#<n>      each time its details changed: to what, and who approved it, for ever
PERSON#<subject>     <payee>       that somebody acts for it (cercano/ledger/acting.py)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cercano.kit.batch import find_many
from cercano.kit.facts import instant
from cercano.kit.table import IntegerAttribute, JsonAttribute, Row, TextAttribute, UtcAttribute
from cercano.kit.together import keep_together
from cercano.ledger import acting
from cercano.wallet.payee import Details, Payee, Proposal
from cercano.wallet.payees import hear_of


class PayeeRow(Row, discriminator="wallet_payee"):
    """Whom to pay. What is null was never approved."""

    name = TextAttribute(null=True)
    iban = TextAttribute(null=True)
    people = JsonAttribute(null=True)
    kept = IntegerAttribute(default=0)
    held_until = UtcAttribute(null=True)
    proposal = JsonAttribute(null=True)


class KeptRow(Row, discriminator="wallet_payee_kept"):
    """What was kept of a payee from an instant on."""

    name = TextAttribute()
    iban = TextAttribute(null=True)
    people = JsonAttribute()
    proposed_by = TextAttribute()
    approved_by = TextAttribute(null=True)
    """Null when people were only taken away, which one may do alone."""
    approved_at = UtcAttribute()


def find(payee: str) -> tuple[Payee, int]:
    """A payee and its version; nothing of it, and 0, when nobody wrote it down."""
    row = PayeeRow.find(f"PAYEE#{payee}", "DOC")
    return (_payee_of(row), row.version) if row else (Payee(payee=payee), 0)


def find_all(payees: Iterable[str]) -> dict[str, tuple[Payee, int]]:
    """Those of these payees that were written down, each with its version."""
    rows = find_many(PayeeRow, ((f"PAYEE#{payee}", "DOC") for payee in payees))
    return {payee.payee: (payee, row.version) for row in rows for payee in (_payee_of(row),)}


def keep(before: Payee, after: Payee, version: int, by: str, now: datetime) -> int:
    """Write a payee over the version that was read, and who acts for it; answers the new version.

    Raises: VersionConflict.
    """
    row = _row_of(after, version)
    rows: list[Row] = [row]
    if after.details and after.kept != before.kept:
        proposed = before.proposal
        approved_by = by if proposed and proposed.details == after.details else None
        kept = KeptRow(
            row.pk,
            _kept_sk(after.kept),
            name=after.details.name,
            iban=after.details.iban,
            people=list(after.people),
            proposed_by=proposed.by if proposed and approved_by else by,
            approved_by=approved_by,
            approved_at=now,
        )
        rows += [kept, *acting.changed(after.payee, before.people, after.people, now)]
    hear_of(after.payee)
    keep_together(rows)
    return row.version


def history(payee: str) -> list[KeptRow]:
    """What was kept of a payee, the newest first; at most 100."""
    rows, _ = KeptRow.page(f"PAYEE#{payee}", KeptRow.sk.startswith("KEPT#"), limit=100, newest_first=True)
    return rows


def kept(numbers: Iterable[tuple[str, int]]) -> dict[str, KeptRow]:
    """The details that payees had under these numbers of theirs, by payee."""
    rows = find_many(KeptRow, ((f"PAYEE#{payee}", _kept_sk(number)) for payee, number in numbers))
    return {row.pk.partition("#")[2]: row for row in rows}


def _kept_sk(number: int) -> str:
    return f"KEPT#{number:06d}"


def _payee_of(row: PayeeRow) -> Payee:
    said = row.proposal
    proposal = said and Proposal(details=_details(said), by=said["by"], at=datetime.fromisoformat(said["at"]))
    details = Details(name=row.name, iban=row.iban, people=tuple(row.people)) if row.name is not None else None
    return Payee(
        payee=row.pk.partition("#")[2],
        details=details,
        kept=row.kept,
        held_until=row.held_until,
        proposal=proposal or None,
    )


def _details(said: dict[str, Any]) -> Details:
    return Details(name=said["name"], iban=said["iban"], people=tuple(said["people"]))


def _row_of(one: Payee, version: int) -> PayeeRow:
    row = PayeeRow(f"PAYEE#{one.payee}", "DOC", kept=one.kept, held_until=one.held_until)
    if one.details:
        row.name, row.iban, row.people = one.details.name, one.details.iban, list(one.people)
    if one.proposal:
        said = one.proposal.details
        row.proposal = {
            **{"name": said.name, "iban": said.iban, "people": list(said.people)},
            **{"by": one.proposal.by, "at": instant(one.proposal.at)},
        }
    row.version = version
    return row
