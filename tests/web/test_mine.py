"""What is a citizen's own: journeys with their reasons, rights, family, and their data with the way out of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import settled
from tests.web.fake.city import City


@pytest.fixture
def mine(page: Page, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Lucía opens one of her screens."""

    def opened(path: str) -> Page:
        signed_in("citizen")
        page.goto(path)
        settled(page)
        return page

    return opened


def test_each_tap_says_what_it_cost_and_why(mine: Callable[[str], Page]) -> None:
    page = mine("/viajes")

    expect(page.locator(".move").nth(1)).to_contain_text("Línea 6C1 · Valdecilla")
    expect(page.locator(".move").nth(1)).to_contain_text("Transbordo gratis: 14 min después de la línea 1.")
    expect(page.locator(".day-head").first).to_contain_text("0,66 € en total")


def test_who_left_without_tapping_says_when(mine: Callable[[str], Page], city: City) -> None:
    page = mine("/viajes")
    page.get_by_role("button", name="Ya salí").first.click()
    page.get_by_label("¿Cuándo saliste?").fill("2026-11-24T11:30")
    page.get_by_role("button", name="Corregir").click()

    expect(page.get_by_label("¿Cuándo saliste?")).to_have_count(0)
    assert list(city.desk.ended.values()) == ["2026-11-24T10:30:00.000Z"]


def test_rights_are_told_by_service_with_their_ground(mine: Callable[[str], Page], city: City) -> None:
    city.desk.cards[0] |= {
        "state": "active",
        "concessions": [
            {
                "concession": "large_family",
                "valid_from": "2024-01-01",
                "valid_to": "2026-12-31",
                "renewal_opens_on": "2026-11-01",
                "can_renew": True,
            }
        ],
    }
    page = mine("/tarjeta/derechos")

    expect(page.locator(".move", has_text="Bibliotecas")).to_contain_text("Gratis")
    expect(page.locator(".move", has_text="Deportes")).to_contain_text("Gracias a: Residente")
    expect(page.locator(".concession").first).to_contain_text("Hasta el jueves, 31 de diciembre de 2026")
    expect(page.locator(".concession").first).to_contain_text("Ya puedes renovarla")


def test_the_register_verifies_and_then_a_child_is_added_and_taken_off(mine: Callable[[str], Page], city: City) -> None:
    page = mine("/familia")
    page.get_by_label("Nombre y apellidos del menor").fill("Leo Ruiz")
    page.get_by_label("Fecha de nacimiento").fill("2018-05-02")
    page.get_by_role("button", name="Añadir").click()
    expect(page.locator(".summary")).to_contain_text("Verifica antes tu identidad.")

    page.goto("/mis-datos")
    page.get_by_label("DNI o NIE").fill("12345678A")
    page.get_by_role("button", name="Comprobar en el padrón").click()
    expect(page.locator(".summary")).to_contain_text("DNI o NIE: La letra no encaja.")
    page.get_by_label("DNI o NIE").fill("12345678Z")
    page.get_by_label("Fecha de nacimiento").first.fill("1988-03-04")
    page.get_by_role("button", name="Comprobar en el padrón").click()
    expect(page.get_by_label("DNI o NIE")).to_have_count(0)

    page.goto("/familia")
    page.get_by_label("Nombre y apellidos del menor").fill("Leo Ruiz")
    page.get_by_label("Fecha de nacimiento").fill("2018-05-02")
    page.get_by_role("button", name="Añadir").click()
    expect(page.locator(".bond")).to_contain_text("Leo Ruiz")
    page.get_by_role("button", name="Terminar el vínculo con Leo Ruiz").click()
    page.get_by_role("dialog").get_by_role("button", name="Terminar").click()
    expect(page.locator(".bond")).to_have_count(0)


def test_a_minor_gets_a_code_for_their_guardian(mine: Callable[[str], Page]) -> None:
    page = mine("/familia")
    page.get_by_role("button", name="Pedir un código").click()

    expect(page.locator(".big-code")).to_have_text("7KQ2M9XH4D")


def test_consent_is_taken_back_as_easily_as_given(mine: Callable[[str], Page], city: City) -> None:
    page = mine("/mis-datos")
    news = page.get_by_role("switch", name="Novedades de la ciudad")
    news.click()
    expect(news).to_be_checked()
    news.focus()
    page.keyboard.press("Space")
    expect(news).not_to_be_checked()

    sent = [asked.body for asked in city.seen if asked.method == "PUT"]
    assert sent == [{"given": True, "text_version": 1}, {"given": False}]


def test_the_profile_is_kept_over_the_version_that_was_read(mine: Callable[[str], Page], city: City) -> None:
    page = mine("/mis-datos")
    profile = page.locator("form", has=page.get_by_label("Calle y número"))
    profile.get_by_label("Código postal").fill("390")
    profile.get_by_role("button", name="Guardar").click()
    expect(profile.locator(".summary")).to_contain_text("Código postal: Cinco cifras")
    profile.get_by_label("Código postal").fill("39001")
    profile.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Guardado.")).to_be_visible()

    city.desk.profiles["citizen"]["version"] = 9
    profile.get_by_role("button", name="Guardar").click()
    expect(profile.locator(".summary")).to_contain_text("Alguien lo cambió antes.")


def test_what_to_hear_and_when_not_is_kept(mine: Callable[[str], Page], city: City) -> None:
    page = mine("/mis-datos")
    page.get_by_label("Cultura").check()
    page.get_by_label("Correo electrónico").check()
    page.get_by_label("Desde").fill("22:00")
    page.get_by_label("Hasta").fill("08:00")
    page.get_by_role("button", name="Guardar").last.click()
    expect(page.get_by_text("Guardado.")).to_be_visible()

    assert city.desk.preferences[0] == {
        "interests": ["culture"],
        "channels": ["email"],
        "quiet_hours": {"starts": "22:00", "ends": "08:00"},
        "language": None,
    }


def test_who_looked_is_told_and_a_copy_can_be_taken(mine: Callable[[str], Page]) -> None:
    page = mine("/mis-datos")
    expect(page.locator(".reading")).to_contain_text("Atención sobre tu tarjeta")
    expect(page.locator(".reading")).to_contain_text("leyó tu ficha · Personal municipal")

    page.get_by_role("button", name="Preparar mi copia").click()
    expect(page.get_by_role("link", name="Mi ficha")).to_be_visible()


def test_erasure_takes_a_typed_word_and_can_be_called_back(mine: Callable[[str], Page], city: City) -> None:
    page = mine("/mis-datos")
    page.get_by_role("button", name="Borrar mis datos").click()
    expect(page.locator(".summary")).to_contain_text("Escribe «BORRAR» para confirmarlo.")
    page.get_by_label("Escribe BORRAR").fill("borrar")
    page.get_by_role("button", name="Borrar mis datos").click()
    expect(page.get_by_text("Tus datos se borrarán el martes, 1 de diciembre")).to_be_visible()

    page.get_by_role("button", name="Anular el borrado").click()
    expect(page.get_by_label("Escribe BORRAR")).to_be_visible()
    assert city.desk.profiles["citizen"]["state"] == "active"


def test_a_screen_that_was_never_opened_says_that_it_needs_a_network(page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    settled(page)
    page.context.set_offline(True)
    page.goto("/mis-datos")

    expect(page.get_by_role("heading", name="Sin conexión")).to_be_visible()
    page.context.set_offline(False)
