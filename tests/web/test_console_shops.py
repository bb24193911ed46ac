"""Shops and campaigns at the desk: admit, look at signals, write, try on past purchases, and launch by another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City


@pytest.fixture
def desk(page: Page, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Marta of the trade office opens a screen."""

    def opened(path: str) -> Page:
        signed_in("staff")
        page.goto(path)
        settled(page)
        return page

    return opened


def test_a_shop_is_admitted_and_another_turned_down(desk: Callable[[str], Page], city: City) -> None:
    (bookshop,) = city.market.shops
    for name in ("Ultramarinos Pérez", "Casa Fantasma"):
        city.market.shops.append(bookshop | {"shop_id": f"shop_{name[:4]}", "name": name, "state": "applied"})
    page = desk("/consola/comercios")
    assert violations(page) == []
    page.get_by_role("button", name="Admitir: Ultramarinos Pérez").click()
    expect(page.get_by_text("Ultramarinos Pérez participa desde ahora.")).to_be_visible()
    page.get_by_role("button", name="Rechazar: Casa Fantasma").click()
    expect(page.get_by_text("Casa Fantasma no participa.")).to_be_visible()

    expect(page.get_by_text("Nadie espera respuesta.")).to_be_visible()
    expect(page.get_by_role("table", name="Participan")).to_contain_text("Ultramarinos Pérez")
    assert [one["state"] for one in city.market.shops] == ["open", "open", "rejected"]


def test_a_signal_leads_to_its_shop_and_its_weeks(desk: Callable[[str], Page]) -> None:
    page = desk("/consola/comercios")
    signal = page.get_by_role("row", name="5 ventas premiadas a la misma tarjeta en una hora")
    expect(signal).to_contain_text("12,40 €")
    signal.get_by_role("link", name="Librería del Paseo").click()

    expect(page.get_by_role("heading", name="Semana 47 de 2026")).to_be_visible()
    expect(page.get_by_text("… 1332")).to_be_visible()


def test_without_signals_and_shops_the_screen_says_so(desk: Callable[[str], Page], city: City) -> None:
    city.market.shops, city.market.findings = [], []
    page = desk("/consola/comercios")

    for said in (
        "Nadie espera respuesta.",
        "Nada raro en las últimas semanas.",
        "Todavía no participa ningún comercio.",
    ):
        expect(page.get_by_text(said)).to_be_visible()


def test_a_campaign_is_written_and_its_writer_may_not_launch_it(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/campanas/nueva")
    page.get_by_label("Último día").fill("2026-12-31")
    page.get_by_label("Presupuesto").fill("1500")
    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.locator(".summary")).to_contain_text("Título en español: Falta")
    assert violations(page) == []
    page.get_by_label("Título en español").fill("Libros de otoño")
    page.get_by_label("Título en inglés").fill("Autumn books")
    page.get_by_label("Como mucho, en euros").fill("5")
    page.get_by_label("Parte del comercio, en %").fill("40")
    page.get_by_label("Libros y papelería").check()
    page.get_by_label("sábado").check()
    page.get_by_label("Compra mínima, en euros").fill("7,5")
    page.get_by_role("button", name="Guardar borrador").click()

    expect(page.get_by_text("La lanza otra persona")).to_be_visible()
    expect(page.get_by_role("button", name="Lanzar")).to_have_count(0)
    expect(page.locator(".facts")).to_contain_text("10 %, hasta 5,00 €")
    kept = city.market.campaigns[-1]
    assert (kept["starts_at"], kept["ends_at"]) == ("2026-11-23T23:00:00Z", "2026-12-31T23:00:00Z")
    assert kept["reward"] == {"kind": "percent", "percent": 10, "amount_cents": 500, "shop_percent": 40}
    assert (kept["budget"], kept["proposed_by"]) == (150_000, "staff")
    assert kept["rules"] == {
        "shops": [],
        "categories": ["books"],
        "weekdays": [6],
        "classes": [],
        "minimum_cents": 750,
        "first_purchase": False,
        "from_hour": None,
        "to_hour": None,
    }


