"""What a citizen finds out: where there is room now, what just changed, one place in depth, and how sure we are."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.web.conftest import Clock, settled
from tests.web.fake.city import City


def test_home_says_how_the_city_is_and_what_just_happened(page: Page) -> None:
    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Santander está tranquila")
    expect(page.get_by_text("14 de 18 lugares abiertos tienen sitio de sobra")).to_be_visible()
    expect(page.locator(".events")).to_contain_text("Mercado de la Esperanza se ha llenado hace 7 minutos")
    expect(page.get_by_role("region", name="Buen momento para ir").locator(".row")).to_have_count(4)
    expect(page.get_by_role("region", name="Donde hay más gente").locator(".row").first).to_contain_text("Lleno")


def test_home_greets_by_the_citys_clock_and_by_name(page: Page, clock: Clock, signed_in: Callable[[str], None]) -> None:
    clock.forward(hours=9)
    signed_in("citizen")
    page.goto("/")

    expect(page.get_by_text("Buenas noches, Lucía")).to_be_visible()


def test_home_says_what_closes_within_the_hour(page: Page, clock: Clock) -> None:
    clock.forward(hours=1, minutes=5)
    page.goto("/")

    expect(page.get_by_role("heading", name="Cierran pronto")).to_be_visible()
    expect(page.locator(".row", has_text="cierra a las 14:00").first).to_be_visible()


def test_a_silent_counter_is_told_as_unknown_never_as_calm(page: Page, city: City) -> None:
    city.silent = {"centro-botin"}
    page.goto("/")
    expect(page.locator(".blind")).to_contain_text("De 1 lugar no tenemos dato fiable: Centro Botín")

    page.locator(".blind").click()
    expect(page).to_have_url(page.url.split("?")[0] + "?estado=unknown")
    expect(page.locator(".rows .row")).to_have_count(1)
    page.locator(".rows .row a").click()

    expect(page.locator(".now-word")).to_have_text("Sin dato fiable")
    expect(page.locator(".sure")).to_contain_text("No lo sabemos. Un contador no responde")
    expect(page.locator(".now-people")).to_have_count(0)


def test_the_list_follows_every_page_of_the_api(page: Page, city: City) -> None:
    page.goto("/lugares")

    expect(page.locator(".rows .row")).to_have_count(len(city.documents))


def test_venues_are_found_by_name_without_accents_by_kind_and_by_state(page: Page) -> None:
    page.goto("/lugares")

    page.get_by_placeholder("Busca un lugar").fill("botin")
    expect(page.locator(".rows .row")).to_have_count(1)
    page.get_by_placeholder("Busca un lugar").fill("")
    page.get_by_label("Tipo").select_option("market")
    expect(page.locator(".found")).to_have_text("2 lugares")
    page.get_by_role("button", name="Lleno").click()
    expect(page.locator(".rows .row")).to_have_count(2)
    expect(page).to_have_url(page.url.split("?")[0] + "?tipo=market&estado=full")

    page.reload()
    expect(page.locator(".found")).to_have_text("2 lugares")
    page.get_by_role("button", name="Cerrado").click()
    expect(page.get_by_text("Ningún lugar cumple todo eso")).to_be_visible()


def test_near_me_sorts_by_distance_and_tells_nobody_where_i_am(page: Page, city: City) -> None:
    page.goto("/lugares")
    page.get_by_role("button", name="Cerca de mí").click()

    expect(page.locator(".rows .row").first).to_contain_text("Primera playa de El Sardinero")
    expect(page.locator(".rows .row").first).to_contain_text("· 0 m")
    assert not [asked for asked in city.seen if "near" in asked.query or "43.47" in str(asked.query)]


def test_pins_are_buttons_that_tell_and_the_keyboard_moves_the_map(page: Page) -> None:
    page.goto("/lugares?mapa")
    pin = page.get_by_role("button", name="Mercado de la Esperanza: Lleno, 104")
    expect(pin).to_be_visible()
    before, place = pin.bounding_box(), pin.get_attribute("style") or ""

    page.get_by_role("application").focus()
    page.keyboard.press("ArrowLeft")
    expect(pin).not_to_have_attribute("style", place)
    after = pin.bounding_box()
    assert before
    assert after
    assert round(after["x"] - before["x"]) == 80

    pin.click()
    expect(page.locator(".map-card")).to_contain_text("Mercado de la Esperanza")


def test_overlapping_pins_become_dots_out_of_reach_until_one_zooms_in(page: Page) -> None:
    page.goto("/lugares?mapa")
    dots = page.locator(".pin.is-dot")
    expect(dots.first).to_have_attribute("inert", "")
    before = dots.count()

    for _ in range(5):
        page.get_by_role("button", name="Acercar").click()

    assert dots.count() < before


def test_one_venue_says_how_many_how_sure_and_when_it_is_best(page: Page) -> None:
    page.goto("/lugares/centro-botin")
    settled(page)

    expect(page.locator(".now-people")).to_have_text("318 personas de 900")
    expect(page.get_by_role("meter", name="Parte del aforo ocupada")).to_have_attribute("aria-valuenow", "318")
    expect(page.get_by_text("Entre 296 y 340 personas")).to_be_visible()
    expect(page.locator(".sure")).to_contain_text("Muy seguros.")
    expect(page.locator(".now .age")).to_contain_text("hace 36 segundos")
    expect(page.locator(".best")).to_contain_text("Mejor momento: de 15:00 a 16:00")
    expect(page.get_by_text("Cuenta muy bien")).to_be_visible()


def test_every_chart_says_the_same_in_a_table(page: Page) -> None:
    page.goto("/lugares/centro-botin")
    settled(page)

    expect(page.get_by_role("img", name="Gente en Centro Botín hoy, contada y esperada")).to_be_visible()
    page.get_by_text("Ver los datos").first.click()
    expect(page.get_by_role("row", name=re.compile(r"^12:00 \d+"))).to_contain_text("Contado")
    expect(page.get_by_role("row", name=re.compile(r"^15:00 113"))).to_contain_text("Previsto")


def test_a_young_venue_admits_that_it_knows_no_rhythm_yet(page: Page) -> None:
    page.goto("/lugares/espacio-joven")
    settled(page)

    expect(page.get_by_text("Aún no tenemos tres semanas de historia")).to_be_visible()
    expect(page.get_by_text("Hacen falta al menos tres semanas de datos")).to_be_visible()


def test_a_venue_that_does_not_exist_says_so(page: Page) -> None:
    page.goto("/lugares/atlantida")

    expect(page.get_by_text("No existe el lugar atlantida.")).to_be_visible()


def test_when_the_city_cannot_be_reached_one_may_try_again(page: Page, city: City) -> None:
    city.down = True
    page.goto("/lugares")
    expect(page.get_by_text("No hay conexión con la ciudad").first).to_be_visible()

    city.down = False
    page.get_by_role("button", name="Probar otra vez").click()
    expect(page.locator(".rows .row").first).to_be_visible()
    expect(page.locator(".offline")).to_have_count(0)
