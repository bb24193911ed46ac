"""The bank of this machine: it shows what the city asks for, takes no order of anybody else, and tells the city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cercano.wallet.gateway import Order, believe, form, question
from infra.local.bank import Bank
from infra.local.edge.bank_page import routes_of
from tests.support.bank import SECRET, SHOP

ORDER = Order(
    order="2519K7Q2M9X4",
    amount_cents=2050,
    notify_url="http://127.0.0.1:8080/api/wallet/gateway/notifications",
    back_url="http://127.0.0.1:8080/monedero/recarga/2519K7Q2M9X4",
    language="es",
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What the city heard from the bank."""
    heard: list[dict[str, str]] = []

    async def send(_: httpx.AsyncClient, request: httpx.Request, **__: object) -> httpx.Response:
        assert str(request.url) == ORDER.notify_url
        heard.append(dict(parse_qsl(request.content.decode())))
        return httpx.Response(200)

    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    return heard


@pytest.fixture
def browser(told: list[dict[str, str]]) -> Iterator[TestClient]:
    bank = Bank(SECRET)
    app = Starlette(routes=routes_of(lambda: bank))
    with TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False) as client:
        yield client


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_the_page_shows_the_amount_and_three_ways_on(browser: TestClient) -> None:
    page = browser.post("/gateway-sandbox", data=dict(form(SHOP, ORDER).fields))

    assert page.status_code == 200
    assert "20,50 €" in page.text
    assert re.findall(r'name="decision" value="(\w+)"', page.text) == ["pay", "refuse", "silent"]
    assert hidden(page.text) == form(SHOP, ORDER).fields


@pytest.mark.parametrize(("decision", "is_paid"), [("pay", True), ("refuse", False)])
def test_what_is_decided_there_is_told_to_the_city_signed(
    browser: TestClient, told: list[dict[str, str]], decision: str, is_paid: bool
) -> None:
    back = browser.post("/gateway-sandbox/decision", data={**form(SHOP, ORDER).fields, "decision": decision})

    assert (back.status_code, back.headers["location"]) == (303, ORDER.back_url)
    (said,) = [believe(SHOP, fields) for fields in told]
    assert (said.order, said.amount_cents, said.is_paid) == (ORDER.order, 2050, is_paid)


def test_a_notification_can_be_lost_and_the_bank_still_answers_when_asked(
    browser: TestClient, told: list[dict[str, str]]
) -> None:
    unknown = browser.post("/gateway-sandbox/question", json=question(SHOP, ORDER.order)).json()
    browser.post("/gateway-sandbox/decision", data={**form(SHOP, ORDER).fields, "decision": "silent"})

    assert (unknown, told) == ({"errorCode": "SIS0298"}, [])
    assert believe(SHOP, browser.post("/gateway-sandbox/question", json=question(SHOP, ORDER.order)).json()).is_paid


def test_a_form_that_the_city_did_not_sign_gets_no_page(browser: TestClient) -> None:
    changed = {**form(SHOP, ORDER).fields, "Ds_Signature": "A" * 86}

    for path in ("/gateway-sandbox", "/gateway-sandbox/decision"):
        assert browser.post(path, data={**changed, "decision": "pay"}).status_code == 400
    assert browser.post("/gateway-sandbox/question", content=b"[]").json() == {"errorCode": "SIS0042"}
