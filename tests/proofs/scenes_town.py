"""What the other domains do when the clock strikes or the bus brings a fact: the register of citizens, the card office,
readers and gates, shops. And what each of them tells the city."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from cercano.facts.card import CardBlocked
from cercano.facts.citizen import (
    CitizenErased,
    CitizenVerified,
    ExportAsked,
    GuardianshipEnded,
    GuardianshipGranted,
    RepresentationGranted,
)
from cercano.facts.wallet import AccountFrozen, BalanceLow, MoneyToppedUp
from cercano.kit import aws, clock
from cercano.kit.facts import instant
from cercano.kit.settings import setting
from cercano.ledger import archive, book, holders
from tests.card.credentials import a_key
from tests.functions.access.conftest import ACCOUNT, said, top_up
from tests.functions.card.conftest import Office
from tests.functions.citizen.conftest import OTHER, SEED, Town
from tests.functions.loyalty.conftest import POINTS, TEN_PERCENT, Street
from tests.proofs.power import Deliver, Scene, function, masked
from tests.proofs.scenes_access import city
from tests.proofs.scenes_linked import collected
from tests.proofs.scenes_loyalty import Made, Shopping, after, of_clock, sold, with_campaigns
from tests.simulation.stream import record
from tests.support.aws import Domain
from tests.support.bank import NOON
from tests.support.events import fact_event, schedule_event
from tests.support.templates import ROOT, Template

WEEK_LATER, EIGHTEEN = NOON + timedelta(days=7), datetime(2027, 12, 31, 23, 0, tzinfo=UTC)
LAST_DAY, RENEWAL = datetime(2027, 2, 20, 23, 30, tzinfo=UTC), datetime(2026, 12, 2, 7, tzinfo=UTC)
SENIOR = {"concession": "senior", "proof": "register", "valid_from": "2026-11-23", "valid_to": "2027-01-31"}
NAME, CHILD = {"citizen_id": "ana"}, {"guardian_id": "eva", "child_id": "ana"}
AS_HIS = {"representative_id": "max", "represented_id": "ana", "scope": ("wallet", "card")}
COPY = ExportAsked(at=NOON, **NAME, export_id="export_1")
BONDS = (
    GuardianshipGranted(at=NOON, **CHILD),
    RepresentationGranted(at=NOON, **AS_HIS, ends_at=NOON + timedelta(days=9)),
    GuardianshipEnded(at=NOON + timedelta(seconds=1), **CHILD),
)


def plain(domain: str) -> Domain:
    """A domain whose table is the scene's own."""
    return Domain(Template(ROOT / "infra" / f"{domain}.yaml"), furnish=False)


@contextmanager
def own_keys() -> Iterator[None]:
    """The city's key of this proof, whatever this process signed with before."""
    with function("card", "publish_statuses").running():
        from cercano.card import signing

    signing.public_jwk.cache_clear()
    with patch.object(signing, "CITY_KEYS", ("the city's key",)):
        yield
    signing.public_jwk.cache_clear()


def without_changes(items: Any) -> Any:
    """A change of the list that was cut off is missing: readers then take the whole list (publishing.py)."""
    return {key: item for key, item in masked(items).items() if not key[2].startswith("DELTA#")}


def scene(name: str, domain: str, use_case: str, prepare: Callable[[], None], deliver: Deliver, **more: Any) -> Scene:
    """One event."""
    if domain == "card":
        more |= {"beside": own_keys, "end": without_changes}
    return Scene(name=name, domain=domain, use_case=use_case, prepare=prepare, deliver=deliver, **more)


def strikes(name: str, domain: str, use_case: str, prepare: Callable[[], None], at: datetime) -> Scene:
    """The clock's hour has come."""
    return scene(name, domain, use_case, prepare, lambda function: function(schedule_event(instant(at))), at=at)


def heard(name: str, domain: str, use_case: str, prepare: Callable[[], None], *facts: Any) -> Scene:
    """The bus brings facts."""
    return scene(name, domain, use_case, prepare, lambda function: function(fact_event(*facts)))


def told(domain: str, prepare: Callable[[], None]) -> Scene:
    """The stream of the domain's table brings all that was prepared."""
    return scene(f"{domain} tells the city", domain, "publish_facts", prepare, lambda function: function(stream()))


def stream() -> dict[str, Any]:
    """Every row there is, as if it had come a moment ago."""
    tables = aws.client("dynamodb").store.tables
    found = [pair for _, table in sorted(tables.items()) for pair in sorted(table.items.items())]
    rows = [(key, item) for key, item in found if "pk" in item]
    return {"Records": [record(key, None, item, number) for number, (key, item) in enumerate(rows) if "told" in item]}


def a_town() -> Town:
    """The register of citizens, with the municipal register's file where it is read."""
    town = Town(plain("citizen"), clock.Frozen(NOON))
    with town.function("verify_residence").running():
        from cercano.citizen import seeded_register

        body = json.dumps(SEED).encode()
        aws.client("s3").put_object(Bucket=setting("REGISTER_BUCKET"), Key=seeded_register.KEY, Body=body)
    return town


def bound() -> Town:
    """Ana answers for Teo, who is fifteen."""
    town = a_town()
    assert town.verify().status == 200
    town.say_who("teo", birth_date="2010-01-01")
    code = str(town.ask("answer_family", "POST", "/me/family/code", subject="teo").json["code"])
    assert town.bind(kind="child_with_code", code=code).status == 201
    return town


