"""Passes, what one asked for, a child's card, and what an operator was paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City
from tests.web.fake.desk import card


@pytest.fixture
def opened(page: Page, signed_in: Callable[[str], None]) -> Callable[..., Page]:
    """Somebody opens a screen."""

    def go(path: str, who: str = "citizen") -> Page:
        signed_in(who)
        page.goto(path)
        settled(page)
        return page

    return go


@pytest.fixture
def child(city: City) -> dict[str, Any]:
    """Leo, whom Lucía answers for, with a card."""
    bond = {"bond_id": "bond_leo", "kind": "guardianship", "my_part": "guardian", "state": "active", "scope": []}
    who = {"other_id": "citizen_leo", "other_name": "Leo", "other_birth_date": "2016-05-02"}
    city.desk.bonds.append(bond | who | {"since": "2026-11-01", "until": "2034-05-02"})
    city.desk.cards.append(card("card_leo", "acc_leo", "child", state="active"))
    city.desk.owners["card_leo"] = "citizen_leo"
    return bond


def test_a_pass_is_bought_at_ones_own_price_and_a_lost_answer_buys_no_second(
    opened: Callable[..., Page], city: City
) -> None:
    page = opened("/monedero/abonos")
    before = city.desk.money["posted"]
    page.get_by_role("button", name="Comprar Carné de 10 viajes").click()
    expect(page.get_by_text("6,00 €, tarifa general")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Desde qué día").fill("2027-06-01")
    page.get_by_role("button", name="Pagar 6,00 €").click()
    expect(page.locator(".summary")).to_contain_text("Desde qué día: Como mucho dentro de 60 días")
    page.get_by_label("Desde qué día").fill("2026-12-01")
    page.route("**/passes", lambda route: (route.fetch(), route.abort()), times=1)
    page.get_by_role("button", name="Pagar 6,00 €").click()
    expect(page.locator(".summary")).to_contain_text("No hay conexión con la ciudad.")
    page.get_by_role("button", name="Pagar 6,00 €").click()

    expect(page.get_by_text("Carné de 10 viajes: ya está en tu tarjeta.")).to_be_visible()
    expect(page.get_by_text("te quedan 10 de 10 viajes")).to_be_visible()
    assert city.desk.money["posted"] == before - 600
    assert violations(page) == []


def test_an_unused_pass_is_given_back_after_a_question(opened: Callable[..., Page], city: City) -> None:
    page = opened("/monedero/abonos")
    page.get_by_role("button", name="Comprar Carné de 10 viajes").click()
    page.get_by_role("button", name="Pagar 6,00 €").click()
    page.get_by_role("button", name="Devolver Carné de 10 viajes").click()
    page.get_by_role("dialog").get_by_role("button", name="Devolver").click()

    expect(page.get_by_text("Devuelto: 6,00 €")).to_be_visible()
    expect(page.get_by_text("No tienes ninguno.")).to_be_visible()
    assert city.purse.passes == {}


def test_what_one_asked_for_says_what_to_do_next(opened: Callable[..., Page], city: City) -> None:
    one = {"application_id": "application_00000007", "citizen_id": "citizen", "requested_by": "citizen"}
    kind = {"card_class": "youth", "format": "app", "requested_at": "2026-11-20T10:00:00Z", "decided_at": None}
    city.desk.applications.append(one | kind | {"state": "rejected", "reject_reason": "wrong_class", "card_id": None})
    page = opened("/tarjeta/solicitudes")

    expect(page.get_by_text("Rechazada")).to_be_visible()
    expect(page.get_by_text("Solicita otra clase de tarjeta.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Pedir otra").click()
    expect(page.get_by_text("Paso 1 de 3")).to_be_visible()


def test_a_guardian_stops_a_childs_card_gives_it_money_and_asks_for_another(
    opened: Callable[..., Page], city: City, child: dict[str, Any]
) -> None:
    page = opened("/familia")
    page.get_by_role("link", name="Su tarjeta Leo").click()
    expect(page.get_by_role("heading", name="Leo", level=1)).to_be_visible()
    expect(page.get_by_text("Su monedero")).to_be_visible()
    page.get_by_label("Cuánto, en euros").fill("5")
    page.get_by_role("button", name="Pasarle dinero").click()
    expect(page.get_by_text("Le has dado 5,00 €.")).to_be_visible()
    page.get_by_role("button", name="Bloquear").click()
    page.get_by_role("button", name="La he perdido").click()
    expect(page.get_by_text("Bloqueada", exact=True)).to_be_visible()
    page.get_by_role("button", name="Pedir la tarjeta").click()
    expect(page.get_by_text("Solicitud enviada.")).to_be_visible()

    assert city.desk.cards[-1]["state"] == "blocked"
    assert (city.desk.applications[-1]["citizen_id"], city.desk.applications[-1]["requested_by"]) == (
        "citizen_leo",
        "citizen",
    )
    assert violations(page) == []


def test_the_card_of_a_stranger_is_not_shown(opened: Callable[..., Page]) -> None:
    page = opened("/familia/tarjeta?de=citizen_of_nobody")

    expect(page.get_by_text("No existe esa persona.")).to_be_visible()


def test_an_operator_sees_what_it_was_paid_and_the_payments_of_a_line(opened: Callable[..., Page]) -> None:
    page = opened("/liquidaciones", "operator")
    expect(page.get_by_text("kiosk:")).to_have_count(0)
    expect(page.get_by_text("3.364,80 €")).to_be_visible()
    page.get_by_role("button", name="2026-11-16").click()

    expect(page.get_by_role("table", name="Cobros de 2026-11-16").get_by_role("row")).to_have_count(4)
    assert violations(page) == []


def test_who_acts_for_nobody_is_told_whom_to_ask(opened: Callable[..., Page]) -> None:
    page = opened("/liquidaciones", "merchant")

    expect(page.get_by_text("No actúas por nadie")).to_be_visible()
