"""Accounts: signing up with a code, in, staying in after a reload, and out, with the token in memory alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.web.conftest import Clock
from tests.web.fake.city import PASSWORD, City
from tests.web.fake.identity import CODE


def test_a_citizen_signs_up_with_a_code_and_signs_in(page: Page, city: City) -> None:
    page.goto("/registro")
    page.get_by_label("Nombre").fill("Ana")
    page.get_by_label("Correo electrónico").fill("ana@example.org")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Crear la cuenta").click()

    expect(page.get_by_text("Hemos enviado un código a ana@example.org.")).to_be_visible()
    page.get_by_role("button", name="Enviar otro código").click()
    expect(page.get_by_text("Te hemos enviado otro código.")).to_be_visible()
    page.get_by_label("Código").fill("000000")
    page.get_by_role("button", name="Confirmar").click()
    expect(page.get_by_role("alert")).to_contain_text("Código: No es el código que enviamos")
    page.get_by_label("Código").fill(CODE)
    page.get_by_role("button", name="Confirmar").click()

    expect(page.get_by_text("Cuenta confirmada.")).to_be_visible()
    expect(page.get_by_label("Correo electrónico")).to_have_value("ana@example.org")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_text("Buenos días, Ana")).to_be_visible()
    assert "ana@example.org" not in page.url


def test_what_is_wrong_is_told_on_top_and_at_each_field(page: Page) -> None:
    page.goto("/registro")
    page.get_by_label("Correo electrónico").fill("ana")
    page.get_by_role("button", name="Crear la cuenta").click()

    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_text(
        ["Correo electrónico: Escribe un correo como nombre@ejemplo.es", "Contraseña: Al menos 12 caracteres"]
    )
    email = page.get_by_label("Correo electrónico")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(
        "Te enviaremos un código para comprobarlo. Error: Escribe un correo como nombre@ejemplo.es"
    )

    summary.get_by_role("link", name="Contraseña").click()
    expect(page.get_by_label("Contraseña", exact=True)).to_be_focused()
    expect(email).to_have_value("ana")


def test_wrong_credentials_say_no_more_than_they_must(page: Page) -> None:
    page.goto("/entrar")
    page.get_by_label("Correo electrónico").fill("citizen@example.org")
    page.get_by_label("Contraseña", exact=True).fill("otra cosa")
    page.get_by_role("button", name="Entrar").click()

    expect(page.get_by_role("alert")).to_contain_text("El correo o la contraseña no son correctos.")


def test_a_temporary_password_is_replaced_the_first_time(page: Page, city: City) -> None:
    city.people["staff@example.org"]["temporary"] = True
    page.goto("/entrar")
    page.get_by_label("Correo electrónico").fill("staff@example.org")
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_label("Contraseña nueva").fill("Otra Bahia 2026")
    page.get_by_role("button", name="Entrar").click()

    expect(page.get_by_role("link", name="Consola", exact=True)).to_be_visible()


def test_a_reload_keeps_the_session_and_the_token_stays_in_memory(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in()
    page.reload()

    expect(page.get_by_text("Buenos días, Lucía")).to_be_visible()
    assert "token" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie")


def test_a_stale_token_is_renewed_once_for_all_who_ask(
    page: Page, city: City, clock: Clock, sign_in: Callable[..., None]
) -> None:
    sign_in("staff")
    city.sessions.clear()
    city.seen.clear()
    page.get_by_role("link", name="Consola", exact=True).click()

    expect(page.get_by_text("Filmoteca").first).to_be_visible()
    assert len([asked for asked in city.seen if asked.path == "/identity/refresh"]) == 1


def test_a_visitor_never_asks_for_a_session(page: Page, city: City) -> None:
    page.goto("/")
    expect(page.locator(".rows").first).to_be_visible()

    assert not [asked for asked in city.seen if asked.path.startswith("/identity")]


def test_signing_out_ends_it_everywhere(page: Page, city: City, sign_in: Callable[..., None]) -> None:
    sign_in()
    page.get_by_role("link", name="Cuenta", exact=True).click()
    expect(page.get_by_text("citizen@example.org")).to_be_visible()
    page.get_by_role("button", name="Salir").click()

    expect(page.get_by_role("link", name="Entrar")).to_be_visible()
    assert city.cookies == {}
    page.goto("/cuenta")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()


def test_a_session_that_ended_elsewhere_ends_here(page: Page, city: City, sign_in: Callable[..., None]) -> None:
    sign_in()
    city.cookies.clear()
    page.reload()

    expect(page.get_by_role("link", name="Entrar")).to_be_visible()


def test_a_forgotten_password_is_replaced_with_a_code(page: Page, city: City) -> None:
    page.goto("/clave")
    page.get_by_label("Correo electrónico").fill("citizen@example.org")
    page.get_by_role("button", name="Enviar el código").click()
    page.get_by_label("Código").fill(f" {CODE} ")
    page.get_by_label("Contraseña nueva").fill("una ría distinta")
    page.get_by_role("button", name="Cambiar la contraseña").click()

    expect(page.get_by_text("Contraseña cambiada.")).to_be_visible()
    assert city.people["citizen@example.org"]["password"] == "una ría distinta"


def test_signing_in_goes_on_to_where_one_was_heading_but_never_to_another_site(page: Page) -> None:
    for heading, arrives in (("/lugares", "/lugares"), ("//mal.example/x", "/"), ("https://mal.example", "/")):
        page.goto(f"/entrar?seguir={heading}")
        page.get_by_label("Correo electrónico").fill("citizen@example.org")
        page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_role("link", name="Cuenta", exact=True)).to_be_visible()
        assert page.evaluate("location.pathname") == arrives
