"""A real browser, the built app with the headers of production, and a city of one's own for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from infra.web.build import Built, build
from tests.web.fake.city import PASSWORD, City
from tests.web.site import serving

NOON = datetime(2026, 11, 24, 11, 48, 20, tzinfo=UTC)
"""A Tuesday, 12:48 in Santander."""
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
WATCH = """addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP', event.violatedDirective, event.blockedURI, event.sourceFile))"""

expect.set_options(timeout=6000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.web)
            item.add_marker(pytest.mark.timeout(60))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"args": args} | ({"executable_path": found} if found else {})


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "viewport": {"width": 390, "height": 844},
        "locale": "es-ES",
        "timezone_id": "Europe/Madrid",
        "geolocation": {"latitude": 43.4731, "longitude": -3.7819},
        "permissions": ["geolocation"],
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    folder = tmp_path_factory.mktemp("web")
    return folder, build(folder)


class Clock:
    """The city's time, which a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def city(clock: Clock) -> City:
    return City(clock)


@pytest.fixture
def address(built: tuple[Path, Built], city: City) -> Iterator[str]:
    with serving(built[0], city) as address:
        yield address


@pytest.fixture
def context(browser: Browser, browser_context_args: dict[str, Any], address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args, base_url=address)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen: no script error, no violation of the security policy."""
    page = context.new_page()
    page.set_default_timeout(8000)
    page.set_default_navigation_timeout(12_000)
    wrong: list[str] = []
    page.add_init_script(WATCH)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda said: said.type == "error" and "Failed to load resource" not in said.text and wrong.append(said.text),
    )
    yield page
    page.close()
    assert wrong == []


@pytest.fixture
def sign_in(page: Page) -> Callable[..., None]:
    """Signs a demo person in, as they would."""

    def enter(role: str = "citizen", password: str = PASSWORD) -> None:
        page.goto("/entrar")
        page.get_by_label("Correo electrónico").fill(f"{role}@example.org")
        page.get_by_label("Contraseña", exact=True).fill(password)
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_role("link", name="Cuenta", exact=True)).to_be_visible()

    return enter


@pytest.fixture
def signed_in(context: BrowserContext, city: City) -> Callable[[str], None]:
    """Comes back as a demo person who signed in on an earlier visit."""

    def come_back(role: str) -> None:
        city.cookies["earlier"] = f"{role}@example.org"
        cookie = {
            "name": "__Host-cercano_refresh",
            "value": "earlier",
            "url": "https://localhost",
            "secure": True,
            "httpOnly": True,
            "sameSite": "Strict",
        }
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.add_init_script("localStorage.setItem('signed-in', '1')")

    return come_back


def settled(page: Page) -> None:
    """Until what the screen asked for has come."""
    expect(page.locator("main h1")).not_to_have_text("Cargando…")
    expect(page.locator(".skeleton")).to_have_count(0)
