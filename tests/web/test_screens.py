"""Every screen, for everybody: by ear, in the dark, in English, on the smallest phone, with the largest letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.shots import CITIZEN, MERCHANT, OPERATOR, PERSON, STAFF, TAPS

FORGOTTEN = {
    "password": "/clave",
    "code": "/registro/codigo",
    "nothing": "/esto-no-existe",
    "import": "/consola/dispositivos/importar",
    "new-venue": "/consola/lugares/nuevo",
}
EVERY = CITIZEN | PERSON | STAFF | OPERATOR | MERCHANT | FORGOTTEN
SCREENS = {name: path for name, path in EVERY.items() if name != "map"}


@pytest.fixture(params=SCREENS, ids=str)
def screen(request: pytest.FixtureRequest, page: Page, signed_in: Callable[[str], None]) -> Page:
    path = SCREENS[request.param]
    if request.param in PERSON:
        signed_in("citizen")
    elif request.param in OPERATOR:
        signed_in("operator")
    elif request.param in MERCHANT:
        signed_in("merchant")
    elif path.startswith("/consola") or path == "/cuenta":
        signed_in("staff")
    page.goto(path)
    settled(page)
    if request.param in TAPS:
        page.locator(TAPS[request.param]).first.click()
        settled(page)
    return page


WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_screen_is_for_everybody(screen: Page) -> None:
    assert violations(screen) == []

    screen.emulate_media(color_scheme="dark")
    screen.get_by_role("button", name="English").first.click()
    expect(screen.locator("html")).to_have_attribute("lang", "en")
    settled(screen)
    assert violations(screen) == []

    screen.set_viewport_size({"width": 320, "height": 640})
    assert screen.evaluate(WIDER) == 0

    screen.set_viewport_size({"width": 640, "height": 800})
    screen.evaluate("document.documentElement.style.fontSize = '200%'")
    assert screen.evaluate(WIDER) == 0


def test_axe_finds_nothing_on_the_map(page: Page) -> None:
    page.goto("/lugares?mapa")
    expect(page.locator(".pin").first).to_be_visible()

    assert violations(page) == []

    page.locator(".pin:not(.is-dot)").first.click()
    expect(page.locator(".map-card")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


def test_axe_finds_nothing_in_a_form_with_errors(page: Page) -> None:
    page.goto("/registro")
    page.get_by_role("button", name="Crear la cuenta").click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert violations(page) == []

    page.emulate_media(color_scheme="dark")
    assert violations(page, only="color-contrast") == []
