"""Every handler of loyalty that gives, takes back or settles money, points and vouchers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.loyalty.instants import prefix_of
from tests.functions.loyalty.conftest import A_SHOP, ANA_CARD, PAY_70_GET_100, POINTS, TEN_PERCENT, Street
from tests.proofs.power import Scene, masked
from tests.support.aws import Domain, Function
from tests.support.bank import NOON
from tests.support.codes import code, keys_published
from tests.support.events import schedule_event
from tests.support.http import Answer, call
from tests.support.templates import ROOT, Template

MONDAY_NIGHT = datetime(2026, 11, 30, 3, tzinfo=UTC)
WEEKS_LATER = datetime(2026, 12, 14, 3, tzinfo=UTC)
Made = dict[str, str]
Fill = Callable[[Street, Made], None]


class Shopping:
    """A street that a scene fills, and the ids that came of it."""

    def __init__(self, fill: Fill) -> None:
        self.made: Made = {}
        self._fill = fill

    def prepare(self) -> None:
        """A shop, Ana's card, and what the scene adds."""
        street = Street(Domain(Template(ROOT / "infra" / "loyalty.yaml"), furnish=False))
        street.card()
        self.made.clear()
        self.made["shop"] = street.shop()
        self._fill(street, self.made)

    def asking(
        self, who: str, role: str, path: str, body: Any, method: str = "POST", headers: dict[str, str] | None = None
    ) -> Callable[[Function], Answer]:
        """A request whose path names what was made."""

        def deliver(function: Function) -> Answer:
            with keys_published():
                place = path.format(**self.made)
                return call(function.handler, method, place, body=body, subject=who, roles=(role,), headers=headers)

        return deliver


def of_shop(name: str, use_case: str, path: str, fill: Fill, **body: Any) -> Scene:
    """Berta's till asks."""
    shopping = Shopping(fill)
    deliver = shopping.asking("berta", "merchant", "/shops/{shop}" + path, body)
    return Scene(name=name, domain="loyalty", use_case=use_case, prepare=shopping.prepare, deliver=deliver)


def of_citizen(
    name: str, path: str, fill: Fill, body: Any = None, method: str = "POST", answered: int | None = None
) -> Scene:
    """Ana asks for a voucher, or gives one back."""
    shopping = Shopping(fill)
    deliver = shopping.asking("ana", "citizen", "/campaigns/{campaign}" + path, body, method)
    return Scene(
        name=name,
        domain="loyalty",
        use_case="reserve_voucher",
        prepare=shopping.prepare,
        deliver=deliver,
        answered=answered,
    )


def of_clock(name: str, use_case: str, fill: Fill, at: datetime) -> Scene:
    """A schedule's hour has come."""
    return Scene(
        name=name,
        domain="loyalty",
        use_case=use_case,
        prepare=Shopping(fill).prepare,
        at=at,
        deliver=lambda function: function(schedule_event(instant(at))),
    )


def with_campaigns(*changes: dict[str, Any]) -> Fill:
    """Campaigns; the last one made is "campaign"."""

    def fill(street: Street, made: Made) -> None:
        for change in changes:
            made["campaign"] = street.campaign(**change)

    return fill


def after(fill: Fill, *steps: Callable[[Street, Made], Any]) -> Fill:
    """The same, and then so much more."""

    def more(street: Street, made: Made) -> None:
        fill(street, made)
        for step in steps:
            step(street, made)

    return more


def sold(cents: int, number: int = 1, **changed: Any) -> Fill:
    """Berta sold something to Ana."""

    def sell(street: Street, made: Made) -> None:
        made["purchase"] = street.sell(made["shop"], cents, number, **changed).json["purchase_id"]

    return sell


def reserved(number: int = 0, who: str = "ana") -> Fill:
    """Somebody reserved a voucher."""

    def reserve(street: Street, made: Made) -> None:
        path, body = f"/campaigns/{made['campaign']}/vouchers", {"request_id": f"{number:032x}"}
        made["voucher"] = street.as_citizen("reserve_voucher", "POST", path, body, who).json["voucher_id"]

    return reserve


def refunded(street: Street, made: Made) -> None:
    """Part of the purchase went back."""
    assert street.refund(made["shop"], made["purchase"], 1_500).status == 200


def drafted(street: Street, made: Made) -> None:
    """Sofia wrote a campaign that nobody launched yet."""
    made["campaign"] = street.ask("edit_campaign", "POST", "/campaigns", TEN_PERCENT).json["campaign_id"]


