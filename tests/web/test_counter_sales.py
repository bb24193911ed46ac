"""A shop's own books: its days, each sale of a day, and a sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import violations
from tests.web.conftest import settled


@pytest.fixture
def books(page: Page, signed_in: Callable[[str], None]) -> Page:
    """Olga of the bookshop looks at what she sold."""
    signed_in("merchant")
    page.goto("/comercio/ventas")
    settled(page)
    return page


def test_a_day_opens_into_its_sales_and_what_each_campaign_gave(books: Page) -> None:
    expect(books.get_by_text("Pone la ciudad")).to_be_visible()
    books.get_by_role("button", name="Ver cada venta del lunes, 23 de noviembre").click()

    expect(books.locator(".move")).to_have_count(2)
    expect(books.locator(".move").first).to_contain_text("27,00 €de 30,00 €")
    assert violations(books) == []


def test_too_many_days_are_refused_at_the_field_and_stay_written(books: Page) -> None:
    books.get_by_label("Desde").fill("2026-01-01")
    books.get_by_role("button", name="Ver esos días").click()

    expect(books.locator(".summary")).to_contain_text("Hasta: 31 días como mucho")
    expect(books.get_by_label("Desde")).to_have_value("2026-01-01")


def test_the_sheet_is_saved_and_never_linked(books: Page) -> None:
    with books.expect_download() as saved:
        books.get_by_role("button", name="Descargar en CSV").click()

    assert saved.value.suggested_filename == "2026-11-18_2026-11-24.csv"
