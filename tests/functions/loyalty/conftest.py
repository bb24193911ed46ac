"""A street of shops on moto: its table as infra/loyalty.yaml says it, at noon on Monday, 23 November 2026."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from cercano.credential import qr
from cercano.facts.card import CardActivated, CardIssued, CredentialActivated
from cercano.kit import aws, clock
from cercano.loyalty.instants import prefix_of
from tests.support.aws import Domain
from tests.support.codes import code, keys_published
from tests.support.events import fact_event
from tests.support.http import Answer, call
from tests.support.loyalty import IBAN, NOON

ANA_CARD = "9f86d081884c7d65"
LATER_YEAR = date(2030, 1, 1)


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    """The clock, stopped."""
    with clock.freeze(NOON) as frozen:
        yield frozen


def till_id(number: int = 1) -> str:
    """An id that a till makes now."""
    return prefix_of(clock.now()) + f"{number:020x}"


class Street:
    """Loyalty as merchants, citizens and staff use it."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._functions: dict[str, Any] = {}

    def function(self, use_case: str) -> Any:
        """A use case, loaded once."""
        if use_case not in self._functions:
            self._functions[use_case] = self.domain.function(use_case)
        return self._functions[use_case]

    def ask(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """Call an HTTP use case, as Sofia of the staff unless `subject` and `roles` say otherwise."""
        function = self.function(use_case)
        said = {"subject": "sofia", "roles": ("staff",), **options}
        with function.running(), keys_published():
            return call(function.handler, method, path, body=body, **said)

    def as_merchant(self, use_case: str, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """As Berta, who keeps the bookshop."""
        return self.ask(use_case, method, path, body, **{"subject": "berta", "roles": ("merchant",), **options})

    def as_citizen(self, use_case: str, method: str, path: str, body: Any = None, subject: str = "ana") -> Answer:
        """As Ana."""
        return self.ask(use_case, method, path, body, subject=subject, roles=("citizen",))

    def shop(self, owner: str = "berta", key: str = "k1", **changed: Any) -> str:
        """A shop that takes part."""
        said = {**A_SHOP, **changed}
        made = self.as_merchant("join_shop", "POST", "/shops", said, subject=owner, headers={"Idempotency-Key": key})
        shop_id = str(made.json["shop_id"])
        assert self.ask("decide_shop", "POST", f"/shops/{shop_id}/approval").status == 200
        return shop_id

    def campaign(self, **changed: Any) -> str:
        """A live campaign: Sofia wrote it, Luis launched it."""
        made = self.ask("edit_campaign", "POST", "/campaigns", {**TEN_PERCENT, **changed})
        campaign_id = str(made.json["campaign_id"])
        assert self.launch(campaign_id, made.headers["etag"]).status == 200
        return campaign_id

    def launch(self, campaign_id: str, tag: str = '"1"', subject: str = "luis") -> Answer:
        """Somebody launches what they read."""
        place, read = f"/campaigns/{campaign_id}/launch", {"If-Match": tag}
        return self.ask("launch_campaign", "POST", place, subject=subject, headers=read)

    def hear(self, *facts: Any) -> list[dict[str, str]]:
        """Facts come in from the bus; answers those that come back."""
        heard = self.function("heed_cards")(fact_event(*facts, source="cercano.card"))
        return list(heard["batchItemFailures"])

    def card(self, credential_id: str = ANA_CARD, citizen_id: str | None = "ana", card_class: str = "resident") -> None:
        """An active card with a credential."""
        ids = {"card_id": f"card_{credential_id}", "account_id": f"acc_{credential_id}"}
        begun = NOON - timedelta(days=9)
        issued = CardIssued(at=begun, **ids, citizen_id=citizen_id, card_class=card_class, expires_on=LATER_YEAR)
        active = CredentialActivated(at=begun, **ids, credential_id=credential_id, medium="app")
        assert self.hear(issued, CardActivated(at=begun + timedelta(hours=1), **ids), active) == []

    def sell(self, shop_id: str, amount_cents: Any, number: int = 1, **changed: Any) -> Answer:
        """Berta sells to Ana: sale number n in the n-th half minute from now, for each has a code of its own."""
        owner = changed.pop("subject", "berta")
        with clock.freeze(clock.now() + timedelta(seconds=qr.SLOT_S * number)):
            shown = {"qr": code(changed.pop("credential_id", ANA_CARD)), "amount_cents": amount_cents}
            body = {**shown, "purchase_id": till_id(number), **changed}
            return self.as_merchant("take_purchase", "POST", f"/shops/{shop_id}/purchases", body, subject=owner)

    def refund(self, shop_id: str, purchase_id: str, amount_cents: Any, number: int = 900) -> Answer:
        """Berta takes goods back."""
        place = f"/shops/{shop_id}/purchases/{purchase_id}/refunds"
        said = {"refund_id": till_id(number), "amount_cents": amount_cents}
        return self.as_merchant("refund_purchase", "POST", place, said)

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Every fact that the table's stream would carry now."""
        items = aws.client("dynamodb").scan(TableName=self.domain.ref("LoyaltyTable"))["Items"]
        envelopes = [e for item in items for e in json.loads(item.get("told", {}).get("S", "[]"))]
        return [(e["name"], e["data"]) for e in sorted(envelopes, key=lambda e: (e["name"], e["id"]))]


@pytest.fixture
def street(city: Callable[[str], Domain], noon: clock.Frozen) -> Street:
    """The street."""
    return Street(city("loyalty"))


A_SHOP: dict[str, Any] = {
    "name": "Librería Gil",
    "category": "books",
    "address": "Plaza Pombo, s/n",
    "lat": 43.4623,
    "lon": -3.8040,
    "opens": "09:00",
    "closes": "21:00",
    "iban": IBAN,
}
TEN_PERCENT: dict[str, Any] = {
    "title": {"es": "Compra cerca", "en": "Shop close by"},
    "starts_at": "2026-11-22T08:00:00Z",
    "ends_at": "2026-12-24T22:00:00Z",
    "reward": {"kind": "percent", "percent": 10, "shop_percent": 20},
    "budget": 1_000_000,
}
PAY_70_GET_100: dict[str, Any] = {
    "reward": {"kind": "voucher", "price_cents": 7_000, "face_cents": 10_000, "shop_percent": 20},
    "limits": {"per_person": 2},
    "budget": 40,
}
POINTS: dict[str, Any] = {"reward": {"kind": "points", "points_per_euro": 2}, "budget": 100_000}
