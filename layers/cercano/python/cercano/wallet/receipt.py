"""The statement of a month as a sheet to print and to hand in: PDF, with the standard fonts every reader has.

The amounts stand in a font of equal widths, so that they line up without measuring letters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cercano.kit.money import euros
from cercano.wallet.statement import Line, Statement
from cercano.wallet.words import local

_WIDTH, _HEIGHT = 595, 842
"""A4, in points."""
_LEFT, _AMOUNT_ENDS, _BALANCE_ENDS = 45, 470, 550
_TOP, _BOTTOM, _STEP = 790, 70, 15
_MONO_WIDTH = 0.6
"""Of the size: Courier's letters are all as wide."""
_LONGEST = 52
"""Letters of a movement's text that fit its column."""
_WORDS = {
    "es": {
        "title": "Extracto de la tarjeta ciudadana",
        "account": "Cuenta",
        "month": "Mes",
        "opening": "Saldo al empezar",
        "in": "Entradas",
        "out": "Salidas",
        "closing": "Saldo al terminar",
        "date": "Fecha",
        "what": "Concepto",
        "amount": "Importe",
        "balance": "Saldo",
        "none": "Sin movimientos.",
        "page": "Página {page} de {pages}",
    },
    "en": {
        "title": "Statement of the citizen card",
        "account": "Account",
        "month": "Month",
        "opening": "Balance at the start",
        "in": "Came in",
        "out": "Went out",
        "closing": "Balance at the end",
        "date": "Date",
        "what": "What",
        "amount": "Amount",
        "balance": "Balance",
        "none": "No movements.",
        "page": "Page {page} of {pages}",
    },
}


@dataclass(slots=True)
class _Sheet:
    """One page: pieces of text by place (points from the lower left), font and size."""

    pieces: list[tuple[float, float, str, int, str]] = field(default_factory=list)

    def put(self, x: float, y: float, text: str, size: int = 9, font: str = "F1") -> None:
        """Write from `x` on."""
        self.pieces.append((x, y, font, size, text))

    def end(self, x: float, y: float, text: str, size: int = 9) -> None:
        """Write so that it ends at `x`: amounts."""
        self.put(x - len(text) * size * _MONO_WIDTH, y, text, size, "F3")


def as_pdf(statement: Statement) -> bytes:
    """The statement as a PDF of as many pages as it needs."""
    sheets = list(_sheets(statement))
    for number, sheet in enumerate(sheets, start=1):
        said = _WORDS[statement.language]["page"].format(page=number, pages=len(sheets))
        sheet.put(_LEFT, _BOTTOM - 30, said, 8)
    return _written(sheets, f"{_WORDS[statement.language]['title']} {statement.month}")


def _sheets(statement: Statement) -> Iterator[_Sheet]:
    words = _WORDS[statement.language]
    sheet = _Sheet()
    y = _head(sheet, statement)
    _columns(sheet, y, words)
    y -= _STEP + 3
    if not statement.lines:
        sheet.put(_LEFT, y, words["none"])
    for line in statement.lines:
        if y < _BOTTOM:
            yield sheet
            sheet, y = _Sheet(), _TOP
            _columns(sheet, y, words)
            y -= _STEP + 3
        _line(sheet, y, line, statement.language)
        y -= _STEP
    yield sheet


def _head(sheet: _Sheet, statement: Statement) -> float:
    words, language = _WORDS[statement.language], statement.language
    sheet.put(_LEFT, _TOP, words["title"], 15, "F2")
    rows = [
        (words["account"], statement.account_id),
        (words["month"], statement.month),
        (words["opening"], euros(statement.opening_cents, language)),
        (words["in"], euros(statement.in_cents, language)),
        (words["out"], euros(-statement.out_cents, language)),
        (words["closing"], euros(statement.closing_cents, language)),
    ]
    y = float(_TOP - 30)
    for name, value in rows:
        sheet.put(_LEFT, y, name)
        sheet.put(_LEFT + 120, y, value, 9, "F3")
        y -= _STEP
    return y - 10


def _columns(sheet: _Sheet, y: float, words: dict[str, str]) -> None:
    sheet.put(_LEFT, y, words["date"], 9, "F2")
    sheet.put(_LEFT + 95, y, words["what"], 9, "F2")
    sheet.end(_AMOUNT_ENDS, y, words["amount"])
    sheet.end(_BALANCE_ENDS, y, words["balance"])


def _line(sheet: _Sheet, y: float, line: Line, language: str) -> None:
    text = line.text if len(line.text) <= _LONGEST else line.text[: _LONGEST - 1] + "…"
    sheet.put(_LEFT, y, local(line.at))
    sheet.put(_LEFT + 95, y, text)
    sheet.end(_AMOUNT_ENDS, y, euros(line.amount_cents, language))
    sheet.end(_BALANCE_ENDS, y, euros(line.balance_cents, language))


def _written(sheets: Sequence[_Sheet], title: str) -> bytes:
    import pydyf  # only who asks for a PDF loads it

    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String(title)
    fonts = pydyf.Dictionary({name: _font(pydyf, base) for name, base in _FONTS.items()})
    for sheet in sheets:
        stream = pydyf.Stream(compress=True)
        for x, y, font, size, text in sheet.pieces:
            stream.begin_text()
            stream.set_font_size(font, size)
            stream.move_text_to(x, y)
            stream.show_text_string(text.encode("cp1252", "replace"))
            stream.end_text()
        pdf.add_object(stream)
        page = {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, _WIDTH, _HEIGHT]),
            "Contents": stream.reference,
            "Resources": pydyf.Dictionary({"Font": fonts}),
        }
        pdf.add_page(pydyf.Dictionary(page))
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


_FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Courier"}


def _font(pydyf: Any, base: str) -> Any:
    said = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{base}", "Encoding": "/WinAnsiEncoding"}
    return pydyf.Dictionary(said)
