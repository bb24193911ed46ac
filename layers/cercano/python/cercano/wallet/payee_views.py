"""A payee as the staff see it: what holds, and what somebody proposed instead."""

from __future__ import annotations

from cercano.kit.web import Instant, View
from cercano.wallet import iban
from cercano.wallet.payee import Payee, changes_iban


class ProposalView(View):
    """What waits for somebody else to approve it."""

    name: str
    iban: str | None
    """The whole number: who approves it compares it with the paper it came on."""
    people: list[str]
    changes_iban: bool
    proposed_by: str
    proposed_at: Instant


class PayeeView(View):
    """Whom the city pays. Of its bank account only the end is shown."""

    payee: str
    name: str | None
    """Null as long as nothing was approved."""
    iban_end: str | None
    people: list[str]
    held_until: Instant | None
    """Its bank account changed: until then nothing is paid, and what it receives is carried on."""
    proposal: ProposalView | None

    @classmethod
    def of(cls, one: Payee) -> PayeeView:
        """From the model."""
        number = one.details.iban if one.details else None
        return cls(
            payee=one.payee,
            name=one.details.name if one.details else None,
            iban_end=iban.end_of(number) if number else None,
            people=list(one.people),
            held_until=one.held_until,
            proposal=_proposed(one),
        )


def _proposed(one: Payee) -> ProposalView | None:
    if one.proposal is None:
        return None
    said = one.proposal.details
    return ProposalView(
        name=said.name,
        iban=said.iban,
        people=list(said.people),
        changes_iban=changes_iban(one.details, said),
        proposed_by=one.proposal.by,
        proposed_at=one.proposal.at,
    )
