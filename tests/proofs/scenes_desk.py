"""What the city's staff decide and note: fares, shops, what was counted in a till."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.access.fares import a_table
from tests.functions.loyalty.conftest import A_SHOP, Street
from tests.proofs.power import Deliver, Scene
from tests.proofs.scenes_access import city
from tests.proofs.scenes_loyalty import Made, Shopping
from tests.proofs.scenes_wallet import ana
from tests.support.aws import Function
from tests.support.http import Answer, call

NEXT_YEAR = {**a_table(), "table_id": "2027", "valid_from": "2027-01-01"}
COUNTED = {"place": "kiosk:k-1", "counted_cents": 5_00}


def staff(path: str, body: Any, *done: int) -> Deliver:
    """Sofia asks; told one of `done`, she looks, and reads that it is done."""

    def deliver(function: Function) -> Answer:
        answer = call(function.handler, "POST", path, body=body, subject="sofia", roles=("staff",))
        return replace(answer, status=200, body=b"") if answer.status in done else answer

    return deliver


def applied(street: Street, made: Made) -> None:
    """Carlos's shop waits for an answer."""
    said = {"subject": "carlos", "headers": {"Idempotency-Key": "k9"}}
    made["other"] = street.as_merchant("join_shop", "POST", "/shops", A_SHOP, **said).json["shop_id"]


APPLIED = Shopping(applied)


SCENES = [
    Scene(name="fares are decided for next year", domain="access", use_case="decide_fares", prepare=city(0),
          deliver=staff("/fares", NEXT_YEAR, 409), asks_again=(412,)),
    Scene(name="a shop is let in", domain="loyalty", use_case="decide_shop", prepare=APPLIED.prepare,
          deliver=APPLIED.asking("sofia", "staff", "/shops/{other}/approval", None), asks_again=(412,)),
    Scene(name="a till is counted", domain="wallet", use_case="report_takings", prepare=ana,
          deliver=staff("/reconciliation/2026-11-23/cash-counts", COUNTED)),
]  # fmt: skip
