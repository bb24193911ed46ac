"""Gates that ask: POST /taps opens or says why not; the deny list and the inspector read what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cercano.facts.wallet import MoneyToppedUp
from cercano.kit import clock
from cercano.ledger import book
from tests.functions.access.conftest import ACCOUNT, CHIP, PHONE, acts_for, an_account, balance, said, top_up, upload
from tests.support.aws import Domain
from tests.support.events import event, fact_event
from tests.support.http import Answer, call

Ask = Callable[..., Answer]


@pytest.fixture
def ask(access: Domain) -> Ask:
    """`ask("tap", "POST", "/taps", body=...)` as the operator of the gates."""
    functions: dict[str, Any] = {}
    for subject in ("tus", "other"):
        acts_for("operator:tus", subject)

    def asked(
        use_case: str, method: str, path: str, roles: tuple[str, ...] | None = ("operator",), **more: Any
    ) -> Answer:
        function = functions.setdefault(use_case, None) or access.function(use_case)
        functions[use_case] = function
        with function.running():
            return call(function.module.app, method, path, subject=more.pop("subject", "tus"), roles=roles, **more)

    return asked


def tap(ask: Ask, ago_s: int = 0, counter: int = 1, **more: Any) -> dict[str, Any]:
    answer = ask("tap", "POST", "/taps", body=said(ago_s, counter, **more))
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_a_gate_opens_says_what_it_cost_and_what_is_left(ask: Ask):
    assert tap(ask) == {
        "tap_id": tap(ask)["tap_id"],
        "granted": True,
        "reason": "flat",
        "text": {"es": "Un viaje, tarifa general.", "en": "One journey, standard fare."},
        "cents": 66,
        "balance_cents": 934,
    }
    assert balance() == 934


def test_a_transfer_opens_for_nothing_and_says_so(ask: Ask):
    tap(ask, 2460)

    answer = tap(ask, counter=2, line="3")

    assert (answer["cents"], answer["reason"]) == (0, "transfer")
    assert answer["text"]["en"] == "Free transfer: 41 min after line 1."


def test_a_gate_that_asks_lends_nothing(ask: Ask):
    an_account("acc_02", 65, held=("aaaaaaaaaaaaaaaa",))

    answer = tap(ask, credential="aaaaaaaaaaaaaaaa")

    assert (answer["granted"], answer["reason"], answer["balance_cents"]) == (False, "not_enough_money", 65)
    assert balance("acc_02") == 65


@pytest.mark.parametrize(
    ("tapped", "reason"),
    [
        ({"credential": "f" * 16}, "credential_unknown"),
        ({"service": "cable_car"}, "no_such_service"),
        ({"ago_s": -400}, "tap_out_of_time"),
    ],
)
def test_what_does_not_open_says_why_in_both_languages(ask: Ask, tapped: dict[str, Any], reason: str):
    answer = tap(ask, **tapped)

    assert (answer["granted"], answer["reason"], answer["cents"]) == (False, reason, None)
    assert answer["text"]["es"] != answer["text"]["en"]
    assert balance() == 1000


def test_a_frozen_account_opens_nothing(ask: Ask):
    book.change(ACCOUNT, lambda account: account.stop("lost", clock.now() - timedelta(minutes=1)))

    assert tap(ask)["reason"] == "account_frozen"


def test_one_code_shown_at_two_gates_opens_one(ask: Ask):
    first = tap(ask, counter=59_000_000)
    second = ask("tap", "POST", "/taps", subject="other", body=said(0, 59_000_000)).json

    assert (first["granted"], second["granted"], second["reason"]) == (True, False, "counter_used")


def test_a_gate_taps_for_its_own_operator_alone(ask: Ask, capsys: pytest.CaptureFixture[str]):
    before = book.existing(ACCOUNT)

    foreign = ask("tap", "POST", "/taps", body=said(operator="city", service="parking", kind="on"))
    nobodys = ask("tap", "POST", "/taps", subject="nobody", body=said())
    unknown = ask("tap", "POST", "/taps", subject="nobody", body=said(credential="f" * 16))

    answers = [foreign, nobodys, unknown]
    assert [(answer.status, answer.code) for answer in answers] == [(403, "not_your_operator")] * 3
    assert book.existing(ACCOUNT) == before
    assert capsys.readouterr().out.count("not_ones_operator") == 3


def test_an_inspector_sees_nothing_of_another_operator(ask: Ask):
    tap(ask, 600)

    answer = inspect(ask, subject="inspector of another").json

    assert (answer["has_tapped"], answer["taps"]) == (False, [])


@pytest.mark.parametrize("roles", [None, (), ("staff",), ("merchant",)])
def test_only_operators_ask(ask: Ask, roles: tuple[str, ...] | None):
    assert ask("tap", "POST", "/taps", roles=roles, body=said()).status == (401 if roles is None else 403)
    assert balance() == 1000


@pytest.mark.parametrize(
    "wrong",
    [{"counter": -1}, {"counter": 2**48}, {"counter": "1"}, {"kind": "declared"}, {"credential": "x"}, {"cents": 0},
     {"at": "2026-11-23T11:00:00"}, {"at": "1970-01-01T00:00:00Z"}],
    ids=str,
)  # fmt: skip
def test_a_tap_of_another_form_is_not_taken(ask: Ask, wrong: dict[str, Any]):
    assert ask("tap", "POST", "/taps", body={**said(), **wrong}).status == 422
    assert balance() == 1000


def test_the_sample_is_a_tap(access: Domain):
    assert event("access", "tap")["path"] == "/taps"


# ---- The deny list ----


def listed(ask: Ask, **more: Any) -> Answer:
    return ask("read_deny_list", "GET", "/deny-list", roles=None, **more)


def test_a_debt_is_on_the_list_at_once_and_a_top_up_takes_it_off(ask: Ask, access: Domain):
    an_account("acc_02", 0, held=("aaaaaaaaaaaaaaaa",))
    access.function("ingest_taps")(upload([said(60, 1, "aaaaaaaaaaaaaaaa")]))

    first = listed(ask)
    assert first.json["credentials"] == ["aaaaaaaaaaaaaaaa"]
    assert listed(ask, headers={"If-None-Match": first.headers["etag"]}).status == 304

    top_up(500, "acc_02")
    heed = access.function("heed_wallet")
    paid = MoneyToppedUp(at=clock.now(), account_id="acc_02", amount_cents=500, channel="kiosk")
    for _ in range(2):
        assert heed(fact_event(paid)) == {"batchItemFailures": []}

    assert listed(ask).json["credentials"] == []


def test_the_sample_fact_of_an_unknown_account_changes_nothing(access: Domain, ask: Ask):
    assert access.function("heed_wallet")() == {"batchItemFailures": []}
    assert listed(ask).json["credentials"] == []


def test_facts_that_come_in_the_wrong_order_end_in_what_the_account_is(access: Domain, ask: Ask):
    an_account("acc_02", 0, held=("aaaaaaaaaaaaaaaa",))
    access.function("ingest_taps")(upload([said(60, 1, "aaaaaaaaaaaaaaaa")]))
    early = MoneyToppedUp(at=clock.now() - timedelta(hours=1), account_id="acc_02", amount_cents=1, channel="kiosk")

    access.function("heed_wallet")(fact_event(early))

    assert listed(ask).json["credentials"] == ["aaaaaaaaaaaaaaaa"]


# ---- The inspector ----


def inspect(ask: Ask, credential: str = PHONE, vehicle: str = "204", **more: Any) -> Answer:
    return ask("inspect_tap", "GET", f"/inspections?credential={credential}&vehicle={vehicle}", **more)


def test_an_inspector_sees_taps_on_this_vehicle_and_nothing_else_of_the_person(ask: Ask):
    tap(ask, 600)
    tap(ask, 60, counter=2, line="3", vehicle="300")

    answer = inspect(ask).json

    assert (answer["is_known"], answer["has_tapped"]) == (True, True)
    assert [one["vehicle"] for one in answer["taps"]] == ["204"]
    assert ACCOUNT not in inspect(ask).text
    assert inspect(ask, CHIP, "999").json["has_tapped"] is False


def test_a_credential_nobody_answers_for_is_unknown(ask: Ask):
    assert inspect(ask, "f" * 16).json == {
        **{"is_known": False, "has_tapped": False, "taps": []},
        **{"card_class": "", "concessions": [], "last": None, "passes": []},
    }


def test_only_operators_inspect(ask: Ask):
    assert inspect(ask, roles=()).status == 403
