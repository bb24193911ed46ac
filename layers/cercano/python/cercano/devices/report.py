"""What came of each row of an installer's file, as a spreadsheet that goes back to the installer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from cercano.devices.roster import BadRow, as_cell


def report(device_ids: Iterable[str], refused: Iterable[BadRow]) -> bytes:
    """What came of each row, as Spanish Excel reads it without asking: ";", UTF-8 with its mark, and no formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["device_id", "line", "result", "es", "en"])
    writer.writerows([device_id, "", "registered", "", ""] for device_id in device_ids)
    for row in refused:
        writer.writerow([as_cell(row.device_id), row.line, row.code, as_cell(row.es), as_cell(row.en)])
    return text.getvalue().encode("utf-8-sig")
