"""Is it a bank account's number? ISO 13616: the digits of the whole, taken modulo 97, leave 1."""

from __future__ import annotations

import re

from cercano.loyalty.errors import BadIban

_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LENGTHS = {"ES": 24, "PT": 25, "FR": 27, "DE": 22, "IT": 27}
"""Of the countries whose accounts our shops have; others are held to the check digits alone."""


def checked(iban: str) -> str:
    """The number without spaces, in capitals.

    Raises:
        BadIban: its form, its length or its check digits do not hold.
    """
    plain = iban.replace(" ", "").upper()
    if not _FORM.fullmatch(plain) or len(plain) != _LENGTHS.get(plain[:2], len(plain)):
        raise BadIban
    digits = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
    if int(digits) % 97 != 1:
        raise BadIban
    return plain
