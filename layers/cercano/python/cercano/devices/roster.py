"""An installer's list of devices: a CSV as Excel or a script writes it, read row by row so that no row harms another.

Columns: device_id, kind, note, csr (the last two may be absent or empty), or their Spanish names. Separator "," or ";"
or tab; UTF-8 with or without mark, UTF-16 with mark, or Windows-1252 (what Spanish Excel saves).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cercano.devices.errors import UnreadableFile
from cercano.devices.model import DEVICE_ID_PATTERN, NOTE_LENGTH, DeviceKind

COLUMNS = {
    "device_id": "device_id",
    "dispositivo": "device_id",
    "kind": "kind",
    "tipo": "kind",
    "note": "note",
    "nota": "note",
    "csr": "csr",
}
REQUIRED = ("device_id", "kind")
CSR_LENGTH = 4096
"""Characters of a PEM signing request: AWS IoT takes no more."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One device to register."""

    line: int
    """In the file, the header being line 1."""
    device_id: str
    kind: DeviceKind
    note: str = ""
    csr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be registered, and why, in the installer's words."""

    line: int
    device_id: str
    code: str
    es: str
    en: str


def read_roster(file: bytes) -> list[Entry | BadRow]:
    """Every row of the file that is not blank, in its order.

    Raises:
        UnreadableFile: the file as a whole is not such a list.
    """
    rows = _rows(_text(file))
    header, columns = next(rows, (0, []))
    names = [COLUMNS.get(cell.strip().lower()) for cell in columns]
    missing = [name for name in REQUIRED if names.count(name) != 1]
    if not header or missing:
        wanted = ", ".join(missing or REQUIRED)
        raise UnreadableFile(
            why_es=f"la primera fila no nombra {wanted}", why_en=f"the first row does not name {wanted}"
        )
    found: list[Entry | BadRow] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        entry = _entry(line, dict(zip(names, cells, strict=False)), len(cells) > len(names))
        if isinstance(entry, Entry) and (first := seen.setdefault(entry.device_id, line)) != line:
            entry = _bad(
                entry.line, entry.device_id, "repeated", f"ya está en la línea {first}", f"already on line {first}"
            )
        found.append(entry)
    return found


def as_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _text(file: bytes) -> str:
    if b"\0" in file and not file.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(why_es="no es un fichero de texto", why_en="it is not a text file")
    encodings = ("utf-16",) if file.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return file.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(why_es="no se entiende su codificación", why_en="its encoding is not known")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line each row begins on, and its cells; Excel's own `sep=;` line and blank rows are passed over."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    body = rest if told else text
    separator = told[1] if told else max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    before = 1 if told else 0
    line = before + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as problem:
        raise UnreadableFile(why_es=f"la línea {line} no es CSV", why_en=f"line {line} is not CSV") from problem


def _entry(line: int, row: dict[str | None, str], has_too_many_cells: bool) -> Entry | BadRow:
    device_id = row.get("device_id", "").strip().lower()
    kind = row.get("kind", "").strip().lower()
    note = row.get("note", "").strip()
    csr = row.get("csr", "").strip()
    shown = device_id[:64]
    if has_too_many_cells:
        return _bad(line, shown, "too_many_cells", "tiene más celdas que la cabecera", "has more cells than the header")
    if not re.fullmatch(DEVICE_ID_PATTERN, device_id):
        es = "el nombre lleva de 3 a 64 letras minúsculas sin tilde, cifras y guiones"
        return _bad(line, shown, "bad_device_id", es, "the name is 3-64 lower-case letters, digits and hyphens")
    if kind not in set(DeviceKind):
        kinds = ", ".join(DeviceKind)
        return _bad(line, shown, "bad_kind", f"el tipo es uno de: {kinds}", f"the kind is one of: {kinds}")
    if len(note) > NOTE_LENGTH or not note.isprintable():
        es = f"la nota pasa de {NOTE_LENGTH} caracteres o lleva caracteres de control"
        return _bad(line, shown, "bad_note", es, f"the note is over {NOTE_LENGTH} characters or has control characters")
    pem = as_pem(csr) if csr else None
    if csr and pem is None:
        return _bad(line, shown, "bad_signing_request", "la CSR no es PEM ni base64", "the CSR is not PEM or base64")
    return Entry(line=line, device_id=device_id, kind=DeviceKind(kind), note=note, csr=pem)


def as_pem(csr: str) -> str | None:
    """A signing request as PEM, whether it came as PEM (any line ends) or as one line of base64; None: neither."""
    begin, end = "-----BEGIN CERTIFICATE REQUEST-----", "-----END CERTIFICATE REQUEST-----"
    inner = csr.replace("NEW CERTIFICATE", "CERTIFICATE").replace("\\n", "\n").strip()
    if inner.startswith(begin) and inner.endswith(end):
        inner = inner[len(begin) : -len(end)]
    digits = "".join(inner.split())
    if len(digits) > CSR_LENGTH - 200 or not re.fullmatch(
        r"MII[A-Za-z0-9+/]{80,}={0,2}|MIH[A-Za-z0-9+/]{80,}={0,2}", digits
    ):
        return None
    lines = [digits[i : i + 64] for i in range(0, len(digits), 64)]
    return "\n".join([begin, *lines, end, ""])


def _bad(line: int, device_id: str, code: str, es: str, en: str) -> BadRow:
    return BadRow(line=line, device_id=device_id, code=code, es=es, en=en)