def launching() -> Scene:
    """Luis launches it."""
    shopping = Shopping(drafted)
    read = {"If-Match": '"1"'}
    deliver = shopping.asking("luis", "staff", "/campaigns/{campaign}/launch", None, headers=read)
    return Scene(
        name="launch a campaign",
        domain="loyalty",
        use_case="launch_campaign",
        prepare=shopping.prepare,
        deliver=deliver,
        asks_again=(412,),
    )


def shops_kept(items: Any) -> dict[tuple[str, str, str], Any]:
    """All but the claim on the key: who waited for it has its answer for longer."""
    return masked({key: item for key, item in items.items() if not key[1].startswith("IDEMPOTENCY#")})


def joining() -> Scene:
    """Carlos asks to take part."""
    shopping = Shopping(with_campaigns())
    key = {"Idempotency-Key": "k9"}
    deliver = shopping.asking("carlos", "merchant", "/shops", A_SHOP, headers=key)
    return Scene(
        name="a shop joins",
        domain="loyalty",
        use_case="join_shop",
        prepare=shopping.prepare,
        deliver=deliver,
        has_key=True,
        end=shops_kept,
    )


def till(number: int) -> str:
    """An id that a till made at noon."""
    return prefix_of(NOON) + f"{number:020x}"


FEW = {**PAY_70_GET_100, "budget": 17, "limits": {"per_person": 20}}
"""Two drawers of eight or nine vouchers."""


def code_of_noon() -> str:
    """Ana's code at noon."""
    with clock.freeze(NOON):
        return code(ANA_CARD)


A_SALE = {"qr": code_of_noon(), "purchase_id": till(7)}
PLENTY = with_campaigns({}, POINTS, PAY_70_GET_100)
VOUCHER = f"{99:032x}"

SCENES = [
    of_shop("a sale with a discount and points", "take_purchase", "/purchases", PLENTY, **A_SALE, amount_cents=50_00),
    of_shop("a code is shown", "take_purchase", "/quotes", PLENTY, qr=A_SALE["qr"], amount_cents=50_00),
    of_shop("a sale that spends points", "take_purchase", "/purchases", after(PLENTY, sold(100_00)),
            **A_SALE, amount_cents=50_00, points=120),
    of_shop("a sale with a voucher", "take_purchase", "/purchases", after(PLENTY, reserved()),
            **A_SALE, amount_cents=150_00),
    of_shop("a sale that needs the reserve", "take_purchase", "/purchases", with_campaigns({}),
            **A_SALE, amount_cents=6_000_00),
    of_shop("a sale on a limited campaign", "take_purchase", "/purchases",
            with_campaigns({"limits": {"per_person": 1, "per_shop": 3, "per_shop_day": 2}}),
            **A_SALE, amount_cents=50_00),
    of_shop("a refund of a part", "refund_purchase", "/purchases/{purchase}/refunds",
            after(PLENTY, reserved(), sold(150_00)), refund_id=till(8), amount_cents=40_00),
    of_shop("a refund of all that is left", "refund_purchase", "/purchases/{purchase}/refunds",
            after(PLENTY, sold(100_00), refunded), refund_id=till(8), amount_cents=85_00),
    of_citizen("a voucher", "/vouchers", with_campaigns(PAY_70_GET_100), {"request_id": VOUCHER}),
    of_citizen("a voucher out of the reserve", "/vouchers",
               after(with_campaigns({**PAY_70_GET_100, "budget": 40, "limits": {"per_person": 20}}),
                     *(reserved(number) for number in range(13))), {"request_id": VOUCHER}),
    of_citizen("a voucher when one has enough", "/vouchers",
               after(with_campaigns(PAY_70_GET_100), reserved(1), reserved(2)), {"request_id": VOUCHER}, answered=409),
    of_citizen("a voucher given back", "/vouchers/{voucher}", after(with_campaigns(PAY_70_GET_100), reserved()),
               method="DELETE"),
    of_clock("a week is closed", "settle_week", after(PLENTY, sold(100_00), refunded), MONDAY_NIGHT),
    of_clock("vouchers lapse", "tend_vouchers", after(with_campaigns(FEW), reserved(1), reserved(2)), WEEKS_LATER),
    launching(),
    joining(),
]  # fmt: skip
