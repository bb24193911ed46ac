"""Every handler of access that charges an account: taps by the batch and at a gate, an end that a holder declares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cercano.access import tables
from cercano.access.hearing import read
from cercano.access.rows import FARES, FaresRow
from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.ledger import archive, book
from tests.access.fares import a_table
from tests.functions.access.conftest import ACCOUNT, acts_for, an_account, said, upload
from tests.proofs.power import Scene
from tests.support.aws import Function
from tests.support.bank import NOON
from tests.support.events import schedule_event
from tests.support.http import Answer, call

OTHER, TRAM = "0011223344556677", {"operator": "tram", "line": "T1", "service": "bus"}
BEGAN = said(3600, 1, kind="on", service="parking", line="", vehicle="")


def city(cents: int, *before: dict[str, Any]) -> Callable[[], None]:
    """Fares; Ana's account with so much money and these taps behind it, Leo's with ten euros."""

    def prepare() -> None:
        tables.forget()
        FaresRow(FARES, "2026-01-01", document=a_table()).keep()
        an_account(cents=cents)
        an_account("acc_leo", held=(OTHER,), card_id="card_leo")
        for operator in ("tus", "tram"):
            acts_for(f"operator:{operator}", "gate")
        from cercano.access.charging import charge_all

        for one in before:
            charge_all([read("bus-204", one)], NOON)
            archive.keep((ACCOUNT, entry) for entry in book.existing(ACCOUNT).recent)

    return prepare


def ingest(name: str, prepare: Callable[[], None], *messages: list[dict[str, Any]]) -> Scene:
    """Taps come out of the queue."""
    return Scene(
        name=name,
        domain="access",
        use_case="ingest_taps",
        prepare=prepare,
        deliver=lambda function: afresh(function, upload(*messages)),
    )


def afresh(function: Function, event: dict[str, Any]) -> Any:
    """In a new process: no fare table is remembered."""
    tables.forget()
    return function(event)


def at_gate(name: str, prepare: Callable[[], None], tap: dict[str, Any]) -> Scene:
    """A gate asks."""

    def deliver(function: Function) -> Answer:
        tables.forget()
        return call(function.handler, "POST", "/taps", body=tap, subject="gate", roles=("operator",))

    return Scene(name=name, domain="access", use_case="tap", prepare=prepare, deliver=deliver)


def declare(function: Function) -> Answer:
    """Ana says when her stay ended."""
    tables.forget()
    begun = read("bus-204", BEGAN).tap.tap_id
    body = {"account_id": ACCOUNT, "ended_at": instant(NOON - timedelta(minutes=5))}
    return call(function.handler, "POST", f"/journeys/{begun}/end", body=body, subject="ana", roles=("citizen",))


def in_the_evening(function: Function) -> Any:
    """The clock strikes when the stay's longest time is over."""
    with clock.freeze(clock.now() + timedelta(hours=13)):
        return function(schedule_event(instant(clock.now())))


RIDES = [said(7200 - 60 * number, number) for number in range(5)]
"""Five taps, one by one, of the hour before last: the one after them turns the page."""

SCENES = [
    ingest("taps of two cards", city(10_00), [said(600, 1), said(300, 2, line="3")], [said(60, 1, OTHER)]),
    ingest("a tap that turns the page", city(10_00, *RIDES), [said(60, 9, line="3")]),
    ingest("a late tap that changes others, of two operators",
           city(10_00, said(1200, 2, line="3"), said(900, 3, **TRAM)), [said(3000, 1)]),
    ingest("more taps than one write takes", city(20_00), [said(6000 - 600 * n, n) for n in range(9)]),
    ingest("taps that take it below zero", city(1_00), [said(8000, 1), said(300, 2), said(60, 3)]),
    ingest("unknown, out of time, copied", city(10_00, said(600, 7)),
           [said(7200, 1, "f" * 16), said(40 * 86_400, 2), said(30, 7)]),
    ingest("a tap that the floor refuses", city(0, said(9000, 1), said(4000, 2), said(200, 3)), [said(50, 4)]),
    at_gate("let in", city(10_00, *RIDES), said(0, 9)),
    at_gate("refused: no money", city(50), said(0, 9)),
    at_gate("refused: unknown", city(50), said(0, 9, "f" * 16)),
    at_gate("refused: a counter that came back", city(10_00, said(600, 7)), said(0, 7)),
    Scene(name="an end declared", domain="access", use_case="correct_journey", prepare=city(20_00, BEGAN),
          deliver=declare),
    Scene(name="a stay that nobody ends", domain="access", use_case="end_stays", prepare=city(20_00, BEGAN),
          deliver=in_the_evening),
    Scene(name="a stay whose cost turns the page", domain="access", use_case="end_stays",
          prepare=city(20_00, *RIDES, BEGAN), deliver=in_the_evening),
]  # fmt: skip
