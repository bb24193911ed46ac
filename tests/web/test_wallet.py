"""Money on the screen: the balance, a top-up that only the bank's word makes true, a statement without an end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City


@pytest.fixture
def wallet(page: Page, signed_in: Callable[[str], None]) -> Page:
    """Lucía's wallet."""
    signed_in("citizen")
    page.goto("/monedero")
    settled(page)
    return page


def test_what_can_be_spent_is_told_apart_from_what_is_held(wallet: Page) -> None:
    balance = wallet.get_by_role("region", name="Saldo")

    expect(balance).to_contain_text("12,32 €")
    expect(balance).to_contain_text("2,00 € retenidos, todavía sin cobrar")


def test_a_low_balance_is_said_before_it_stops_a_journey(wallet: Page, city: City) -> None:
    expect(wallet.get_by_text("Te queda poco")).to_have_count(0)

    city.desk.money["posted"] = 450
    wallet.reload()
    expect(wallet.get_by_text("Te queda poco")).to_be_visible()


def test_each_movement_says_why_and_the_late_one_when_it_happened(wallet: Page) -> None:
    first = wallet.locator(".move").first
    expect(first).to_contain_text("Pago a los aparcamientos: aparcamiento")
    expect(first).to_contain_text("−1,20 €")
    expect(wallet.locator(".move", has_text="transbordo gratis").first).to_contain_text("0,00 €")
    expect(wallet.locator(".move-late")).to_have_text(["Llegó tarde: ocurrió el 18 nov, 12:48"])


def test_the_statement_goes_on_until_the_first_movement(wallet: Page) -> None:
    while wallet.locator(".more-row").count():
        wallet.mouse.wheel(0, 4000)
        wallet.wait_for_timeout(50)

    expect(wallet.locator(".move")).to_have_count(54)
    expect(wallet.locator(".move").last).to_contain_text("+50,00 €")


def test_a_page_of_the_statement_that_fails_is_asked_for_again(wallet: Page, city: City) -> None:
    city.broken = "/wallet/accounts/acc_01lucia/entries"
    wallet.locator(".more-row").scroll_into_view_if_needed()
    expect(wallet.get_by_text("Algo ha fallado por nuestra parte.")).to_be_visible()

    city.broken = ""
    wallet.get_by_role("button", name="Probar otra vez").click()
    expect(wallet.locator(".move").nth(25)).to_be_attached()


def test_a_month_is_saved_as_a_file(wallet: Page) -> None:
    wallet.get_by_label("Mes del extracto").select_option("octubre de 2026")
    with wallet.expect_download() as saved:
        wallet.get_by_role("button", name="CSV octubre de 2026").click()

    assert saved.value.suggested_filename == "cercano-2026-10.csv"
    assert "2026-10" in Path(saved.value.path()).read_text()


def test_an_amount_that_is_none_is_told_at_its_field(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("citizen")
    page.goto("/monedero/recargar")
    page.get_by_role("radio", name="Otro").check()
    page.get_by_label("Otro importe").fill("mucho")
    page.get_by_role("button", name="Ir a pagar").click()

    expect(page.locator(".summary")).to_contain_text("Otro importe: Escribe un importe entre 1 y 150 €")
    expect(page.get_by_label("Otro importe")).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    assert city.desk.top_ups == {}


def test_back_from_the_bank_nothing_is_claimed_until_the_city_has_heard(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    signed_in("citizen")
    page.goto("/monedero/recargar")
    page.get_by_role("radio", name="Otro").check()
    page.get_by_label("Otro importe").fill("12,50")
    page.get_by_role("button", name="Ir a pagar").click()

    expect(page.get_by_text("Esperando la palabra del banco")).to_be_visible()
    expect(page.locator(".outcome")).to_contain_text("12,50 €")
    expect(page.get_by_text("Ya está en tu monedero")).to_have_count(0)
    assert violations(page) == []

    order = next(iter(city.desk.top_ups))
    city.desk.top_ups[order]["state"] = "credited"
    expect(page.get_by_text("Ya está en tu monedero")).to_be_visible()


def test_a_refused_top_up_says_that_nothing_was_charged(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    city.desk.top_ups["251900000007"] = {"order": "251900000007", "amount_cents": 2000, "state": "refused"}
    signed_in("citizen")
    page.goto("/monedero/recarga/251900000007?estado=ok")

    expect(page.get_by_text("No se te ha cobrado nada.")).to_be_visible()
    page.get_by_role("link", name="Intentarlo otra vez").click()
    expect(page.get_by_role("heading", name="Recargar")).to_be_visible()


def test_a_bank_that_keeps_silent_is_waited_for_with_patience(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    city.desk.top_ups["251900000008"] = {"order": "251900000008", "amount_cents": 2000, "state": "asked"}
    signed_in("citizen")
    page.clock.install()
    page.goto("/monedero/recarga/251900000008")
    expect(page.get_by_text("Esperando la palabra del banco")).to_be_visible()
    page.clock.run_for(46_000)

    expect(page.get_by_text("No pagues otra vez.")).to_be_visible()


def test_without_a_network_the_wallet_says_so_and_shows_no_old_money(wallet: Page, city: City) -> None:
    wallet.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wallet.reload()
    settled(wallet)
    wallet.context.set_offline(True)
    wallet.reload()

    expect(wallet.get_by_text("Sin conexión con la ciudad")).to_be_visible()
    expect(wallet.locator(".balance")).to_have_count(0)
    wallet.context.set_offline(False)


def test_a_frozen_wallet_cannot_be_topped_up(wallet: Page, city: City) -> None:
    city.desk.money["status"] = "frozen"
    wallet.reload()

    expect(wallet.get_by_text("Monedero parado")).to_be_visible()
    expect(wallet.get_by_role("link", name="Recargar")).to_have_count(0)
