"""A shop's browser: join, read a card, say what it gets and why, sell once, refund to the cent, and see what is due."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import Clock, settled
from tests.web.fake.city import City
from tests.web.phone import a_code

CAMERA = """(text) => {
  navigator.mediaDevices.getUserMedia = async () => {
    const assets = document.querySelector('script[type=module]').src.replace('app.js', '')
    const { generate } = await import(assets + 'vendor/lean-qr.js')
    const screen = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const code = document.createElement('canvas')
    generate(text).toCanvas(code)
    const pen = screen.getContext('2d')
    pen.imageSmoothingEnabled = false
    setInterval(() => {
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, 640, 480)
      pen.drawImage(code, 120, 40, 400, 400)
    }, 50)
    return screen.captureStream(20)
  }
}"""
OWN_EYE = """globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ['qr_code'] }
  async detect() { return globalThis.before ? [{ rawValue: globalThis.before }] : [] }
}"""


@pytest.fixture
def counter(page: Page, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Olga of the bookshop opens a screen."""

    def opened(path: str) -> Page:
        signed_in("merchant")
        page.goto(path)
        settled(page)
        return page

    return opened


def sell(page: Page, price: str, code: str) -> None:
    page.get_by_label("Precio de la compra").fill(price)
    page.get_by_label("O pega el código").fill(code)
    page.get_by_role("button", name="Leer", exact=True).click()


def test_a_sale_says_what_comes_off_and_why_and_is_taken_once(
    counter: Callable[[str], Page], city: City, clock: Clock
) -> None:
    page, shown = counter("/comercio"), a_code(city, clock())
    sell(page, "24,90", shown)

    quote = page.get_by_role("region", name="Qué se le descuenta")
    expect(quote).to_contain_text("Cerca de ti: 10 % en el pequeño comercio")
    expect(quote).to_contain_text("Descuento de 2,49 €.")
    expect(quote.locator(".is-total")).to_contain_text("22,41 €")
    expect(page.locator(".why")).to_contain_text("No tienes un bono reservado.")
    assert violations(page) == []
    page.get_by_role("button", name="Cobrar 22,41 €").dblclick()

    expect(page.locator(".outcome")).to_contain_text("Cobra al cliente")
    expect(page.locator(".outcome")).to_contain_text("22,41 €")
    assert violations(page) == []
    (sale,) = city.market.sales.values()
    asked = next(one.body for one in city.seen if one.path.endswith("/purchases"))
    assert asked == {
        "qr": shown,
        "amount_cents": 2490,
        "without": [],
        "points": 0,
        "purchase_id": sale["purchase_id"],
    }
    assert re.fullmatch(r"[0-9a-f]{32}", sale["purchase_id"])


def test_a_sale_whose_answer_was_lost_is_sent_again_under_its_name(
    counter: Callable[[str], Page], city: City, clock: Clock
) -> None:
    page = counter("/comercio")
    sell(page, "24,90", a_code(city, clock()))
    city.broken = "/loyalty/shops/shop_libreria/purchases"
    page.get_by_role("button", name="Cobrar 22,41 €").click()
    expect(page.get_by_text("Algo ha fallado por nuestra parte.")).to_be_visible()

    city.broken = ""
    page.get_by_role("button", name="Cobrar 22,41 €").click()
    expect(page.locator(".outcome")).to_be_visible()
    tries = [one.body["purchase_id"] for one in city.seen if one.path.endswith("/purchases")]
    assert len(tries) == 2
    assert len({*tries}) == 1


def test_a_campaign_is_left_for_another_day_and_taken_up_again(
    counter: Callable[[str], Page], city: City, clock: Clock
) -> None:
    page = counter("/comercio")
    sell(page, "24,90", a_code(city, clock()))
    page.get_by_role("button", name="No usarla ahora").click()
    expect(page.get_by_role("button", name="Cobrar 24,90 €")).to_be_visible()
    expect(page.get_by_text("Has preferido no usarla ahora.")).to_be_visible()

    page.get_by_role("button", name="Usarla").click()
    expect(page.get_by_role("button", name="Cobrar 22,41 €")).to_be_visible()


