"""Money without a bank card: one's own bank, one's other card, and the proof that what was booked stays booked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City
from tests.web.fake.desk import card

IBAN = "es91 2100 0418 4502 0005 1332"
PROOF = "/monedero/prueba/acc_01lucia/" + "0" * 11 + "47" + "0" * 17 + "04"


@pytest.fixture
def visit(page: Page, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Lucía opens an address."""
    signed_in("citizen")

    def opened(path: str) -> Page:
        page.goto(path)
        settled(page)
        return page

    return opened


def link(page: Page, iban: str = IBAN) -> None:
    page.get_by_label("IBAN").fill(iban)
    page.get_by_label("Titular de la cuenta").fill("Lucía Inventada")
    page.get_by_role("button", name="Firmar y enlazar").click()


def test_a_bank_account_is_linked_once_and_then_known_by_its_end_alone(
    visit: Callable[[str], Page], city: City
) -> None:
    page = visit("/monedero/banco")
    link(page)

    expect(page.get_by_text("•••• •••• 1332")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("4502")
    assert violations(page) == []

    page.get_by_role("button", name="Desenlazar").click()
    page.get_by_role("dialog").get_by_role("button", name="Desenlazar").click()
    expect(page.get_by_label("IBAN")).to_be_visible()
    assert city.purse.mandate is None


def test_who_linked_a_bank_pays_at_the_end_of_the_month_until_they_leave_it(
    visit: Callable[[str], Page], city: City
) -> None:
    page = visit("/monedero/banco")
    link(page)
    expect(page.get_by_text("Gasta hasta 30,00 €")).to_be_visible()
    page.get_by_role("button", name="Pagar a fin de mes").click()
    page.get_by_role("dialog").get_by_role("button", name="Pagar a fin de mes").click()

    expect(page.get_by_text("Puedes gastar además")).to_be_visible()
    assert (city.purse.is_postpaid, violations(page)) == (True, [])

    page.get_by_role("button", name="Dejarlo").click()
    page.get_by_role("dialog").get_by_role("button", name="Dejarlo").click()
    expect(page.get_by_text("Puedes gastar además")).to_have_count(0)
    assert not city.purse.is_postpaid


def test_a_wrong_number_is_told_at_its_field(visit: Callable[[str], Page], city: City) -> None:
    page = visit("/monedero/banco")
    link(page, "ES00 2100")

    expect(page.locator(".summary")).to_contain_text("IBAN: El IBAN no es correcto.")
    expect(page.get_by_label("IBAN")).to_have_attribute("aria-invalid", "true")
    assert city.purse.mandate is None


def test_a_bank_that_returned_a_collection_must_be_linked_anew(visit: Callable[[str], Page], city: City) -> None:
    page = visit("/monedero/banco")
    link(page)
    expect(page.get_by_text("•••• •••• 1332")).to_be_visible()
    assert city.purse.mandate
    city.purse.mandate["is_suspended"] = True
    page.reload()

    expect(page.get_by_text("El banco devolvió un cobro")).to_be_visible()
    expect(page.get_by_role("heading", name="Recargar ahora")).to_have_count(0)
    link(page)
    expect(page.get_by_role("heading", name="Recargar ahora")).to_be_visible()


def test_the_linked_bank_fills_the_wallet_now_and_by_itself(visit: Callable[[str], Page], city: City) -> None:
    page = visit("/monedero/banco")
    link(page)
    page.get_by_label("Importe en euros").fill("15,50")
    page.get_by_role("button", name="Recargar", exact=True).click()
    expect(page.get_by_text("15,50 € recargados. Tienes 27,82 €.")).to_be_visible()

    page.get_by_label("Recargar automáticamente").check()
    page.get_by_label("Cuando baje de").fill("0,50")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".summary")).to_contain_text("Cuando baje de: Entre 1 y 50 €")
    page.get_by_label("Cuando baje de").fill("5")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Cuando baje de 5,00 € se recarga con 20,00 €.")).to_be_visible()
    assert city.purse.refill == {
        "threshold_cents": 500,
        "amount_cents": 2000,
        "means": "mandate",
        "is_suspended": False,
    }

    page.get_by_label("Recargar automáticamente").uncheck()
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Apagada.")).to_be_visible()
    assert city.purse.refill is None


