"""What one of the staff may not do alone, or only once: bank accounts, fares, cards sold over the counter, chips."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City
from tests.web.fake.payees import GOOD_IBAN


@pytest.fixture
def desk(page: Page, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Marta opens a screen."""

    def opened(path: str) -> Page:
        signed_in("staff")
        page.goto(path)
        settled(page)
        return page

    return opened


def test_a_bank_account_is_proposed_and_nothing_changes_until_another_person_looks(
    desk: Callable[[str], Page], city: City
) -> None:
    page = desk("/consola/pagos")
    page.get_by_role("button", name="Proponer un cambio").click()
    page.get_by_label("Cuenta (IBAN)").fill("ES91 0000")
    page.get_by_role("button", name="Proponer", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("Cuenta (IBAN): El IBAN no es correcto.")
    expect(page.get_by_label("Personas que actúan por él")).to_have_value("operator")
    page.get_by_label("Cuenta (IBAN)").fill("ES91 2100 0418 4502 0005 1332")
    page.get_by_role("button", name="Proponer", exact=True).click()

    expect(page.get_by_text("Propuesto. Ahora lo mira otra persona.")).to_be_visible()
    expect(page.get_by_text("Es tuya: la aprueba otra persona.")).to_be_visible()
    expect(page.get_by_role("button", name="Aprobar")).to_have_count(0)
    assert city.market.payees["operator:tus"]["proposal"]["iban"] == GOOD_IBAN
    assert [one.headers["if-match"] for one in city.seen if one.method == "PUT"] == ['"3"', '"3"']
    page.get_by_role("button", name="Retirar").click()
    expect(page.get_by_text("Propuesta retirada.")).to_be_visible()
    assert violations(page) == []


def test_another_person_compares_the_whole_number_and_approves_it(desk: Callable[[str], Page], city: City) -> None:
    said = {"name": "TUS", "iban": GOOD_IBAN, "people": ["operator"], "changes_iban": True}
    by = {"proposed_by": "ana", "proposed_at": "2026-11-24T09:00:00Z"}
    city.market.payees["operator:tus"]["proposal"] = said | by
    page = desk("/consola/pagos")
    expect(page.get_by_text("Una propuesta espera otra firma")).to_be_visible()
    expect(page.get_by_text("ES91 2100 0418 4502 0005 1332")).to_be_visible()
    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_role("dialog")).to_contain_text("¿Has llamado a un teléfono que ya tenías?")
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Aprobar").click()

    expect(page.get_by_text("Aprobado.", exact=True)).to_be_visible()
    assert city.market.payees["operator:tus"]["proposal"] is None
    page.get_by_text("Qué valió antes").click()
    expect(page.get_by_role("row", name="luis")).to_contain_text("… 0001")


def test_who_was_overtaken_is_told_and_keeps_what_was_written(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/pagos")
    page.get_by_role("button", name="Proponer un cambio").click()
    page.get_by_label("Nombre o razón social").fill("Transportes de Santander")
    city.market.payees["operator:tus"]["version"] = 9
    page.get_by_role("button", name="Proponer", exact=True).click()

    expect(page.locator(".summary")).to_contain_text("Alguien lo cambió antes.")
    expect(page.get_by_label("Nombre o razón social")).to_have_value("Transportes de Santander")


def test_a_fare_table_is_read_over_before_it_is_decided(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/tarifas")
    page.get_by_role("link", name="Decidir una tabla nueva").click()
    page.get_by_label("Tabla", exact=True).fill("2027")
    page.get_by_label("Desde", exact=True).fill("2026-11-24")
    page.get_by_label("Quién la decidió").fill("Pleno de 20 de noviembre de 2026, BOC 221")
    bus = page.get_by_role("group", name="Autobús", exact=True)
    bus.get_by_label("General", exact=True).fill("gratis")
    bus.get_by_label("minutos de transbordo").fill("90")
    page.get_by_role("button", name="Repasar los cambios").click()
    expect(page.get_by_text("Cambian 2 valores")).to_be_visible()
    page.get_by_role("button", name="Decidir la tabla").click()
    expect(page.locator(".summary")).to_contain_text("Autobús · General: Debe ser un número entero")
    page.locator(".summary a").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("0,70")
    page.get_by_role("button", name="Repasar los cambios").click()
    expect(page.locator(".facts")).to_contain_text("Autobús · General0,66 € → 0,70 €")
    assert violations(page) == []
    page.get_by_role("button", name="Decidir la tabla").click()
    expect(page.locator(".summary")).to_contain_text("Desde: Una tabla empieza mañana como pronto.")
    page.get_by_label("Desde", exact=True).fill("2027-01-01")
    page.get_by_role("button", name="Repasar los cambios").click()
    page.get_by_role("button", name="Decidir la tabla").click()

    expect(page.get_by_text("Tabla decidida.")).to_be_visible()
    [decided] = city.market.fares
    assert decided["products"][0]["prices"]["standard"] == 70
    assert decided["products"][0]["transfer_s"] == 5400
    assert decided["products"][0]["free"][0]["code"] == "christmas"


def test_a_lost_answer_sells_no_second_card(desk: Callable[[str], Page], city: City, page: Page) -> None:
    desk("/consola/tarjetas")
    page.get_by_role("radio", name="Visitante").check()
    cards = len(city.desk.cards)
    page.route("**/api/card/anonymous-cards", lambda route: (route.fetch(), route.abort()), times=1)
    page.get_by_role("button", name="Vender").click()
    expect(page.locator(".summary")).to_contain_text("No hay conexión con la ciudad.")
    expect(page.get_by_role("radio", name="Visitante")).to_be_checked()
    page.get_by_role("button", name="Vender").click()

    expect(page.get_by_role("heading", name="Tarjeta de plástico")).to_be_visible()
    assert len(city.desk.cards) == cards + 1
    assert city.desk.cards[-1]["card_class"] == "tourist"


def test_a_chip_is_linked_by_the_address_it_gives_and_not_by_its_bare_number(
    desk: Callable[[str], Page], city: City
) -> None:
    page = desk("/consola/tarjetas/card_01lucia")
    page.get_by_role("button", name="Activar la tarjeta").click()
    expect(page.get_by_text("Tarjeta activada.")).to_be_visible()
    address = page.get_by_label("Dirección que da el chip al tocarlo")
    address.fill("04A39493CC8680")
    page.get_by_role("button", name="Enlazar el chip").click()
    expect(page.locator(".summary")).to_contain_text("No es la dirección de un chip")
    expect(address).to_have_value("04A39493CC8680")
    address.fill("https://santander.example/t?p=EF963FF7828658A599F3041510671E88&m=94EED9EE65337086")
    page.get_by_role("button", name="Enlazar el chip").click()

    expect(page.get_by_text("Chip enlazado.")).to_be_visible()
    expect(page.get_by_text("Tiene un chip.")).to_be_visible()
    assert violations(page) == []
