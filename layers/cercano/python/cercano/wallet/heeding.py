"""What a card's facts do to its account: it opens, freezes, thaws, follows the new card, gains and loses concessions.

Pure, and the same end whatever comes first or twice: each subject (which card, which class, a card's block, a
concession) remembers the instant of the last word on it, and an earlier one changes nothing (ledger/terms.py).
"""

from __future__ import annotations

from dataclasses import replace

from cercano.facts import wallet as told
from cercano.facts.card import (
    CardBlocked,
    CardExpired,
    CardIssued,
    CardReplaced,
    CardUnblocked,
    ConcessionEnded,
    ConcessionGranted,
)
from cercano.kit.facts import Fact
from cercano.ledger.model import MADRID, Account, Concession, Terms
from cercano.ledger.terms import instant_of

CardFact = CardIssued | CardReplaced | CardBlocked | CardUnblocked | CardExpired | ConcessionGranted | ConcessionEnded

RIDE_ON_TRUST_CENTS = -200
"""A reader on a bus cannot ask for the balance: a person we know may owe this much for a ride."""
OF_NOBODY = frozenset({"anonymous", "tourist"})
"""Whoever holds one of these cannot be asked to pay later."""


def heard(account: Account, fact: CardFact) -> Account:
    """The account after a fact; itself, when something later was heard before."""
    if isinstance(fact, CardIssued):
        return _issued(account, fact)
    terms = _terms(account.terms, fact)
    return replace(account, terms=terms) if terms else account


def tells(before: Account, after: Account, fact: CardFact) -> tuple[Fact, ...]:
    """What becomes known of the account by it."""
    facts: list[Fact] = []
    if before.account_class == "awaited" != after.account_class:
        facts.append(told.AccountOpened(at=fact.at, account_id=after.account_id))
    if after.frozen_since and not before.frozen_since:
        reason = "card_expired" if isinstance(fact, CardExpired) else "card_blocked"
        facts.append(told.AccountFrozen(at=fact.at, account_id=after.account_id, reason=reason))
    if before.frozen_since and not after.frozen_since:
        facts.append(told.AccountThawed(at=fact.at, account_id=after.account_id))
    return tuple(facts)


def _issued(account: Account, fact: CardIssued) -> Account:
    terms = account.terms.hear("class", fact.at)
    if terms is not None:
        known = replace(terms, card_class=fact.card_class, citizen_id=fact.citizen_id)
        floor = 0 if fact.card_class in OF_NOBODY else RIDE_ON_TRUST_CENTS
        account = replace(account, account_class=fact.card_class, floor_cents=floor, terms=known)
    terms = account.terms.hear("card", fact.at)
    return replace(account, terms=replace(terms, card_id=fact.card_id)) if terms else account


def _terms(terms: Terms, fact: CardFact) -> Terms | None:
    match fact:
        case CardReplaced():
            heard = terms.hear("card", fact.at)
            return replace(heard, card_id=fact.card_id) if heard else None
        case CardBlocked():
            return terms.hear(f"block:{fact.card_id}", fact.at, stops=True)
        case CardUnblocked():
            return terms.hear(f"block:{fact.card_id}", fact.at)
        case CardExpired():
            return terms.hear_for_good(f"block:{fact.card_id}")
        case ConcessionGranted():
            heard = terms.hear(f"conc:{fact.concession}", fact.at)
            granted = Concession(fact.concession, fact.valid_from, fact.valid_to)
            return _with_concession(heard, granted) if heard else None
        case ConcessionEnded():
            heard = terms.hear(f"end:{fact.concession}", fact.at, stops=True)
            known = next((one for one in terms.concessions if one.code == fact.concession), None)
            return _with_concession(heard, known) if heard and known else heard
    return None


def _with_concession(terms: Terms, granted: Concession) -> Terms:
    """With a concession until its last day, or until the day it was ended.

    It stays when it is over: a bus may bring home a tap of its last day a week later, at that day's price.
    """
    begun, ended = (terms.heard.get(f"{subject}:{granted.code}", 0) for subject in ("conc", "end"))
    if ended > begun:
        granted = granted._replace(valid_to=min(granted.valid_to, instant_of(ended).astimezone(MADRID).date()))
    others = [one for one in terms.concessions if one.code != granted.code]
    held = [granted] if granted.valid_from <= granted.valid_to else []
    return replace(terms, concessions=tuple(sorted([*others, *held])))
