"""What the card gives in small shops: the nearest first, worked out on the phone; vouchers and points of one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled
from tests.web.fake.city import City


@pytest.fixture
def street(page: Page, signed_in: Callable[[str], None]) -> Page:
    """Lucía looks at the campaigns, standing in the Sardinero."""
    signed_in("citizen")
    page.goto("/ventajas")
    settled(page)
    return page


def test_campaigns_say_what_they_give_where_and_until_when(street: Page, city: City) -> None:
    city.market.campaigns[1]["ends_at"] = "2027-01-05T20:00:00Z"
    street.reload()
    voucher = street.get_by_role("region", name="Bonos Santander")

    expect(voucher).to_contain_text("Paga 15,00 €, compra por 20,00 €")
    expect(voucher).to_contain_text("En compras desde 5,00 €")
    expect(voucher).to_contain_text("Hasta el martes, 5 de enero")
    expect(voucher.locator("summary")).to_have_text("2 tiendas")


def test_the_phone_works_out_the_distance_and_tells_nobody_where_it_is(street: Page, city: City) -> None:
    street.get_by_role("button", name="Cerca de mí").click()
    voucher = street.get_by_role("region", name="Bonos Santander")

    expect(voucher.locator("summary")).to_have_text("2 tiendas, la más cercana a 230 m")
    voucher.locator("summary").click()
    expect(voucher.locator(".move b").first).to_have_text("Libros del Sardinero")
    assert violations(street) == []
    assert all("lat" not in asked.query and "43.4" not in asked.text for asked in city.seen)


def test_a_campaign_for_some_shops_shows_those_alone(street: Page, city: City) -> None:
    city.market.campaigns[1]["rules"]["shops"] = ["shop_sardinero"]
    city.market.campaigns[0]["rules"]["categories"] = ["food"]
    street.reload()

    expect(street.get_by_role("region", name="Bonos Santander").locator("summary")).to_have_text("1 tienda")
    expect(street.get_by_role("region", name="Cerca de ti")).to_contain_text("Todavía no participa ninguna tienda.")


def test_a_voucher_is_reserved_with_a_touch_and_given_back_with_another(street: Page, city: City) -> None:
    street.get_by_role("button", name="Reservar un bono").click()
    mine = street.get_by_role("region", name="Tus bonos")
    expect(mine).to_contain_text("Te quedan 5,00 € de ahorro")
    expect(street.get_by_text("Es tuyo hasta el martes, 1 de diciembre.")).to_be_visible()

    mine.get_by_role("button", name="Devolver").click()
    expect(mine).to_have_count(0)
    assert [one["state"] for one in city.purse.vouchers.values()] == ["returned"]


def test_a_request_that_failed_is_sent_again_as_the_same_one(street: Page, city: City) -> None:
    city.broken = "/loyalty/campaigns/campaign_voucher/vouchers"
    street.get_by_role("button", name="Reservar un bono").click()
    expect(street.get_by_text("Algo ha fallado por nuestra parte.")).to_be_visible()
    city.broken = ""
    street.get_by_role("button", name="Reservar un bono").click()
    expect(street.get_by_text("Es tuyo hasta")).to_be_visible()

    asked = [one.body["request_id"] for one in city.seen if one.path.endswith("/vouchers") and one.method == "POST"]
    assert asked[0] == asked[1]


def test_the_third_voucher_is_refused_in_the_citys_words(street: Page) -> None:
    for _ in range(2):
        street.get_by_role("button", name="Reservar un bono").click()
        expect(street.get_by_text("Es tuyo hasta")).to_be_visible()
        street.reload()
        settled(street)
    street.get_by_role("button", name="Reservar un bono").click()

    expect(street.get_by_text("Ya tienes el máximo de bonos de esta campaña (2).")).to_be_visible()


def test_points_say_what_they_are_worth_and_which_lapse_first(street: Page) -> None:
    points = street.get_by_role("region", name="Tus puntos")

    expect(points).to_contain_text("2,40 €")
    expect(points).to_contain_text("90 puntos caducan el domingo, 31 de enero")


def test_who_is_not_signed_in_sees_the_campaigns_and_is_asked_in_for_a_voucher(page: Page, city: City) -> None:
    page.goto("/ventajas")
    settled(page)

    expect(page.get_by_role("region", name="Cerca de ti")).to_contain_text("10 % de descuento")
    page.get_by_role("link", name="Entra para reservar un bono").click()
    expect(page).to_have_url(page.url.split("/entrar")[0] + "/entrar?seguir=%2Fventajas")
    assert not [asked for asked in city.seen if "authorization" in asked.headers]


def test_rights_say_thanks_to_what_and_when_a_concession_can_be_renewed(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    held = {"concession": "large_family", "proof": "family_title", "valid_from": "2024-01-01", "valid_to": "2026-12-31"}
    city.desk.cards[0] |= {
        "state": "active",
        "concessions": [held | {"renewal_opens_on": "2026-12-01", "can_renew": False}],
    }
    signed_in("citizen")
    page.goto("/tarjeta/derechos")
    settled(page)

    expect(page.locator(".move", has_text="Museos")).to_contain_text("Gracias a: Residente")
    expect(page.locator(".move", has_text="Autobús")).not_to_contain_text("Gracias")
    expect(page.locator(".concession").first).to_contain_text(
        "Podrás renovarla desde el martes, 1 de diciembre de 2026."
    )
    expect(page.get_by_role("heading", name="Otras que puedes pedir")).to_be_visible()
    expect(page.locator(".concession", has_text="Familia numerosa")).to_have_count(1)


def test_without_a_network_the_campaigns_last_known_are_shown(street: Page) -> None:
    street.evaluate("navigator.serviceWorker.ready.then(() => true)")
    street.reload()
    settled(street)
    street.context.set_offline(True)
    street.reload()

    expect(street.get_by_role("region", name="Cerca de ti")).to_contain_text("10 % de descuento")
    expect(street.get_by_role("region", name="Tus puntos")).to_have_count(0)
    street.context.set_offline(False)


def test_the_way_from_the_card_to_a_voucher_needs_no_mouse(street: Page) -> None:
    street.goto("/tarjeta")
    settled(street)
    street.get_by_role("link", name="Ventajas en el comercio").focus()
    street.keyboard.press("Enter")
    expect(street.get_by_role("heading", name="Ventajas en el comercio")).to_be_focused()
    street.get_by_role("button", name="Reservar un bono").focus()
    street.keyboard.press("Enter")

    expect(street.get_by_role("region", name="Tus bonos")).to_be_visible()
