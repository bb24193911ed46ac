"""The card office, the desk and the gate: issue, reject, verify in person, concessions, block, cash, and a lamp."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import Clock, settled
from tests.web.fake.city import City
from tests.web.phone import a_code


@pytest.fixture
def desk(page: Page, city: City, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Marta of the card office opens a screen."""

    def opened(path: str) -> Page:
        signed_in("staff")
        page.goto(path)
        settled(page)
        return page

    return opened


def asked_for(city: City, number: int = 1, **more: Any) -> None:
    application = {
        "application_id": f"application_{number:08d}",
        "citizen_id": "citizen",
        "card_class": "resident",
        "format": "app",
        "state": "requested",
        "requested_at": "2026-11-24T10:00:00Z",
        "decided_at": None,
        "reject_reason": None,
        "card_id": None,
    }
    city.desk.applications.append(application | more)


def test_an_application_becomes_a_card(desk: Callable[[str], Page], city: City) -> None:
    asked_for(city)
    page = desk("/consola/tarjetas")
    page.get_by_role("button", name="Emitir").click()

    expect(page.get_by_text("Tarjeta emitida.")).to_be_visible()
    expect(page.get_by_text("Nadie espera respuesta.")).to_be_visible()
    page.get_by_role("link", name="Abrir la tarjeta").click()
    expect(page.get_by_text("Hecha, sin activar")).to_be_visible()


def test_an_application_is_turned_down_with_a_reason(desk: Callable[[str], Page], city: City) -> None:
    asked_for(city)
    page = desk("/consola/tarjetas")
    page.get_by_role("button", name="Rechazar").click()
    page.get_by_label("Motivo").select_option("ya tienes una")
    page.get_by_role("button", name="Rechazar").last.click()

    expect(page.get_by_text("Solicitud rechazada.")).to_be_visible()
    assert city.desk.applications[0]["reject_reason"] == "duplicate"


def test_ones_own_application_is_for_somebody_else(desk: Callable[[str], Page], city: City) -> None:
    asked_for(city, citizen_id="staff")
    page = desk("/consola/tarjetas")
    page.get_by_role("button", name="Emitir").click()

    expect(page.get_by_text("Nadie resuelve su propia solicitud.")).to_be_visible()


