"""The lines and stops of the city's operator, as they are kept: one document."""

from __future__ import annotations

from typing import Any

from cercano.access.rows import LINES, NETWORK, NetworkRow
from cercano.kit.etags import IfMatch


def read() -> tuple[dict[str, Any], int]:
    """Lines and stops, and the version of that; empty before staff wrote any."""
    row = NetworkRow.find(NETWORK, LINES, consistent=False)
    return (row.document, row.version) if row else ({"source": "", "lines": [], "stops": []}, 0)


def put(document: dict[str, Any], if_match: IfMatch) -> int:
    """Keep lines and stops over the version that was read; answers the new one."""
    row = NetworkRow.find(NETWORK, LINES) or NetworkRow(NETWORK, LINES)
    if_match.check(row.version)
    row.document = document
    return row.keep().version
