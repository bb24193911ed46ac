"""Every five minutes: no order is forgotten, whatever was lost on the way; and nobody asks for ever."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from cercano.kit import clock
from cercano.kit.facts import instant
from cercano.ledger import book
from cercano.ledger.model import Account
from cercano.wallet import due, orders
from cercano.wallet.topups import TopUp
from infra.local.bank import Bank, Order
from tests.support.aws import Domain, Function
from tests.support.bank import NOON, SECRET
from tests.support.events import event, schedule_event

Open = Callable[..., Account]
Sweep = Callable[..., dict[str, Any]]
ORDER = "2519K7Q2M9X4"


class Desk:
    """The bank behind a real door, which can be shut."""

    def __init__(self) -> None:
        self.bank = Bank(SECRET)
        self.asked: list[str] = []
        self.is_shut = False
        self.lie: dict[str, str] | None = None

    def pay(self, *, is_paid: bool = True, amount_cents: int = 2000) -> None:
        order = Order(
            order=ORDER, amount_cents=amount_cents, currency="978", merchant="999008881", terminal="1",
            notify_url="", ok_url="", ko_url="", language="es",
        )  # fmt: skip
        self.bank.decide(order, is_paid=is_paid, at=NOON)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def sweep(wallet: Domain, desk: Desk) -> Iterator[Sweep]:
    """Run the sweep so many minutes after noon."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = desk.lie or desk.bank.asked(asked)
            desk.asked.append(ORDER)
            self.send_response(503 if desk.is_shut else 200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = wallet.settings("sweep_top_ups") | {"GATEWAY_ASK_URL": f"http://127.0.0.1:{server.server_port}/"}
    function = Function("wallet", "sweep_top_ups", settings)

    def run(minutes: float) -> dict[str, Any]:
        at = NOON + timedelta(minutes=minutes)
        done = function(schedule_event(instant(at)))
        return {name: done[name] for name in ("settled", "lapsed", "put_off")}

    yield run
    server.shutdown()
    server.server_close()


@pytest.fixture
def ordered(an_account: Open) -> TopUp:
    """Ana was sent to the bank at noon."""
    an_account()
    top_up = TopUp(
        order=ORDER, account_id="acc_ana", amount_cents=2000, asked_by="ana", asked_at=NOON,
        entry_id=f"{int(NOON.timestamp() * 1000):012x}{'a' * 16}",
    )  # fmt: skip
    orders.begin(top_up)
    return top_up


def money() -> int:
    return book.existing("acc_ana").balance_cents


def state() -> str:
    row = orders.find(ORDER)
    assert row is not None
    return row.state.value


def waiting() -> int:
    return len(list(due.due("top_up", NOON + timedelta(days=30), 100)))


def test_a_payment_whose_notification_was_lost_is_credited_within_twenty_minutes(
    sweep: Sweep, desk: Desk, ordered: TopUp
) -> None:
    desk.pay()

    assert [sweep(14), sweep(15), sweep(20)] == [
        {"settled": 0, "lapsed": 0, "put_off": 0},
        {"settled": 1, "lapsed": 0, "put_off": 0},
        {"settled": 0, "lapsed": 0, "put_off": 0},
    ]
    assert (money(), state(), waiting(), len(desk.asked)) == (2000, "credited", 0, 1)


def test_what_was_heard_already_is_not_asked_about(sweep: Sweep, desk: Desk, ordered: TopUp) -> None:
    from cercano.wallet.crediting import settle
    from cercano.wallet.gateway import Said

    paid = Said(order=ORDER, amount_cents=2000, currency=978, is_paid=True, response="0000", authorisation="714205")
    settle(paid, clock.now())

    assert sweep(15)["settled"] == 1
    assert (money(), desk.asked, waiting()) == (2000, [], 0)


def test_an_abandoned_order_is_asked_about_ever_more_seldom_and_given_up_after_two_days(
    sweep: Sweep, desk: Desk, ordered: TopUp
) -> None:
    for minutes in range(0, 60 * 72, 5):
        sweep(minutes)

    assert (money(), state(), waiting()) == (0, "lapsed", 0)
    assert len(desk.asked) <= 12


def test_while_the_bank_is_away_nothing_is_given_up(sweep: Sweep, desk: Desk, ordered: TopUp) -> None:
    desk.is_shut = True
    assert sweep(15) == {"settled": 0, "lapsed": 0, "put_off": 0}
    assert (state(), waiting()) == ("asked", 1)

    desk.is_shut = False
    desk.pay()
    assert sweep(20)["settled"] == 1
    assert money() == 2000


@pytest.mark.parametrize("amount_cents", [1999, 200_000])
def test_an_answer_that_does_not_fit_credits_nothing(
    sweep: Sweep, desk: Desk, ordered: TopUp, amount_cents: int, capsys: Any
) -> None:
    desk.pay(amount_cents=amount_cents)

    assert sweep(15)["put_off"] == 1
    assert (money(), state()) == (0, "asked")
    assert '"alarm":true' in capsys.readouterr().out


def test_an_answer_somebody_else_signed_credits_nothing(sweep: Sweep, desk: Desk, ordered: TopUp) -> None:
    desk.pay()
    said = {"Ds_Order": ORDER, "Ds_Amount": "2000", "Ds_Currency": "978", "Ds_Response": "0000"}
    desk.lie = Bank("another-key-of-somebody-elsewhere").sign(said)

    sweep(15)

    assert (money(), state()) == (0, "asked")


def test_a_card_refused_at_the_bank_is_said_to_be(sweep: Sweep, desk: Desk, ordered: TopUp) -> None:
    desk.pay(is_paid=False)

    sweep(15)

    assert (money(), state()) == (0, "refused")


def test_the_sample_is_of_its_schedule(wallet: Domain) -> None:
    done = wallet.function("sweep_top_ups")(event("wallet", "sweep_top_ups"))

    assert done["settled"] == 0
