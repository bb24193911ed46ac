"""An e-mail address as the user pool keeps it, so that Ana@Example.org and ana@example.org are one person."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""
_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f,;:<>()\[\]\\\"]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")


def normalise(text: str) -> str:
    """The address without the spaces around it, in lower case and composed characters.

    Raises:
        ValueError: it is not an e-mail address.
    """
    address = unicodedata.normalize("NFC", text).strip().lower()
    if len(address) > MOST_CHARACTERS or not _ADDRESS.fullmatch(address):
        raise ValueError("not an e-mail address")
    return address
