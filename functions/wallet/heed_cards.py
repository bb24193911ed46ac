"""A card was issued, blocked, replaced, ran out, or gained a reduced price: its account follows.

Hears the card's facts from the bus. Writes the account (ACCOUNT#, ROSTER#) or the credential (CREDENTIAL#), and whose
account it is (CITIZEN#), in the ledger's table. A fact heard twice or late changes nothing; one that comes before the
card's issue opens the account under the strictest limits until the issue is heard of. Tells AccountOpened,
AccountFrozen and AccountThawed.
"""

from __future__ import annotations

from cercano.facts.card import (
    CardBlocked,
    CardExpired,
    CardIssued,
    CardReplaced,
    CardUnblocked,
    ConcessionEnded,
    ConcessionGranted,
    CredentialActivated,
    CredentialEnded,
)
from cercano.kit.facts import Fact
from cercano.kit.log import log
from cercano.kit.queue import Message, each_message
from cercano.kit.table import Row
from cercano.ledger import book, credentials, holders
from cercano.ledger.errors import AccountUnknown
from cercano.ledger.model import Account
from cercano.wallet import heeding


@each_message
def handler(message: Message) -> None:
    """Follow one fact."""
    fact = message.fact(
        CardIssued,
        CardReplaced,
        CardBlocked,
        CardUnblocked,
        CardExpired,
        ConcessionGranted,
        ConcessionEnded,
        CredentialActivated,
        CredentialEnded,
    )
    log.info("card_followed", account_id=fact.data()["account_id"], fact=type(fact).__name__, changed=_heard(fact))


def _heard(fact: Fact) -> bool:
    if isinstance(fact, CredentialActivated):
        return credentials.link(fact.credential_id, fact.account_id, fact.card_id, fact.at)
    if isinstance(fact, CredentialEnded):
        return credentials.unlink(fact.credential_id, fact.account_id, fact.card_id, fact.at)
    return isinstance(fact, heeding.CardFact) and _follow(fact)


def _follow(fact: heeding.CardFact) -> bool:
    def decide(account: Account, known: book.Known) -> book.Posting:
        after = heeding.heard(account, fact)
        beside = _ownership(fact) if after != account else ()
        return book.Posting(account=after, beside=beside, tells=lambda posted: heeding.tells(account, after, fact))

    try:
        return book.post(fact.account_id, (), decide).has_changed
    except AccountUnknown:
        book.open_account(Account.new(fact.account_id))
        return book.post(fact.account_id, (), decide).has_changed


def _ownership(fact: heeding.CardFact) -> tuple[Row, ...]:
    """What is written together with the account of a card that is somebody's."""
    if isinstance(fact, CardIssued) and fact.citizen_id:
        return (holders.ownership(fact.citizen_id, fact.account_id),)
    return ()
