"""The frame around every screen: addresses, focus, languages, freshness, weight, and what the phone keeps."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.web.conftest import Clock, settled
from tests.web.fake.city import City

OLD = "/_/000000000000"
"""The cache of a version before."""
SHIFTS = """new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) globalThis.shifted = (globalThis.shifted ?? 0) + e.value
}).observe({ type: 'layout-shift', buffered: true })"""


def test_a_new_screen_takes_the_focus_to_its_heading_and_names_the_tab(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title("Cercano · Santander")

    page.get_by_role("link", name="Lugares", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title("¿Cuánta gente hay ahora? · Cercano")
    expect(page.get_by_role("link", name="Lugares", exact=True)).to_have_attribute("aria-current", "page")


def test_back_returns_to_where_one_was_in_the_list(page: Page) -> None:
    page.goto("/lugares")
    settled(page)
    page.locator(".rows .row a").nth(15).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.locator(".rows .row a").nth(15).click()
    expect(page.locator(".now")).to_be_visible()

    page.go_back()

    expect(page.locator(".rows .row").first).to_be_attached()
    page.wait_for_timeout(300)
    assert abs(page.evaluate("scrollY") - before) < 40


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Saltar al contenido")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_language_changes_in_place_and_is_remembered(page: Page) -> None:
    page.goto("/lugares/centro-botin")
    settled(page)
    page.get_by_role("button", name="English").click()

    expect(page.locator(".now-people")).to_have_text("318 people of 900")
    expect(page.get_by_text("It will empty out during the afternoon.")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.reload()
    expect(page.locator(".now-people")).to_have_text("318 people of 900")


def test_news_comes_every_thirty_seconds_while_somebody_looks(page: Page, city: City, clock: Clock) -> None:
    page.clock.install()
    page.goto("/lugares/centro-botin")
    page.clock.run_for(1000)
    expect(page.locator(".now-people")).to_contain_text("318")

    def asked() -> int:
        return len([one for one in city.seen if one.path == "/crowd/venues/centro-botin"])

    before = asked()
    page.clock.run_for(25_000)
    assert asked() == before
    clock.forward(minutes=60)
    page.clock.run_for(8000)
    expect(page.locator(".now-people")).not_to_contain_text("318")

    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})")
    hidden = asked()
    page.clock.run_for(90_000)
    assert asked() == hidden


def test_offline_the_app_opens_and_shows_the_last_it_knew_with_its_age(
    page: Page, context: BrowserContext, clock: Clock
) -> None:
    page.goto("/lugares")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    settled(page)
    expect(page.locator(".rows .row").first).to_be_visible()
    page.goto("/lugares/centro-botin")
    expect(page.locator(".now-people")).to_contain_text("318")

    context.set_offline(True)
    page.goto("/lugares")

    expect(page.get_by_text("Sin conexión")).to_be_visible()
    expect(page.locator(".rows .row")).to_have_count(20)
    page.goto("/lugares/centro-botin")
    expect(page.locator(".now-people")).to_contain_text("318")
    expect(page.locator(".now .age")).not_to_have_class(re.compile("is-live"))

    context.set_offline(False)


def test_an_area_that_somebody_opened_opens_without_a_network_and_another_says_it_needs_one(
    page: Page, context: BrowserContext
) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.goto("/entrar")
    expect(page.get_by_role("heading", name="Entrar")).to_be_visible()
    page.wait_for_load_state("networkidle")

    context.set_offline(True)
    page.goto("/registro")
    expect(page.get_by_role("heading", name="Crear una cuenta")).to_be_visible()
    page.goto("/tarjeta")
    expect(page.get_by_role("heading", name="Mi tarjeta")).to_be_visible()
    page.goto("/monedero")
    expect(page.get_by_role("heading", name="Sin conexión")).to_be_visible()

    context.set_offline(False)


def test_a_release_brings_anew_the_areas_that_were_open_before(page: Page) -> None:
    page.goto("/robots.txt")
    page.evaluate(f"caches.open('{OLD}').then((old) => old.put('{OLD}/areas/wallet.js', new Response('')))")
    page.goto("/entrar")

    kept = page.evaluate(
        """async (old) => {
          while ((await caches.keys()).includes(old)) await new Promise((done) => setTimeout(done, 50))
          const [name] = (await caches.keys()).filter((one) => one.startsWith('/_/'))
          return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname.slice(name.length))
        }""",
        OLD,
    )
    assert "/views/money/wallet.js" in kept
    assert "/views/console/overview.js" not in kept


def test_nothing_personal_enters_a_cache(page: Page, signed_in: object, city: City) -> None:
    assert callable(signed_in)
    signed_in("staff")
    page.goto("/consola/contadores")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    settled(page)

    kept = page.evaluate(
        """caches.open('city').then((c) => c.keys()).then((keys) => keys.map((k) => new URL(k.url).pathname))"""
    )
    assert [path for path in kept if not path.startswith(("/api/crowd/venues", "/api/crowd/alerts"))] == []
    assert page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)").find("token") == -1


def test_it_can_be_installed(page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session = page.context.new_cdp_session(page)

    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    problems = [error["errorId"] for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(problems) <= {"in-incognito"}


def test_the_first_visit_weighs_less_than_fifty_kilobytes(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}))
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto("/")
    settled(page)
    page.wait_for_load_state("networkidle")

    files = {names[key]: weight for key, weight in weights.items() if "/api/" not in names.get(key, "/api/")}
    bodies = sum(files.values())
    headers_allowance = 900 * len(files)
    assert bodies - headers_allowance < 50_000, files


def test_nothing_jumps_while_a_screen_fills(page: Page) -> None:
    page.add_init_script(SHIFTS)
    for path in ("/", "/lugares", "/lugares/centro-botin"):
        page.goto(path)
        settled(page)
        page.wait_for_timeout(300)
        assert page.evaluate("globalThis.shifted ?? 0") < 0.02, path


def test_an_address_that_leads_nowhere_says_so(page: Page) -> None:
    page.goto("/consola/nada/de/nada")

    expect(page.get_by_role("heading", name="Aquí no hay nada")).to_be_visible()
