"""The card on the phone: a code that readers believe, that turns, that works without a network, and that is stopped."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cercano.credential import qr
from tests.web.axe import violations
from tests.web.conftest import NOON, Clock, settled
from tests.web.fake.city import City
from tests.web.gate import believed, shown

START = NOON - timedelta(seconds=19)
"""One second into a half minute."""
AWAKE = """Object.defineProperty(navigator, 'wakeLock', { value: {
  request: async (what) => { globalThis.awake = what; return { release: () => { globalThis.awake = null } } } } })"""


@pytest.fixture
def activated(page: Page, signed_in: Callable[[str], None], clock: Clock) -> Page:
    """Lucía's card, just activated on this phone, whose clock the test moves."""
    signed_in("citizen")
    clock.at = START
    page.clock.install(time=START)
    page.add_init_script(AWAKE)
    page.goto("/tarjeta")
    page.get_by_role("button", name="Activar aquí").click()
    page.clock.run_for(500)
    expect(page.locator(".code canvas")).to_be_visible()
    return page


def test_a_reader_without_a_network_believes_the_code_on_the_screen(activated: Page, city: City) -> None:
    found = believed(city, shown(activated, START), START)

    assert found == qr.Pass(credential_id=f"{1:016x}", slot=qr.slot_of(START.timestamp()))
    assert activated.evaluate("globalThis.awake") == "screen"


def test_the_code_turns_every_half_minute_and_its_ring_says_when(activated: Page, city: City, clock: Clock) -> None:
    first = shown(activated, START)
    expect(activated.get_by_role("timer")).to_have_text(re.compile(r"Código nuevo en 2\d segundos"))

    clock.forward(seconds=31)
    activated.clock.run_for(31_000)

    second = shown(activated, clock())
    assert second != first
    assert believed(city, second, clock()).slot == qr.slot_of(clock().timestamp())


def test_a_picture_of_the_screen_is_dead_a_minute_later(activated: Page, city: City, clock: Clock) -> None:
    picture = shown(activated, START)

    clock.forward(seconds=61)
    with pytest.raises(qr.NotBelieved) as refusal:
        believed(city, picture, clock())
    assert refusal.value.why is qr.Why.NOT_NOW


def test_it_works_without_a_network_after_a_reload(activated: Page, context: BrowserContext, city: City) -> None:
    activated.evaluate("navigator.serviceWorker.ready.then(() => true)")
    activated.reload()
    activated.clock.run_for(500)
    assert believed(city, shown(activated, START), START)

    context.set_offline(True)
    activated.reload()
    activated.clock.run_for(1000)

    expect(activated.get_by_text("Sin red, pero funciona")).to_be_visible()
    assert believed(city, shown(activated, START), START).credential_id == f"{1:016x}"
    expect(activated.get_by_role("link", name="Cuenta", exact=True)).to_be_visible()

    context.set_offline(False)
    activated.clock.run_for(31_000)
    expect(activated.get_by_text("Sin red, pero funciona")).to_have_count(0)
    expect(activated.get_by_role("button", name="Bloquear")).to_be_visible()


def test_the_key_cannot_leave_the_phone_and_nothing_of_the_card_enters_a_cache(activated: Page) -> None:
    kept = activated.evaluate(
        """async () => {
          const open = indexedDB.open('card', 1)
          await new Promise((done) => (open.onsuccess = done))
          const all = open.result.transaction('passes').objectStore('passes').getAll()
          await new Promise((done) => (all.onsuccess = done))
          const { key } = all.result[0]
          const leaves = await crypto.subtle.exportKey('jwk', key).then(() => true, () => false)
          const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
          const cached = (await Promise.all(stores.map((store) => store.keys()))).flat()
          return { leaves, extractable: key.extractable, cached: cached.map(({ url }) => url) }
        }"""
    )

    assert (kept["leaves"], kept["extractable"]) == (False, False)
    assert [url for url in kept["cached"] if "/api/card" in url] == []


def test_signing_out_takes_the_card_off_the_phone(activated: Page) -> None:
    activated.get_by_role("link", name="Cuenta", exact=True).click()
    activated.clock.run_for(500)
    activated.get_by_role("button", name="Salir").click()
    activated.clock.run_for(500)
    expect(activated.get_by_role("link", name="Entrar")).to_be_visible()

    assert activated.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))") == []


def test_two_taps_block_it_and_the_code_is_gone(activated: Page, city: City) -> None:
    activated.get_by_role("button", name="Bloquear").click()
    activated.get_by_role("button", name="La he perdido").click()
    activated.clock.run_for(1000)

    expect(activated.get_by_text("Tarjeta bloqueada. Ningún lector la acepta ya.")).to_be_visible()
    expect(activated.locator(".code")).to_have_count(0)
    expect(activated.get_by_text("No abre ni paga: la perdiste.")).to_be_visible()
    assert city.desk.cards[0]["state"] == "blocked"
    assert violations(activated) == []

    activated.get_by_role("button", name="La he encontrado").click()
    activated.clock.run_for(1000)
    expect(activated.locator(".code canvas")).to_be_visible()


