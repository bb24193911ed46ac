"""Money at the desk: adjustments with four eyes, stopped accounts, fares in force, what operators were paid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import Clock, settled
from tests.web.fake.city import City


@pytest.fixture
def desk(page: Page, signed_in: Callable[[str], None]) -> Callable[[str], Page]:
    """Marta of the treasury opens a screen."""

    def opened(path: str) -> Page:
        signed_in("staff")
        page.goto(path)
        settled(page)
        return page

    return opened


def propose(page: Page, amount: str) -> None:
    page.get_by_label("Cuenta", exact=True).fill("acc_01lucia")
    page.get_by_label("Importe en euros").fill(amount)
    page.get_by_role("button", name="Proponer", exact=True).click()


def test_a_little_money_is_booked_at_once_and_more_waits_for_somebody_else(
    desk: Callable[[str], Page], city: City
) -> None:
    city.market.adjustments = []
    page = desk("/consola/ajustes")
    expect(page.get_by_text("Nada espera aprobación.")).to_be_visible()
    propose(page, "5")
    expect(page.get_by_text("Apuntado: +5,00 €")).to_be_visible()

    page.get_by_text("Quitar de la cuenta").click()
    page.get_by_label("Por qué", exact=True).select_option("Recuento de caja")
    propose(page, "12,50")
    expect(page.get_by_text("Propuesto: −12,50 €. Espera a otra persona.")).to_be_visible()
    row = page.get_by_role("row", name="acc_01lucia")
    expect(row).to_contain_text("Es tuyo: lo aprueba otra persona")
    expect(row.get_by_role("button")).to_have_count(0)
    asked = [one for one in city.seen if (one.method, one.path) == ("POST", "/wallet/adjustments")]
    assert [one.body["amount_cents"] for one in asked] == [500, -1250]
    assert len({one.body["entry_id"] for one in asked}) == 2
    assert violations(page) == []


def test_what_somebody_else_proposed_is_approved_after_a_question(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/ajustes")
    page.get_by_role("button", name="Aprobar +24,00 € en acc_01lucia").click()
    expect(page.get_by_role("dialog")).to_contain_text("Recarga que no llegó")
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Cancelar").click()
    assert city.market.adjustments[0]["state"] == "proposed"
    page.get_by_role("button", name="Aprobar +24,00 € en acc_01lucia").click()
    page.get_by_role("dialog").get_by_role("button", name="Aprobar").click()

    expect(page.get_by_text("Aprobado: +24,00 €")).to_be_visible()
    expect(page.get_by_text("Nada espera aprobación.")).to_be_visible()
    assert city.market.adjustments[0]["approved_by"] == "staff"


def test_a_proposal_without_an_amount_or_an_account_says_what_to_mend(desk: Callable[[str], Page]) -> None:
    page = desk("/consola/ajustes")
    propose(page, "")
    expect(page.locator(".summary")).to_contain_text("Importe en euros: Escribe un importe")
    assert violations(page) == []

    page.get_by_label("Importe en euros").fill("3")
    page.get_by_label("Cuenta", exact=True).fill("acc_nobody")
    page.get_by_role("button", name="Proponer", exact=True).click()
    expect(page.locator(".summary")).to_contain_text("No tienes esa cuenta.")


def test_an_account_is_stopped_after_a_question_and_let_go(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/tarjetas/card_01lucia")
    panel = page.locator("section", has=page.get_by_role("heading", name="La cuenta"))
    panel.get_by_label("Por qué se detiene").select_option("Disputa")
    panel.get_by_role("button", name="Detener pagos").click()
    page.get_by_role("dialog").get_by_role("button", name="Detener pagos").click()
    expect(panel).to_contain_text("Detenida: recibe, no paga")
    assert violations(page) == []

    panel.get_by_role("button", name="Dejar pagar").click()
    expect(panel).to_contain_text("Paga y recibe")
    assert city.market.stops == [("freeze", "dispute"), ("thaw", "dispute")]


def test_the_fares_in_force_are_told_in_words(desk: Callable[[str], Page]) -> None:
    page = desk("/consola/tarifas")

    bus = page.locator("section", has=page.get_by_role("heading", name="Autobús"))
    expect(bus).to_contain_text("General0,66 €")
    expect(bus).to_contain_text("Transbordo gratis a otra línea durante 60 minutos.")
    expect(bus).to_contain_text("Nadie paga más de 2,64 € al día.")
    expect(page.get_by_text("En vigor desde el 1 ene 2026 (2026)")).to_be_visible()


def test_before_the_first_table_nothing_is_in_force(desk: Callable[[str], Page], clock: Clock) -> None:
    clock.forward(days=-400)
    page = desk("/consola/tarifas")

    expect(page.get_by_text("Hoy no hay ninguna tarifa en vigor.")).to_be_visible()
    expect(page.get_by_role("table", name="Otras tablas")).to_contain_text("1 ene 2026")


def test_what_an_operator_was_paid_and_what_nobody_can_be_paid(desk: Callable[[str], Page]) -> None:
    page = desk("/consola/pagos")
    expect(page.get_by_role("row", name="TUS-20261123")).to_contain_text("3.364,80 €")

    page.get_by_label("A quién").select_option("Aparcamientos")
    expect(page.get_by_text("No sabemos a qué cuenta pagarle")).to_be_visible()
    expect(page.get_by_text("Todavía no se le ha liquidado nada.")).to_be_visible()
    assert violations(page) == []


def test_what_does_not_agree_stays_open_until_somebody_says_why(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/cuadre")
    expect(page.get_by_text("2 cosas no cuadran y nadie ha dicho por qué.")).to_be_visible()
    assert {one.query["date"] for one in city.seen if one.path == "/wallet/reconciliation"} == {"2026-11-23"}
    row = page.get_by_role("row", name="Los importes no coinciden")
    expect(row).to_contain_text("480,00 €")
    expect(row).to_contain_text("475,00 €")
    for reference in ("desk", "251900000004"):
        page.get_by_role("button", name=f"Explicar {reference}").click()
        page.get_by_label("Por qué").select_option("Recuento equivocado")
        page.get_by_label("Nota").fill("acta 17")
        page.get_by_role("button", name="Explicar", exact=True).click()
        expect(page.get_by_text(f"Explicado: {reference}")).to_be_visible()

    expect(page.get_by_text("Todo cuadra o está explicado.")).to_be_visible()
    expect(row).to_contain_text("acta 17")
    assert city.market.explained["cash-desk-1"]["why"] == "count_wrong"
    assert violations(page) == []


def test_a_till_is_counted_zero_included(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/cuadre?dia=2026-11-20")
    page.get_by_label("Contado, en euros").fill("mucho")
    page.get_by_role("button", name="Apuntar el recuento").click()
    expect(page.locator(".summary")).to_contain_text("Contado, en euros: Escribe un importe")
    page.get_by_label("Contado, en euros").fill("0")
    page.get_by_role("button", name="Apuntar el recuento").click()

    expect(page.get_by_text("Recuento apuntado.")).to_be_visible()
    counted = [one for one in city.seen if one.path == "/wallet/reconciliation/2026-11-20/cash-counts"]
    assert counted[-1].body == {"place": "desk", "counted_cents": 0}


def test_the_payment_pages_list_is_pasted_and_its_bad_line_named(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/cuadre?dia=2026-11-20")
    page.get_by_label("Pedidos e importes").fill("251900000004;20,00\n251900000005;veinte\n")
    page.get_by_role("button", name="Apuntar la lista").click()
    expect(page.locator(".summary")).to_contain_text("Línea 2: Debe ser un número entero")
    page.get_by_label("Pedidos e importes").fill("251900000004;20,00\n\n251900000005\t15\n")
    page.get_by_role("button", name="Apuntar la lista").click()

    expect(page.get_by_text("2 pedidos apuntados.")).to_be_visible()
    told = [one.body for one in city.seen if one.path == "/wallet/reconciliation/2026-11-20/gateway-report"][-1]
    assert told == {
        "lines": [
            {"order": "251900000004", "amount_cents": 2000},
            {"order": "251900000005", "amount_cents": 1500},
        ]
    }


def test_the_laws_limit_is_seen_coming(desk: Callable[[str], Page], city: City) -> None:
    page = desk("/consola/cuadre")
    expect(page.get_by_text("Es el 31 % del límite.")).to_be_visible()

    city.market.paid_cents = 81_000_000
    page.reload()
    expect(page.get_by_text("Es el 81 % del límite: prepara el aviso.")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("/consola/ajustes", "/wallet/adjustments"),
        ("/consola/tarifas", "/access/fares"),
        ("/consola/pagos", "/wallet/settlements"),
        ("/consola/cuadre", "/wallet/reconciliation"),
        ("/consola/comercios", "/loyalty/shops"),
        ("/consola/campanas", "/loyalty/campaigns"),
        ("/consola/campanas/campaign_draft", "/loyalty/campaigns"),
    ],
)
def test_what_cannot_be_read_is_said_and_tried_again(
    desk: Callable[[str], Page], city: City, path: str, broken: str
) -> None:
    city.broken = broken
    page = desk(path)
    expect(page.get_by_text("Algo ha fallado por nuestra parte.").first).to_be_visible()

    city.broken = ""
    page.get_by_role("button", name="Probar otra vez").first.click()
    expect(page.get_by_text("Algo ha fallado por nuestra parte.")).to_have_count(0)