def test_somebody_is_found_for_a_purpose_and_verified_in_person(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/personas")
    page.get_by_label("DNI o NIE").fill("00000000T")
    page.get_by_role("button", name="Buscar").click()
    expect(page.get_by_text("Nadie verificado tiene ese documento")).to_be_visible()
    page.get_by_label("DNI o NIE").fill("12345678Z")
    page.get_by_label("Para qué").select_option("Verificación en persona")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("link", name="Lucía").click()
    expect(page.get_by_text("Abierta para: Verificación en persona")).to_be_visible()

    page.get_by_role("button", name="He visto el documento").click()
    expect(page.locator(".summary")).to_contain_text("Nombre y apellidos, como en el documento: Falta el nombre")
    page.get_by_label("Nombre y apellidos").fill("Lucía Fernández")
    page.get_by_label("DNI o NIE").fill("12345678Z")
    page.get_by_label("Fecha de nacimiento").fill("1988-03-04")
    page.get_by_role("button", name="He visto el documento").click()
    expect(page.locator(".facts")).to_contain_text("En persona")
    assert city.desk.looks == [("citizen", "in_person_verification")]


def test_a_file_is_read_once_however_long_it_stays_open(desk: Callable[[str], Page], page: Page, city: City) -> None:
    page.clock.install()
    desk("/consola/personas/citizen?motivo=complaint")
    expect(page.get_by_text("Abierta para: Queja o reclamación")).to_be_visible()
    page.clock.run_for(120_000)

    assert city.desk.looks == [("citizen", "complaint")]


def test_a_concession_is_granted_with_its_proof_and_taken_off(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/tarjetas/card_01lucia")
    page.get_by_label("Ventaja").select_option("Familia numerosa")
    expect(page.get_by_label("Qué ha enseñado")).to_have_value("family_title")
    page.get_by_role("button", name="Reconocer", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("Hasta: Falta la fecha")
    page.get_by_label("Hasta").fill("2028-12-31")
    page.get_by_role("button", name="Reconocer", exact=True).click()

    row = page.get_by_role("row", name="Familia numerosa")
    expect(row).to_contain_text("2028-12-31")
    row.get_by_role("button", name="Quitar: Familia numerosa").click()
    expect(row).to_have_count(0)


def test_the_desk_blocks_after_a_question(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/tarjetas/card_01lucia")
    page.get_by_label("Motivo").select_option("Mal uso")
    page.get_by_role("button", name="Bloquear").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancelar").click()
    assert city.desk.cards[0]["state"] == "issued"
    page.get_by_role("button", name="Bloquear").click()
    page.get_by_role("dialog").get_by_role("button", name="Bloquear").click()

    expect(page.get_by_text("Tarjeta bloqueada.")).to_be_visible()
    assert city.desk.cards[0]["block_reason"] == "misuse"


def test_cash_at_the_desk_is_taken_once_and_receipted(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/tarjetas/card_01lucia")
    page.get_by_role("button", name="Cobrar y recargar").click()
    expect(page.locator(".summary")).to_contain_text("Importe en euros: Escribe un importe")
    page.get_by_label("Importe en euros").fill("20")
    page.get_by_role("button", name="Cobrar y recargar").click()

    expect(page.get_by_text("Recargados 20,00 €")).to_be_visible()
    expect(page.get_by_text("Saldo: 32,32 €")).to_be_visible()
    assert [*city.desk.handed.values()] == [2000]
    assert re.fullmatch(r"[0-9a-f]{12}7[0-9a-f]{19}", next(iter(city.desk.handed)))


@pytest.fixture
def gate(page: Page, signed_in: Callable[[str], None]) -> Page:
    """A gate on line 1, run by its operator."""
    signed_in("operator")
    page.goto("/puerta")
    settled(page)
    return page


def show(gate: Page, code: str) -> None:
    gate.get_by_label("O pega el código").fill(code)
    gate.get_by_role("button", name="Leer", exact=True).click()


def test_the_gate_opens_and_the_wallet_moves(gate: Page, city: City, clock: Clock) -> None:
    gate.get_by_label("Línea").select_option("2 · CORBAN")
    gate.get_by_label("Parada").select_option("Sardinero")
    show(gate, a_code(city, clock()))

    expect(gate.locator(".lamp.is-open")).to_contain_text("Adelante")
    expect(gate.locator(".lamp")).to_contain_text("0,66 €")
    expect(gate.locator(".lamp")).to_contain_text("Quedan 13,66 €")
    assert violations(gate) == []
    tap = next(asked.body for asked in city.seen if asked.path == "/access/taps")
    assert (tap["place"]["line"], tap["place"]["stop"]) == ("2", "7")


def test_the_gate_stays_shut_for_an_old_picture_and_for_a_blocked_card(gate: Page, city: City, clock: Clock) -> None:
    picture = a_code(city, clock())
    clock.forward(seconds=70)
    show(gate, picture)
    expect(gate.locator(".lamp.is-shut")).to_contain_text("La lectura no vale (not_now).")
    assert violations(gate) == []

    city.desk.cards[0]["state"] = "blocked"
    show(gate, a_code(city, clock()))
    expect(gate.locator(".lamp.is-shut")).to_contain_text("La tarjeta está bloqueada.")


def test_without_a_camera_the_gate_says_so(gate: Page) -> None:
    gate.get_by_role("button", name="Leer con la cámara").click()

    expect(gate.get_by_text("No hay cámara o no nos dejas usarla.")).to_be_visible()


def test_the_gate_is_for_its_operator(page: Page, signed_in: Callable[[str], None]) -> None:
    signed_in("citizen")
    page.goto("/puerta")

    expect(page.get_by_text("Esta página es para: Operación.")).to_be_visible()


def test_a_second_bus_is_a_free_transfer_and_the_first_stays_on_the_list(gate: Page, city: City, clock: Clock) -> None:
    show(gate, a_code(city, clock()))
    expect(gate.locator(".lamp.is-open")).to_contain_text("0,66 €")
    gate.get_by_label("Línea").select_option("2 · CORBAN")
    clock.forward(seconds=31)
    show(gate, a_code(city, clock()))

    expect(gate.locator(".lamp.is-open")).to_contain_text("Transbordo gratis: 9 min después de la línea 1.")
    expect(gate.get_by_role("listitem")).to_contain_text("Un viaje, tarifa general.")
    assert violations(gate) == []


def test_without_money_the_gate_stays_shut_and_says_what_is_left(gate: Page, city: City, clock: Clock) -> None:
    city.desk.money["posted"] = 40
    show(gate, a_code(city, clock()))

    expect(gate.locator(".lamp.is-shut")).to_contain_text("No hay saldo suficiente.")
    expect(gate.locator(".lamp.is-shut")).to_contain_text("Quedan 0,40 €")


def test_a_car_park_has_a_way_in_and_a_way_out(gate: Page, city: City, clock: Clock) -> None:
    city.desk.money["posted"] = 5000
    gate.get_by_label("Servicio").select_option("Aparcamiento")
    expect(gate.get_by_label("Línea")).to_have_count(0)
    gate.get_by_text("Salida", exact=True).click()
    show(gate, a_code(city, clock()))
    expect(gate.locator(".lamp.is-open")).to_be_visible()

    tap = next(asked.body for asked in city.seen if asked.path == "/access/taps")
    assert (tap["kind"], tap["place"]) == ("off", {"service": "parking", "operator": "parking"})


def test_a_tap_in_one_window_moves_the_wallet_in_another(
    page: Page, city: City, sign_in: Callable[[str], None]
) -> None:
    sign_in("citizen")
    page.goto("/tarjeta")
    page.get_by_role("button", name="Activar aquí").click()
    expect(page.locator(".code canvas")).to_be_visible()
    page.get_by_role("link", name="Monedero").first.click()
    expect(page.locator(".balance")).to_contain_text("12,32 €")

    window = page.context.new_page()
    city.cookies = dict.fromkeys(city.cookies, "operator@example.org")
    window.goto("/puerta")
    window.get_by_role("button", name="Acercar la de Lucía").click()
    expect(window.locator(".lamp.is-open")).to_contain_text("0,66 €")

    page.bring_to_front()
    expect(page.locator(".balance")).to_contain_text("11,66 €")
    window.close()


def test_on_a_day_without_fares_there_is_no_gate(page: Page, clock: Clock, signed_in: Callable[[str], None]) -> None:
    clock.forward(days=-400)
    signed_in("operator")
    page.goto("/puerta")

    expect(page.get_by_text("Hoy no hay tarifas en vigor.")).to_be_visible()


def test_a_window_whose_cookie_became_somebody_elses_shows_nothing_of_who_was_here(
    page: Page, city: City, sign_in: Callable[[str], None]
) -> None:
    sign_in("citizen")
    page.get_by_role("link", name="Cuenta", exact=True).click()
    expect(page.get_by_role("heading", name="Lucía")).to_be_visible()

    city.cookies = dict.fromkeys(city.cookies, "operator@example.org")
    city.sessions.clear()
    page.get_by_role("link", name="Tarjeta", exact=True).click()
    expect(page.get_by_role("link", name="Puerta", exact=True)).to_be_visible()
    page.get_by_role("link", name="Cuenta", exact=True).click()
    expect(page.get_by_role("heading", name="Puerta 7")).to_be_visible()
    expect(page.get_by_text("citizen@example.org")).to_have_count(0)
