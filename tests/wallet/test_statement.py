"""The statement of a month: whole, readable by a spreadsheet, harmless to it, and printable."""

from __future__ import annotations

import csv
import io
import re
import zlib
from datetime import UTC, datetime

import pytest

from cercano.wallet.errors import NoSuchMonth
from cercano.wallet.receipt import as_pdf
from cercano.wallet.statement import Line, Statement, as_cell, as_csv, month_of

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def a_line(amount_cents: int = -33, balance_cents: int = 967, text: str = "Viaje con TUS, línea 1") -> Line:
    return Line(
        entry_id="019ab0cdef0112345678901234567890",
        at=NOON,
        booked_at=NOON,
        text=text,
        amount_cents=amount_cents,
        balance_cents=balance_cents,
    )


def a_statement(*lines: Line, language: str = "es") -> Statement:
    return Statement(
        account_id="acc_01JDCE5ZJ8W3Q6Y1N0T9KXGR2B",
        month="2026-11",
        opening_cents=1000,
        closing_cents=lines[-1].balance_cents if lines else 1000,
        lines=lines,
        language=language,
    )


def rows(statement: Statement) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(statement).decode("utf-8-sig")), delimiter=";"))


def test_a_month_begins_and_ends_at_midnight_in_the_city_also_when_clocks_change() -> None:
    assert month_of("2026-10", NOON) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 23, tzinfo=UTC),
    )
    assert month_of("2025-12", NOON)[1] == datetime(2025, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-23", "2026-12", "20٢6-11", "x", ""])
def test_what_is_no_month_and_what_has_not_begun_has_no_statement(text: str) -> None:
    with pytest.raises(NoSuchMonth):
        month_of(text, NOON)


def test_a_spreadsheet_reads_every_movement_with_its_decimal_comma() -> None:
    assert rows(a_statement(a_line(-33, 967), a_line(123_450, 124_417, "Recarga con tarjeta bancaria"))) == [
        ["Fecha", "Concepto", "Importe", "Saldo", "Movimiento"],
        ["23/11/2026 12:00", "Viaje con TUS, línea 1", "-0,33", "9,67", "019ab0cdef0112345678901234567890"],
        ["23/11/2026 12:00", "Recarga con tarjeta bancaria", "1234,50", "1244,17", "019ab0cdef0112345678901234567890"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%"])
def test_no_text_is_ever_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"

    assert as_cell(evil) == f"'{evil}"
    assert rows(a_statement(a_line(text=evil)))[1][1].startswith("'")


def test_what_came_in_and_went_out_is_what_the_balance_moved_by() -> None:
    statement = a_statement(a_line(-33, 967), a_line(500, 1467), a_line(-66, 1401))

    assert (statement.in_cents, statement.out_cents) == (500, 99)
    assert statement.opening_cents + statement.in_cents - statement.out_cents == statement.closing_cents


def shown(pdf: bytes) -> str:
    """All that the pages show."""
    streams = re.findall(rb">>\nstream\n(.*?)\nendstream", pdf, re.DOTALL)
    return "\n".join(zlib.decompress(one).decode("cp1252") for one in streams)


def test_the_sheet_shows_the_balance_at_both_ends_and_each_movement() -> None:
    text = shown(as_pdf(a_statement(a_line(-33, 967), a_line(500, 1467, "Recarga (quiosco) ñ"))))

    for said in ("10,00 €", "14,67 €", "-0,33 €", "5,00 €", "Viaje con TUS, línea 1", "Recarga \\(quiosco\\) ñ"):
        assert f"({said})" in text


def test_a_long_month_takes_several_pages_and_loses_no_line() -> None:
    pdf = as_pdf(a_statement(*[a_line(-1, 1000 - n, f"viaje {n}") for n in range(1, 131)], language="en"))

    assert pdf.startswith(b"%PDF-1.7")
    assert [f"(Page {n} of 3)" in shown(pdf) for n in (1, 2, 3)] == [True, True, True]
    assert all(f"(viaje {n})" in shown(pdf) for n in range(1, 131))


def test_a_letter_the_sheet_cannot_write_does_not_stop_it() -> None:
    assert "(viaje ?)" in shown(as_pdf(a_statement(a_line(text="viaje \U0001f68c"))))


def test_a_month_without_movements_says_so() -> None:
    assert "(Sin movimientos.)" in shown(as_pdf(a_statement()))
    assert len(rows(a_statement())) == 1
