"""POST /accounts/{account_id}/desk-top-ups and /kiosk-top-ups: what was handed over is in the account, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cercano.ledger import book
from cercano.ledger.model import Account
from tests.functions.wallet.conftest import Ask, acts_for, an_id
from tests.support.events import event

STAFF: dict[str, Any] = {"subject": "eva", "roles": ("staff",)}
OPERATOR: dict[str, Any] = {"subject": "kiosks", "roles": ("operator",)}
DESK, KIOSK = "/accounts/acc_ana/desk-top-ups", "/accounts/acc_ana/kiosk-top-ups"


@pytest.fixture
def ask(asking: Callable[[str], Ask]) -> Ask:
    return asking("top_up_by_hand")


def handed(**changed: Any) -> dict[str, Any]:
    return {"entry_id": an_id(), "amount_cents": 2000, "means": "cash"} | changed


def test_money_handed_over_at_a_desk_or_to_a_kiosk_is_in_the_account_once(
    ask: Ask, an_account: Callable[..., Account]
) -> None:
    an_account()
    acts_for("kiosk:estaciones-1", "kiosks")
    at_kiosk = handed(entry_id=an_id(2), kiosk_id="estaciones-1", amount_cents=500)

    answers = [ask("POST", DESK, **STAFF, body=handed()), ask("POST", KIOSK, **OPERATOR, body=at_kiosk)] * 2

    assert [answer.status for answer in answers] == [201] * 4
    assert [answer.json["entry"]["text"] for answer in answers[:2]] == [
        "Recarga en una oficina",
        "Recarga en un quiosco",
    ]
    assert book.existing("acc_ana").balance_cents == 2500


@pytest.mark.parametrize(
    ("path", "who"), [(DESK, OPERATOR), (KIOSK, STAFF), (DESK, {"subject": "ana"}), (KIOSK, {"subject": "ana"})]
)
def test_each_machine_and_desk_does_its_own_work(
    ask: Ask, an_account: Callable[..., Account], path: str, who: dict[str, Any]
) -> None:
    an_account()
    body = handed(**({"kiosk_id": "estaciones-1"} if path == KIOSK else {}))

    assert ask("POST", path, **who, body=body).code == "not_allowed"
    assert book.existing("acc_ana").balance_cents == 0


def test_nobody_makes_money_at_a_kiosk_that_is_not_theirs(
    ask: Ask, an_account: Callable[..., Account], capsys: pytest.CaptureFixture[str]
) -> None:
    an_account()
    acts_for("kiosk:estaciones-2", "kiosks")
    acts_for("operator:tus", "kiosks")

    answers = [ask("POST", KIOSK, **OPERATOR, body=handed(kiosk_id=one)) for one in ("estaciones-1", "tus")]

    assert [(answer.status, answer.code) for answer in answers] == [(403, "not_your_payee")] * 2
    assert book.existing("acc_ana").seq == 0
    assert capsys.readouterr().out.count("not_ones_payee") == 2


def test_an_anonymous_card_holds_no_more_than_the_law_lets_it(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account(balance_cents=14_000, of_class="tourist")

    answers = [ask("POST", DESK, **STAFF, body=handed(amount_cents=cents)) for cents in (1001, 1000)]

    assert [(one.status, one.json.get("code")) for one in answers] == [(409, "over_the_cap"), (201, None)]


@pytest.mark.parametrize("amount", ["2000", 20.5, -2000, 0, 4, True, None, 2**63, 50_001])
def test_an_amount_is_money_that_can_be_handed_over(ask: Ask, an_account: Callable[..., Account], amount: Any) -> None:
    an_account()

    assert ask("POST", DESK, **STAFF, body=handed(amount_cents=amount)).status in (400, 422)
    assert book.existing("acc_ana").balance_cents == 0


def test_the_sample_is_taken(ask: Ask, an_account: Callable[..., Account]) -> None:
    an_account()

    assert ask("POST", DESK, **STAFF, body=event("wallet", "top_up_by_hand")["body"]).status == 201