def leaves() -> None:
    """Ana asked to be erased; she has consents, a copy, somebody who answers for nobody then."""
    town = bound()
    assert town.verify("berta", OTHER).status == 200
    assert town.ask("export_me", "POST", "/me/export").status in (200, 201, 202)
    assert town.leave().status in (200, 202)


def a_card() -> tuple[Office, str]:
    """Ana's card, in her phone, with a concession."""
    office = Office(plain("card"), clock.Frozen(NOON))
    card_id = office.card()
    office.phone(card_id, a_key())
    assert office.staff("grant_concession", "POST", f"/cards/{card_id}/concessions", SENIOR).status == 200
    return office, card_id


def blocked() -> None:
    """It was blocked after the first list."""
    office, CARDS["one"] = a_card()
    office.function("refresh_statuses")(schedule_event(instant(NOON)))
    assert office.do("block", CARDS["one"], {"reason": "lost"}).status == 200


def on_the_list() -> None:
    """Everything about Ana's card is done; it is on a list of an hour ago."""
    a_card()


CARDS: dict[str, str] = {}


def block_heard(function: Any) -> Any:
    """The bus says that it was blocked."""
    fact = CardBlocked(at=NOON, card_id=CARDS["one"], account_id="acc_1", reason="lost")
    return function(fact_event(fact, source="cercano.card"))


def owes() -> None:
    """Ana's account owes, and is on the deny list; somebody put money in."""
    city(50, said(8000, 1), said(300, 2, line="3", operator="tram"), said(60, 3, line="4"))()
    holders.ownership("ana", ACCOUNT).keep()
    archive.keep((ACCOUNT, entry) for entry in book.existing(ACCOUNT).recent)


def paid() -> None:
    """And it has money again."""
    from cercano.access import denying

    owes()
    denying.look_again(ACCOUNT, NOON)
    top_up(20_00)


def sold_often(street: Street, made: Made) -> None:
    """Five sales alike, within minutes."""
    for number in range(5):
        with clock.freeze(NOON + timedelta(minutes=5 * number)):
            assert street.sell(made["shop"], 23_45, number).status == 200


POINTS_SPENT = after(with_campaigns(POINTS), sold(100_00))
MONEY = (
    MoneyToppedUp(at=NOON, account_id=ACCOUNT, amount_cents=20_00, channel="desk"),
    BalanceLow(at=NOON, account_id=ACCOUNT, balance_cents=10),
    AccountFrozen(at=NOON, account_id="acc_none", reason="fraud"),
)


def card_facts() -> tuple[Any, ...]:
    """What the card office tells of a new card, blocked since."""
    from datetime import date

    from cercano.facts.card import CardActivated, CardIssued, CredentialActivated

    ids = {"card_id": "card_2", "account_id": "acc_2"}
    until = date(2030, 1, 1)
    return (
        CardIssued(at=NOON, **ids, citizen_id="leo", card_class="child", expires_on=until),
        CardActivated(at=NOON + timedelta(seconds=1), **ids),
        CredentialActivated(at=NOON, **ids, credential_id="00112233445566aa", medium="chip"),
        CardBlocked(at=NOON + timedelta(seconds=2), **ids, reason="lost"),
    )


SCENES = [
    strikes("a week ago somebody asked to be erased", "citizen", "carry_out_erasures", leaves, WEEK_LATER),
    strikes("a child comes of age", "citizen", "end_guardianships", lambda: bound() and None, EIGHTEEN),
    told("citizen", leaves),
    strikes("a card's last day is over", "card", "expire_cards", lambda: a_card() and None, LAST_DAY),
    strikes("a renewal opens", "card", "remind_renewals", lambda: a_card() and None, RENEWAL),
    strikes("the list is signed", "card", "refresh_statuses", on_the_list, NOON + timedelta(hours=2)),
    scene("a block is heard", "card", "publish_statuses", blocked, block_heard),
    heard("the holder leaves", "card", "heed_citizens", on_the_list, CitizenErased(at=NOON, **NAME)),
    heard("who is verified and bound", "card", "heed_citizens", on_the_list,
          CitizenVerified(at=NOON, **NAME, level=2), *BONDS),
    heard("a copy of cards", "card", "heed_citizens", on_the_list, COPY),
    told("card", blocked),
    told("wallet", collected),
    heard("a debt is heard of", "access", "heed_wallet", owes, *MONEY),
    heard("money is heard of", "access", "heed_wallet", paid, *MONEY),
    heard("bonds, and a copy of journeys", "access", "heed_citizens", owes, *BONDS, COPY),
    told("access", paid),
    of_clock("yesterday's sales are looked through", "find_signals", after(with_campaigns(TEN_PERCENT), sold_often),
             datetime(2026, 11, 24, 4, 30, tzinfo=UTC)),
    heard("a child's card is told to the tills", "loyalty", "heed_cards", Shopping(POINTS_SPENT).prepare,
          *card_facts()),
    heard("a buyer leaves", "loyalty", "heed_citizens", Shopping(POINTS_SPENT).prepare,
          CitizenErased(at=NOON, **NAME)),
    heard("a copy of points", "loyalty", "heed_citizens", Shopping(POINTS_SPENT).prepare, COPY),
    told("loyalty", Shopping(POINTS_SPENT).prepare),
]  # fmt: skip