def test_each_kind_of_reward_asks_for_its_own_numbers(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/campanas/nueva")
    page.get_by_label("Clase de premio").select_option("Bono: paga menos, compra más")
    expect(page.get_by_label("Porcentaje", exact=True)).to_have_count(0)
    page.get_by_label("Título en español").fill("Bonos")
    page.get_by_label("Título en inglés").fill("Vouchers")
    page.get_by_label("Último día").fill("2026-12-31")
    page.get_by_label("La persona paga, en euros").fill("15")
    page.get_by_label("Y compra por, en euros").fill("20")
    page.get_by_label("Presupuesto").fill("1000")
    page.get_by_role("button", name="Guardar borrador").click()

    expect(page.locator(".facts")).to_contain_text("Paga 15,00 €, compra 20,00 €")
    kept = city.market.campaigns[-1]
    assert kept["reward"] == {"kind": "voucher", "price_cents": 1500, "face_cents": 2000, "shop_percent": 0}
    assert (kept["budget"], kept["hold_hours"]) == (1000, 168)


def test_a_draft_is_tried_on_past_purchases(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/campanas/campaign_draft")
    page.get_by_role("button", name="Probar").click()

    expect(page.locator(".dry-run")).to_contain_text("287 / 412")
    expect(page.locator(".dry-run")).to_contain_text("418,70 €")
    expect(page.get_by_text("El presupuesto habría bastado")).to_be_visible()
    expect(page.get_by_role("row", name="Menos de la compra mínima")).to_contain_text("94")
    expect(page.get_by_role("row", name="Librería del Paseo")).to_contain_text("837,40 €")
    assert violations(page) == []

    city.market.spent_at = "2026-11-02T11:00:00Z"
    page.get_by_role("button", name="Probar").click()
    expect(page.get_by_text("El presupuesto se habría acabado el 2 nov, 12:00")).to_be_visible()


def test_somebody_else_launches_it_and_it_can_be_ended(desk: Callable[[str], Page], city: City) -> None:
    city.market.campaigns[-1]["proposed_by"] = "admin"
    page = desk("/consola/campanas/campaign_draft")
    page.get_by_role("button", name="Lanzar").click()
    page.get_by_role("dialog").get_by_role("button", name="Lanzar").click()
    expect(page.get_by_text("Vale en los comercios que participan.")).to_be_visible()
    expect(page.get_by_role("button", name="Editar")).to_have_count(0)
    assert city.market.campaigns[-1]["launched_by"] == "staff"

    page.get_by_role("button", name="Terminar").click()
    page.get_by_role("dialog").get_by_role("button", name="Terminar").click()
    expect(page.get_by_text("Ya no da nada.")).to_be_visible()


def test_a_draft_that_somebody_changed_meanwhile_is_not_written_over(
    desk: Callable[[str], Page], city: City, page: Page
) -> None:
    page.clock.install()
    desk("/consola/campanas/campaign_draft")
    page.get_by_role("button", name="Editar").click()
    expect(page.get_by_label("Último día")).to_have_value("2027-01-06")
    page.get_by_label("Título en español").fill("Lo mío")
    city.market.campaigns[-1] |= {"version": 2, "title": {"es": "Lo suyo", "en": "Theirs"}}
    page.clock.run_for(70_000)
    page.get_by_role("button", name="Guardar").click()

    expect(page.locator(".summary")).to_contain_text("Alguien lo cambió antes.")
    assert city.market.campaigns[-1]["title"]["es"] == "Lo suyo"


def test_a_draft_is_changed_word_for_word(desk: Callable[[str], Page], city: City) -> None:
    before = dict(city.market.campaigns[-1])
    page = desk("/consola/campanas/campaign_draft")
    page.get_by_role("button", name="Editar").click()
    page.get_by_label("Título en español").fill("Domingos y lunes")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("heading", name="Domingos y lunes")).to_be_visible()

    kept = city.market.campaigns[-1]
    assert kept["title"] == {"es": "Domingos y lunes", "en": "Book Sundays"}
    assert {name: kept[name] for name in ("budget", "rules", "limits", "stacking", "hold_hours")} == {
        name: before[name] for name in ("budget", "rules", "limits", "stacking", "hold_hours")
    }


def test_a_city_without_campaigns_is_asked_to_write_one(desk: Callable[[str], Page], city: City) -> None:
    city.market.campaigns = []
    page = desk("/consola/campanas")

    expect(page.get_by_text("Todavía no hay campañas.")).to_be_visible()
    page.get_by_role("link", name="Nueva campaña").click()
    expect(page.get_by_role("heading", name="Nueva campaña")).to_be_visible()