def test_the_citys_word_is_renewed_before_it_ends(activated: Page, city: City, clock: Clock) -> None:
    clock.forward(days=11)
    activated.clock.set_system_time(clock())
    activated.reload()
    activated.clock.run_for(2000)

    text = shown(activated, clock())
    assert believed(city, text, clock())
    clock.forward(days=25)
    with pytest.raises(qr.NotBelieved, match="not_now"):
        believed(city, text, clock())
    assert len([asked for asked in city.seen if asked.path.endswith("/app-key")]) == 2


def test_escape_blocks_nothing(activated: Page, city: City) -> None:
    activated.get_by_role("button", name="Bloquear").click()
    activated.keyboard.press("Escape")

    expect(activated.get_by_role("dialog")).to_have_count(0)
    assert city.desk.cards[0]["state"] == "active"


def test_a_replaced_card_is_activated_anew_and_keeps_its_account(activated: Page, city: City) -> None:
    activated.get_by_role("button", name="Pedir otra").click()
    activated.get_by_role("button", name="Sí, quiero otra").click()
    activated.clock.run_for(1000)
    expect(activated.get_by_text("Actívala en este teléfono", exact=True)).to_be_visible()
    activated.get_by_role("button", name="Activar aquí").click()
    activated.clock.run_for(1000)

    assert believed(city, shown(activated, START), START).credential_id == f"{2:016x}"
    assert {one["account_id"] for one in city.desk.cards} == {"acc_01lucia"}


def test_a_card_activated_on_another_phone_shows_no_code_here(activated: Page, city: City) -> None:
    city.desk.cards[0]["credentials"][0]["credential_id"] = "f" * 16
    activated.reload()
    activated.clock.run_for(1000)

    expect(activated.get_by_text("Está en otro teléfono")).to_be_visible()
    expect(activated.locator(".code")).to_have_count(0)


def test_a_second_card_that_was_asked_for_is_not_forgotten(activated: Page, city: City) -> None:
    activated.evaluate("localStorage.setItem('application', 'application_1')")
    waiting = {"application_id": "application_1", "card_class": "tourist", "format": "app", "state": "requested"}
    city.desk.applications.append(waiting | {"card_id": None, "reject_reason": None, "citizen_id": "citizen"})
    activated.reload()
    activated.clock.run_for(1000)

    expect(activated.get_by_text("La estamos mirando")).to_be_visible()
    expect(activated.locator(".code canvas")).to_be_visible()


def test_without_a_name_the_card_shows_the_way_to_give_one(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    city.people["citizen@example.org"]["name"] = ""
    signed_in("citizen")
    page.goto("/tarjeta")
    page.get_by_role("link", name="Pon tu nombre").click()

    expect(page.get_by_role("heading", name="Mis datos")).to_be_visible()


def test_without_a_card_the_way_to_one_is_shown(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    city.desk.cards.clear()
    signed_in("citizen")
    page.goto("/tarjeta")

    expect(page.get_by_text("Todavía no tienes tarjeta")).to_be_visible()
    page.get_by_role("link", name="Pedir la tarjeta").click()
    expect(page.get_by_text("Paso 1 de 3")).to_be_visible()


def test_a_card_is_asked_for_in_three_steps(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("citizen")
    page.goto("/tarjeta/solicitar")
    page.get_by_role("button", name="Continuar").click()
    expect(page.locator(".summary")).to_contain_text("¿Qué tarjeta te corresponde?: Elige una")
    page.locator(".summary a").click()
    expect(page.get_by_role("radio", name="Residente")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("radio", name="En el teléfono").check()
    page.get_by_role("button", name="Continuar").click()
    expect(page.locator(".facts")).to_contain_text("Joven")
    page.get_by_role("button", name="Cambiar ¿Qué tarjeta te corresponde?").click()
    page.get_by_role("radio", name="Mayor").check()
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name="Enviar la solicitud").click()

    expect(page.get_by_text("Este es tu número de referencia")).to_be_visible()
    assert [(one["card_class"], one["format"]) for one in city.desk.applications] == [("senior", "app")]


def test_who_is_not_signed_in_is_asked_to_and_comes_back(page: Page) -> None:
    page.goto("/tarjeta")
    settled(page)
    page.get_by_role("link", name="Entrar").last.click()

    expect(page).to_have_url(page.url.split("/entrar")[0] + "/entrar?seguir=%2Ftarjeta")


def test_when_the_city_answers_with_its_own_fault_it_says_so(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    signed_in("citizen")
    city.broken = "/card/cards"
    page.goto("/tarjeta")

    expect(page.get_by_text("Algo ha fallado por nuestra parte.")).to_be_visible()
    city.broken = ""
    page.get_by_role("button", name="Probar otra vez").click()
    expect(page.get_by_role("button", name="Activar aquí")).to_be_visible()
