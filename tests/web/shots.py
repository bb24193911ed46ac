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
PERSON = {
    "card": "/tarjeta",
    "card-live": "/tarjeta?activar",
    "card-apply": "/tarjeta/solicitar",
    "wallet": "/monedero",
    "top-up": "/monedero/recargar",
    "passes": "/monedero/abonos",
    "bank": "/monedero/banco",
    "transfer": "/monedero/traspaso",
    "proof": "/monedero/prueba/acc_01lucia/00000000000470000000000000000004",
    "campaigns": "/ventajas",
    "journeys": "/viajes",
    "rights": "/tarjeta/derechos",
    "family": "/familia",
    "requests": "/tarjeta/solicitudes",
    "my-data": "/mis-datos",
}
"""What a citizen sees of their own."""
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
    "console-cards": "/consola/tarjetas",
    "console-card": "/consola/tarjetas/card_01lucia",
    "console-people": "/consola/personas",
    "console-person": "/consola/personas/citizen?motivo=card_service",
    "console-adjustments": "/consola/ajustes?cuenta=acc_01lucia",
    "console-fares": "/consola/tarifas",
    "console-new-fares": "/consola/tarifas/nueva",
    "console-payees": "/consola/pagos",
    "console-books": "/consola/cuadre",
    "console-shops": "/consola/comercios",
    "console-shop": "/consola/comercios/shop_libreria",
    "console-campaigns": "/consola/campanas",
    "console-campaign": "/consola/campanas/campaign_draft",
    "console-new-campaign": "/consola/campanas/nueva",
    "account": "/cuenta",
}
OPERATOR = {"gate": "/puerta", "settlements": "/liquidaciones"}
MERCHANT = {
    "till": "/comercio",
    "refund": "/comercio/devolver",
    "sales": "/comercio/ventas",
    "weeks": "/comercio/liquidaciones",
}
TAPS = {"card-live": ".face .button"}
"""Screens that one gets to by tapping something."""
SIZES = {"m": {"width": 390, "height": 844}, "d": {"width": 1280, "height": 860}}


def main() -> None:
    """Take them all, or those whose name contains --only."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.shots", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", help="an address that already serves the app")
    parser.add_argument(
        "--staff", default=f"staff@example.org {PASSWORD}", help="e-mail and password of a member of staff"
    )
    parser.add_argument("--person", default=f"citizen@example.org {PASSWORD}", help="e-mail and password of a citizen")
    parser.add_argument(
        "--operator", default=f"operator@example.org {PASSWORD}", help="e-mail and password of a gate's operator"
    )
    parser.add_argument(
        "--merchant", default=f"merchant@example.org {PASSWORD}", help="e-mail and password of a shop's owner"
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
                    for who, screens in (
                        ("", CITIZEN),
                        (given.person, PERSON),
                        (given.staff, STAFF),
                        (given.operator, OPERATOR),
                        (given.merchant, MERCHANT),
                    ):
                        suffix = f"{size}-{language}-{scheme}.png"
                        wanted = {name: path for name, path in screens.items() if given.only in f"{name}-{suffix}"}
                        if wanted:
                            take(browser, base, wanted, given.out, suffix, who=who, size=size, scheme=scheme)


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
    browser: Browser, base: str, wanted: dict[str, str], out: Path, suffix: str, *, who: str, size: str, scheme: str
) -> None:
    """One visit with these settings by `who` (e-mail and password; empty: nobody in particular)."""
    context = browser.new_context(
        viewport=SIZES[size],
        device_scale_factor=2 if size == "m" else 1,
        color_scheme=scheme,
        locale=suffix.split("-")[1],
        timezone_id="Europe/Madrid",
        service_workers="block",
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    if who:
        sign_in(page, base, *who.split(" ", 1))
    for name, path in wanted.items():
        page.goto(base + path)
        settle(page)
        if name in TAPS:
            page.locator(TAPS[name]).first.click()
            settle(page)
        page.screenshot(path=out / f"{name}-{suffix}")
        page.screenshot(path=out / f"{name}-{suffix[:-4]}-full.png", full_page=True)
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
