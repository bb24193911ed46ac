"""The console: who may enter, venues and doors, conflicts between two people, counts by hand, devices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.conftest import settled
from tests.web.fake.city import City


def test_the_console_is_for_staff(page: Page, signed_in: Callable[[str], None]) -> None:
    page.goto("/consola/lugares")
    page.get_by_role("link", name="Entrar").last.click()
    expect(page).to_have_url(page.url.split("/entrar")[0] + "/entrar?seguir=%2Fconsola%2Flugares")

    signed_in("citizen")
    page.goto("/consola")
    expect(page.get_by_text("Tu cuenta no abre esta puerta")).to_be_visible()
    expect(page.get_by_role("link", name="Consola", exact=True)).to_have_count(0)


def test_what_is_wrong_comes_first(page: Page, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola")

    expect(page.locator(".todo li").first).to_contain_text("Filmoteca de Cantabria Mario Camus")
    expect(page.locator(".todo li").first).to_contain_text("No dice nada desde hace 41 minutos.")


def test_a_venue_is_created_once_the_server_agrees(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola/lugares/nuevo")
    page.get_by_label("Nombre en la dirección").fill("casa-riojana")
    page.get_by_label("Aforo").fill("mucho")
    page.get_by_role("button", name="Crear el lugar").click()
    expect(page.locator(".summary li")).to_have_text(["Dirección: Falta", "Aforo: Debe ser un número entero"])

    page.get_by_label("Nombre en español").fill("Casa de La Rioja")
    page.get_by_label("Nombre en inglés").fill("House of La Rioja")
    page.get_by_label("Dirección", exact=True).fill("Calle Alta, 1")
    page.get_by_label("Aforo").fill("120")
    page.get_by_label("Latitud").fill("43,4600")
    page.get_by_label("Longitud").fill("-3.8180")
    page.get_by_role("button", name="Crear el lugar").click()

    expect(page.get_by_text("Lugar creado.")).to_be_visible()
    assert city.documents["casa-riojana"]["location"] == {"lat": 43.46, "lon": -3.818}
    assert city.documents["casa-riojana"]["capacity"] == 120


def test_two_people_editing_never_overwrite_each_other(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    signed_in("staff")
    page.goto("/consola/lugares/mupac")
    page.get_by_label("Aforo").fill("230")
    city.documents["mupac"] |= {"version": 2, "capacity": 240, "address": "Calle Bailén, s/n"}
    page.get_by_role("button", name="Guardar", exact=True).click()

    notice = page.locator(".notice.is-warning")
    expect(notice).to_contain_text("Otra persona cambió este lugar")
    expect(notice).to_contain_text("Aforo: ahora dice «240»; si guardas, vale lo tuyo.")
    expect(notice).to_contain_text("Dirección: hemos tomado su cambio, «Calle Bailén, s/n».")
    expect(page.get_by_label("Aforo")).to_have_value("230")
    expect(page.get_by_label("Dirección", exact=True)).to_have_value("Calle Bailén, s/n")
    assert city.documents["mupac"]["capacity"] == 240

    page.get_by_role("button", name="Guardar", exact=True).click()
    expect(notice).to_have_count(0)
    assert (city.documents["mupac"]["capacity"], city.documents["mupac"]["address"]) == (230, "Calle Bailén, s/n")


def test_doors_are_added_get_a_counter_and_lose_it(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola/lugares/centro-botin")
    page.get_by_role("button", name="Añadir puerta").click()
    page.get_by_label("Nombre corto").fill("muelle")
    page.get_by_label("Nombre en español").last.fill("Muelle")
    page.get_by_label("Nombre en inglés").last.fill("Quay")
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    row = page.get_by_role("row", name="Muelle")
    expect(row).to_contain_text("Sin contador")

    row.get_by_role("button", name="Poner contador").click()
    page.get_by_label("Dispositivo").fill("no-existe")
    page.get_by_role("button", name="Poner contador", exact=True).last.click()
    expect(page.locator(".summary")).to_contain_text("Dispositivo: No está en el registro")
    page.get_by_label("Dispositivo").fill("mupac-principal")
    page.get_by_label("Está montado al revés").check()
    city.devices["mupac-principal"] = city.device("mupac-principal", "counter", "")
    page.get_by_role("button", name="Poner contador", exact=True).last.click()
    expect(row).to_contain_text("mupac-principal")
    assert city.documents["centro-botin"]["doors"][-1]["counter"]["reversed"] is True

    row.get_by_role("button", name="Retirar el contador").click()
    page.get_by_role("dialog").get_by_role("button", name="Retirar contador").click()
    expect(row).to_contain_text("Sin contador")
    row.get_by_role("button", name="Quitar la puerta").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Quitar la puerta").click()
    page.get_by_role("dialog").get_by_role("button", name="Quitar").click()
    expect(row).to_have_count(0)


def test_hours_and_closures_are_kept(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola/lugares/centro-botin")
    page.get_by_role("button", name="lunes: añadir un tramo").click()
    page.get_by_label("lunes: cierra").fill("14:30")
    with page.expect_response("**/hours"):
        page.get_by_role("button", name="Guardar el horario").click()
    expect(page.get_by_label("lunes: cierra")).to_have_value("14:30")
    assert city.documents["centro-botin"]["weekly"][0] == [{"opens": "10:00", "closes": "14:30"}]

    page.get_by_label("Primer día").fill("2026-12-24")
    page.get_by_label("Último día").fill("2026-12-23")
    page.get_by_label("Motivo en español").fill("Navidad")
    page.get_by_label("Motivo en inglés").fill("Christmas")
    page.get_by_role("button", name="Añadir un cierre").click()
    expect(page.locator(".summary")).to_contain_text("Último día: El cierre acaba antes de empezar.")
    page.get_by_label("Último día").fill("2026-12-26")
    page.get_by_role("button", name="Añadir un cierre").click()
    row = page.get_by_role("row", name="2026-12-24 – 2026-12-26")
    expect(row).to_contain_text("Navidad")
    row.get_by_role("button").click()
    expect(row).to_have_count(0)


def test_a_count_by_hand_is_compared_and_listed(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola/recuento?lugar=centro-botin")
    page.get_by_label("Personas dentro").fill("unas 300")
    page.get_by_role("button", name="Enviar el recuento").click()
    expect(page.locator(".summary")).to_contain_text("Personas dentro: Escribe un número entero")

    page.get_by_label("Personas dentro").fill("306")
    page.get_by_role("button", name="Enviar el recuento").click()
    expect(page.locator(".confirm")).to_contain_text("306")
    expect(page.locator(".confirm")).to_contain_text("El contador decía 318 personas (+12).")
    expect(page.get_by_role("cell", name="306")).to_be_visible()
    keys = [
        asked.headers.get("idempotency-key")
        for asked in city.seen
        if asked.method == "POST" and asked.path.endswith("/audits")
    ]
    assert len(set(keys)) == 2
    assert None not in keys


def test_the_key_of_a_device_is_shown_once_and_can_be_saved(page: Page, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola/dispositivos/alta")
    page.get_by_label("Dispositivo").fill("mercado-este-norte")
    page.get_by_role("button", name="Registrar").click()
    expect(page.get_by_text("Guarda la clave ahora")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Descargar la clave").click()
    assert saved.value.suggested_filename == "mercado-este-norte.key.pem"
    assert "PRIVATE KEY" in Path(saved.value.path()).read_text()

    page.get_by_role("link", name="Ya la he guardado").click()
    expect(page.get_by_text("Nunca visto")).to_be_visible()
    expect(page.get_by_text("PRIVATE KEY")).to_have_count(0)


def test_a_device_is_rotated_and_revoked_only_after_a_question(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    signed_in("staff")
    page.goto("/consola/dispositivos/mupac-principal")
    name = next(name for name in city.devices if name.startswith("mupac"))
    page.goto(f"/consola/dispositivos/{name}")
    page.get_by_role("button", name="Cambiar el certificado").click()
    page.get_by_role("dialog").get_by_role("button", name="Cambiar el certificado").click()
    expect(page.get_by_role("link", name="Descargar la clave")).to_be_visible()

    page.get_by_role("button", name="Revocar").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancelar").click()
    assert city.devices[name]["state"] == "active"
    page.get_by_role("button", name="Revocar").click()
    page.get_by_role("dialog").get_by_role("button", name="Revocar").click()
    expect(page.locator(".finding", has_text="Revocado")).to_be_visible()
    expect(page.get_by_role("button", name="Revocar")).to_have_count(0)


def test_a_list_of_devices_is_imported_and_its_bad_rows_told(
    page: Page, city: City, signed_in: Callable[[str], None]
) -> None:
    signed_in("staff")
    page.goto("/consola/dispositivos")
    page.get_by_role("link", name="Importar lista").click()
    page.get_by_role("button", name="Importar").click()
    expect(page.locator(".summary")).to_contain_text("El fichero está vacío.")

    page.get_by_label("Fichero CSV").set_input_files(
        {"name": "d.csv", "mimeType": "text/csv", "buffer": b"device_id;kind\na;counter\nx y;counter\n"}
    )
    page.get_by_role("button", name="Importar").click()
    expect(page.locator("tbody tr")).to_contain_text("Nombre no válido")
    sent = next(asked for asked in city.seen if asked.path == "/devices/imports" and asked.text)
    assert sent.headers["content-type"] == "text/csv"


def test_the_list_of_devices_shows_who_is_there(page: Page, city: City, signed_in: Callable[[str], None]) -> None:
    signed_in("staff")
    page.goto("/consola/dispositivos")
    settled(page)

    expect(page.locator("tbody tr")).to_have_count(len(city.devices))