def test_money_goes_to_ones_other_card_once_however_often_one_tries(visit: Callable[[str], Page], city: City) -> None:
    city.desk.cards.append(card("card_02leo", "acc_02leo", "child"))
    city.desk.owners["card_02leo"] = "citizen"
    page = visit("/monedero")
    page.get_by_role("link", name="Entre mis tarjetas").click()
    once = page.locator("form").first
    once.get_by_label("¿Cuánto?").fill("100")
    page.get_by_role("button", name="Pasar el dinero").click()
    expect(page.locator(".summary")).to_contain_text("No hay saldo suficiente.")

    city.broken = "/wallet/accounts/acc_01lucia/transfers"
    once.get_by_label("¿Cuánto?").fill("5")
    page.get_by_role("button", name="Pasar el dinero").click()
    expect(page.locator(".summary")).to_contain_text("Algo ha fallado por nuestra parte.")
    city.broken = ""
    page.get_by_role("button", name="Pasar el dinero").click()

    expect(page.get_by_text("En la tarjeta de la que salió quedan 7,32 €.")).to_be_visible()
    tried = [asked.body for asked in city.seen if asked.path.endswith("/transfers")][-2:]
    assert tried[0] == tried[1]
    assert len(city.purse.moves) == 1


def test_pocket_money_goes_every_month_until_one_says_stop(visit: Callable[[str], Page], city: City) -> None:
    city.desk.cards.append(card("card_02leo", "acc_02leo", "child"))
    city.desk.owners["card_02leo"] = "citizen"
    page = visit("/monedero/traspaso?cuenta=acc_01lucia")
    monthly = page.locator("section", has=page.get_by_role("heading", name="Cada mes"))
    monthly.get_by_label("¿Cuánto?").fill("10")
    monthly.get_by_label("¿Qué día?").fill("31")
    monthly.get_by_role("button", name="Pasar cada mes").click()
    expect(monthly.locator(".summary")).to_contain_text("¿Qué día?: Del 1 al 28")
    monthly.get_by_label("¿Qué día?").fill("5")
    monthly.get_by_role("button", name="Pasar cada mes").click()

    expect(monthly).to_contain_text("10,00 € a: Infantil")
    expect(monthly).to_contain_text("El día 5 de cada mes")
    assert violations(page) == []
    assert city.purse.allowances["acc_02leo"] | {"given_in": None} == {
        "to_account_id": "acc_02leo", "amount_cents": 1000, "day": 5, "given_in": None,
    }  # fmt: skip

    monthly.get_by_role("button", name="Quitar").click()
    expect(monthly).not_to_contain_text("10,00 €")
    assert city.purse.allowances == {}


def test_with_one_card_there_is_nowhere_to_move_money_to(visit: Callable[[str], Page]) -> None:
    page = visit("/monedero")
    expect(page.get_by_role("link", name="Entre mis tarjetas")).to_have_count(0)

    page.goto("/monedero/traspaso")
    expect(page.get_by_text("no hay otra a la que pasar dinero")).to_be_visible()


def test_a_touch_shows_the_rest_of_a_movement_and_the_way_to_its_proof(visit: Callable[[str], Page]) -> None:
    page = visit("/monedero")
    page.get_by_role("button", name="Pago a los aparcamientos: aparcamiento").first.click()

    expect(page.locator(".move-form")).to_contain_text("Referencia")
    assert violations(page) == []
    page.get_by_role("link", name="Demostrar este movimiento").click()
    expect(page.get_by_text("Está en el libro de la ciudad")).to_be_visible()


def test_a_movement_is_proved_on_the_phone_and_taken_home(visit: Callable[[str], Page], city: City) -> None:
    page = visit(PROOF)

    expect(page.locator(".outcome")).to_contain_text("Está en el libro de la ciudad")
    expect(page.locator(".outcome")).to_contain_text("−3,50 €")
    with page.expect_download() as saved:
        page.get_by_role("button", name="root.json").click()
    assert json.loads(Path(saved.value.path()).read_text())["jws"] == city.purse.jws


@pytest.mark.parametrize("lie", ["amount_cents", "balance_cents", "payee"])
def test_a_changed_movement_is_not_believed(visit: Callable[[str], Page], page: Page, lie: str) -> None:
    def changed(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        proof = answer.json()
        proof["entry"][lie] = "city:taxes" if lie == "payee" else proof["entry"][lie] + 1
        route.fulfill(response=answer, json=proof)  # type: ignore[attr-defined]

    page.context.route("**/proof", changed)
    visit(PROOF)

    expect(page.locator(".outcome")).to_contain_text("La prueba no se sostiene")


def test_a_root_signed_by_another_key_is_not_believed(visit: Callable[[str], Page], page: Page, city: City) -> None:
    def forged(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        root = answer.json()
        root["jwk"]["x"], root["jwk"]["y"] = (
            "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        )
        route.fulfill(response=answer, json=root)  # type: ignore[attr-defined]

    page.context.route("**/wallet/roots/*", forged)
    visit(PROOF)

    expect(page.locator(".outcome")).to_contain_text("La prueba no se sostiene")


def test_what_was_booked_today_is_proved_tomorrow(visit: Callable[[str], Page], city: City) -> None:
    city.purse.is_signed = False
    page = visit(PROOF)

    expect(page.get_by_text("La prueba estará mañana")).to_be_visible()