def test_points_pay_as_far_as_they_go(counter: Callable[[str], Page], city: City, clock: Clock) -> None:
    page = counter("/comercio")
    sell(page, "24,90", a_code(city, clock()))
    page.get_by_label("Puntos que quiere gastar").fill("900")
    page.get_by_role("button", name="Aplicar").click()

    expect(page.get_by_text("Se usan 250: no hay más o no hace falta.")).to_be_visible()
    expect(page.get_by_role("button", name="Cobrar 19,91 €")).to_be_visible()


def test_no_price_no_quote(counter: Callable[[str], Page], city: City, clock: Clock) -> None:
    page = counter("/comercio")
    sell(page, "gratis", a_code(city, clock()))

    expect(page.get_by_text("Escribe primero el precio, por ejemplo 12,50")).to_be_visible()
    assert violations(page) == []


def test_an_old_picture_and_a_stray_code_never_reach_the_city(
    counter: Callable[[str], Page], city: City, clock: Clock
) -> None:
    page = counter("/comercio")
    sell(page, "24,90", "https://example.org")
    expect(page.get_by_text("Eso no es el código de una tarjeta de la ciudad.")).to_be_visible()

    picture = a_code(city, clock())
    clock.forward(seconds=70)
    page.reload()
    settled(page)
    sell(page, "24,90", picture)
    expect(page.get_by_text("Es un código viejo: una foto no vale.")).to_be_visible()
    assert [one for one in city.seen if one.path.endswith("/quotes")] == []


def test_a_blocked_card_is_refused_by_the_city(counter: Callable[[str], Page], city: City, clock: Clock) -> None:
    page = counter("/comercio")
    code = a_code(city, clock())
    city.desk.cards[0]["state"] = "blocked"
    sell(page, "24,90", code)

    expect(page.get_by_text("Esa tarjeta no vale ahora.")).to_be_visible()
    page.get_by_role("button", name="Empezar de nuevo").click()
    expect(page.get_by_label("Precio de la compra")).to_be_visible()


def test_the_camera_reads_the_code_by_the_library_that_comes_only_then(
    counter: Callable[[str], Page], city: City, clock: Clock
) -> None:
    page = counter("/comercio")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.evaluate(CAMERA, a_code(city, clock()))
    page.get_by_label("Precio de la compra").fill("10")
    assert "jsqr.js" not in asked
    page.get_by_role("button", name="Leer con la cámara").click()

    expect(page.get_by_role("button", name="Cobrar 9,00 €")).to_be_visible()
    assert "jsqr.js" in asked


def test_the_camera_reads_the_code_with_the_browsers_own_eye(
    counter: Callable[[str], Page], page: Page, city: City, clock: Clock
) -> None:
    page.add_init_script(OWN_EYE)
    counter("/comercio")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.evaluate(CAMERA, "nothing to see")
    page.get_by_label("Precio de la compra").fill("10")
    page.get_by_role("button", name="Leer con la cámara").click()
    expect(page.locator(".camera video")).to_be_visible()
    assert violations(page) == []
    page.evaluate("(text) => { globalThis.before = text }", a_code(city, clock()))

    expect(page.get_by_role("button", name="Cobrar 9,00 €")).to_be_visible()
    assert "jsqr.js" not in asked


