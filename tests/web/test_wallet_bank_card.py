"""A bank card remembered for automatic top-ups: asked for by its holder, shown by its end, forgotten at a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City

REMEMBERED = {"brand": "visa", "last4": "1111", "expires_on": "2028-12-31", "remembered_at": "2026-11-20T10:00:00Z"}


@pytest.fixture
def bank(page: Page, signed_in: Callable[[str], None]) -> Callable[[], Page]:
    """Lucía opens what fills her wallet."""

    def opened() -> Page:
        signed_in("citizen")
        page.goto("/monedero/banco")
        settled(page)
        return page

    return opened


def test_a_card_is_remembered_only_when_its_holder_ticks_it(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    signed_in("citizen")
    for remembers in (False, True):
        page.goto("/monedero/recargar")
        page.get_by_label("Recordar la tarjeta para recargas automáticas").set_checked(remembers)
        page.get_by_role("button", name="Ir a pagar").click()
        page.wait_for_url("**/monedero/recarga/*")

    asked = [one.body for one in city.seen if one.path.endswith("/top-ups") and one.method == "POST"]
    assert asked == [{"amount_cents": 2000}, {"amount_cents": 2000, "remember_card": True}]


def test_the_wallet_fills_itself_by_the_remembered_card(bank: Callable[[], Page], city: City) -> None:
    city.purse.bank_card = REMEMBERED | {"is_paused": False, "paused_because": ""}
    page = bank()
    expect(page.get_by_text("visa •••• 1111")).to_be_visible()
    page.get_by_label("Recargar automáticamente").check()
    expect(page.get_by_text("como mucho dos cobros y 100 € al día")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Guardar").click()

    expect(page.get_by_text("Guardado")).to_be_visible()
    assert city.purse.refill is not None
    assert city.purse.refill["means"] == "card"


def test_a_card_that_was_turned_down_says_so_and_is_forgotten_after_a_question(
    bank: Callable[[], Page], city: City
) -> None:
    city.purse.bank_card = REMEMBERED | {"is_paused": True, "paused_because": "card_declined"}
    page = bank()
    expect(page.get_by_text("El banco la rechazó: no se le cobra")).to_be_visible()
    page.get_by_role("button", name="Olvidar la tarjeta").click()
    page.get_by_role("dialog").get_by_role("button", name="Olvidar la tarjeta").click()

    expect(page.get_by_text("Tarjeta recordada")).to_have_count(0)
    assert city.purse.bank_card is None
