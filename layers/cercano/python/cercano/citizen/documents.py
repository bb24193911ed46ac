"""Identity documents of Spain: whether a DNI or NIE number can exist, and the mark we keep in its place.

The number itself is never kept: a keyed fingerprint finds the person and says nothing to who has no key.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
"""The check letter is the number modulo 23 (RD 1553/2005 art. 11; for the NIE, X, Y and Z stand for 0, 1 and 2)."""
_FORM = re.compile(r"[XYZ\d]\d{7}[A-Z]", re.ASCII)


def normal(document: str) -> str | None:
    """The number as the register writes it (`00000000T`), or None when no such document can exist."""
    written = re.sub(r"[\s.-]", "", document[:20]).upper()
    if not _FORM.fullmatch(written):
        return None
    number = int(written[:-1].translate(str.maketrans("XYZ", "012")))
    return written if _LETTERS[number % 23] == written[-1] else None


def mark_of(document: str, key: str) -> str:
    """The keyed fingerprint (HMAC-SHA-256, 64 hex digits) of a normal document number."""
    return hmac.new(key.encode(), b"document:" + document.encode(), hashlib.sha256).hexdigest()