def test_goods_come_back_pro_rata(counter: Callable[[str], Page], city: City, clock: Clock) -> None:
    page = counter("/comercio")
    sell(page, "20", a_code(city, clock()))
    page.get_by_role("button", name="Cobrar 18,00 €").click()
    page.get_by_role("link", name="Devolver").last.click()
    expect(page.get_by_label("Precio de lo que devuelve")).to_have_value("20.00")
    page.get_by_label("Precio de lo que devuelve").fill("")
    page.get_by_role("button", name="Devolver").click()
    expect(page.locator(".summary")).to_contain_text("Precio de lo que devuelve: Escribe un importe")
    page.get_by_label("Precio de lo que devuelve").fill("5")
    page.get_by_role("button", name="Devolver").click()

    expect(page.locator(".outcome")).to_contain_text("Devuelve al cliente")
    expect(page.locator(".outcome")).to_contain_text("4,50 €")
    expect(page.get_by_text("Quedan 15,00 €.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Devolver").click()
    expect(page.get_by_text("Esta venta ya está devuelta entera.")).to_be_visible()


def test_a_sale_is_found_among_the_last_ones_or_by_its_number(
    counter: Callable[[str], Page], city: City, clock: Clock
) -> None:
    page = counter("/comercio")
    sell(page, "20", a_code(city, clock()))
    page.get_by_role("button", name="Cobrar 18,00 €").click()
    expect(page.locator(".outcome")).to_be_visible()
    page.goto("/comercio/devolver")
    settled(page)
    assert violations(page) == []
    page.get_by_role("button", name="18,00 €").click()
    expect(page.get_by_role("heading", name="Venta del 24 nov, 12:48")).to_be_visible()

    page.get_by_role("button", name="Otra venta").click()
    page.get_by_label("Número de venta").fill("f" * 32)
    page.get_by_role("button", name="Buscar").click()
    expect(page.get_by_text("No existe esa venta.")).to_be_visible()


def test_a_closed_week_says_what_the_city_pays_and_for_what(counter: Callable[[str], Page]) -> None:
    page = counter("/comercio/liquidaciones")

    expect(page.get_by_role("heading", name="Semana 47 de 2026")).to_be_visible()
    expect(page.locator(".week-head")).to_contain_text("La ciudad te paga73,50 €")
    expect(page.get_by_text("A la cuenta que acaba en 1332.")).to_be_visible()


def test_before_the_first_week_there_is_nothing_to_settle(counter: Callable[[str], Page], city: City) -> None:
    city.market.weeks = []
    page = counter("/comercio/liquidaciones")

    expect(page.get_by_text("Aún no se ha cerrado ninguna semana con ventas.")).to_be_visible()


def test_a_shop_asks_to_take_part_and_waits(counter: Callable[[str], Page], city: City) -> None:
    city.market.shops = []
    page = counter("/comercio")
    page.get_by_role("button", name="Pedir participar").click()
    expect(page.locator(".summary")).to_contain_text("Nombre del comercio: Falta")
    assert violations(page) == []
    page.get_by_label("Nombre del comercio").fill("Ultramarinos Pérez")
    page.get_by_label("Dirección").fill("Calle Burgos, 3")
    page.get_by_role("button", name="Estoy en la tienda").click()
    expect(page.get_by_label("Latitud")).to_have_value("43.47310")
    page.get_by_label("IBAN").fill("ES9121000418450200051332")
    page.get_by_role("button", name="Pedir participar").click()

    expect(page.get_by_text("Ultramarinos Pérez espera respuesta")).to_be_visible()
    assert city.market.shops[0]["lat"] == 43.4731
    sent = next(one for one in city.seen if (one.method, one.path) == ("POST", "/loyalty/shops"))
    assert sent.headers["idempotency-key"]


def test_a_shop_that_was_turned_down_may_ask_again(counter: Callable[[str], Page], city: City) -> None:
    city.market.shops[0]["state"] = "rejected"
    page = counter("/comercio")

    expect(page.get_by_text("Librería del Paseo no ha sido admitido")).to_be_visible()
    expect(page.get_by_role("button", name="Pedir participar")).to_be_visible()


def test_without_the_city_the_shop_is_told_so(counter: Callable[[str], Page], city: City) -> None:
    city.broken = "/loyalty/shops"
    page = counter("/comercio")

    expect(page.get_by_text("Algo ha fallado por nuestra parte.")).to_be_visible()
    city.broken = ""
    page.get_by_role("button", name="Probar otra vez").click()
    expect(page.get_by_text("Librería del Paseo")).to_be_visible()


def test_the_till_is_for_shops(page: Page, signed_in: Callable[[str], None]) -> None:
    signed_in("citizen")
    page.goto("/comercio")

    expect(page.get_by_text("Esta página es para: Comercio.")).to_be_visible()
