"""Pictures of every screen for people to look at: `python -m tests.web.shots --out DIR [--base URL]`.

Without --base they show the fake city at a fixed moment; with it, whatever lives at that address.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from infra.web.build import build
from tests.web.fake.city import PASSWORD, City
from tests.web.site import serving

MOMENT = datetime(2026, 11, 24, 11, 48, 20, tzinfo=UTC)
"""A Tuesday, 12:48 in Santander."""
CITIZEN = {
    "home": "/",
    "venues": "/lugares",
    "map": "/lugares?mapa",
    "venue": "/lugares/centro-botin",
    "venue-unknown": "/lugares/filmoteca",
    "sign-up": "/registro",
    "sign-in": "/entrar",
}
STAFF = {
    "console": "/consola",
    "console-venues": "/consola/lugares",
    "console-venue": "/consola/lugares/centro-botin",
    "console-counters": "/consola/contadores",
    "console-count": "/consola/recuento?lugar=centro-botin",
    "console-devices": "/consola/dispositivos",
    "console-device": "/consola/dispositivos/centro-botin-pereda",
    "console-new-device": "/consola/dispositivos/alta",
    "console-alerts": "/consola/avisos",
    "account": "/cuenta",
}
SIZES = {"m": {"width": 390, "height": 844}, "d": {"width": 1280, "height": 860}}


def main() -> None:
    """Take them all, or those whose name contains --only."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.shots", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", help="an address that already serves the app")
    parser.add_argument(
        "--staff", default=f"staff@example.org {PASSWORD}", help="e-mail and password of a member of staff"
    )
    parser.add_argument("--only", default="", help="part of the file names wanted")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    browser_path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with address(given.base) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for size in SIZES:
            for language in ("es", "en"):
                for scheme in ("light", "dark"):
                    wanted = {
                        f"{name}-{size}-{language}-{scheme}.png": path for name, path in (CITIZEN | STAFF).items()
                    }
                    wanted = {name: path for name, path in wanted.items() if given.only in name}
                    if wanted:
                        take(browser, base, wanted, given, size=size, language=language, scheme=scheme)


@contextlib.contextmanager
def address(base: str | None) -> Iterator[str]:
    """The given address, or that of the fake city."""
    if base:
        yield base
        return
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        with serving(Path(folder), City(lambda: MOMENT)) as here:
            yield here


def take(
    browser: Browser,
    base: str,
    wanted: dict[str, str],
    given: argparse.Namespace,
    *,
    size: str,
    language: str,
    scheme: str,
) -> None:
    """One visit with these settings, signed in only if a screen needs it."""
    context = browser.new_context(
        viewport=SIZES[size],
        device_scale_factor=2 if size == "m" else 1,
        color_scheme=scheme,
        locale=language,
        timezone_id="Europe/Madrid",
        service_workers="block",
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    signed = False
    for name, path in wanted.items():
        if path in STAFF.values() and not signed:
            sign_in(page, base, *given.staff.split(" ", 1))
            signed = True
        page.goto(base + path)
        settle(page)
        page.screenshot(path=given.out / name)
        page.screenshot(path=given.out / name.replace(".png", "-full.png"), full_page=True)
    context.close()


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    """As a person would."""
    page.goto(f"{base}/entrar")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{base}/")


def settle(page: Page) -> None:
    """Until nothing is on its way any more."""
    page.locator("main h1").wait_for()
    page.wait_for_load_state("networkidle")
    page.locator(".skeleton").first.wait_for(state="detached")
    page.wait_for_timeout(900)


if __name__ == "__main__":
    main()
