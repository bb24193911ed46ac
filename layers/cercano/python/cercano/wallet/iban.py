"""A bank account's number that the city may collect from: its form and check digits, and that its bank is of SEPA."""

from __future__ import annotations

from cercano.wallet.errors import WrongIban

SEPA = frozenset(
    {
        *("AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR"),
        *("HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO"),
        *("RS", "SE", "SI", "SK", "SM", "VA"),
    }
)
"""EPC409-09, list of SEPA scheme countries, by the letters an IBAN begins with."""


def checked(written: str) -> str:
    """The number without spaces, in capitals.

    Raises: WrongIban.
    """
    from stdnum import iban  # only who gives a number pays for it
    from stdnum.exceptions import ValidationError

    try:
        number: str = iban.validate(written)
    except ValidationError:
        raise WrongIban(errors=[{"pointer": "/iban"}]) from None
    if number[:2] not in SEPA:
        raise WrongIban(errors=[{"pointer": "/iban"}])
    return number


def end_of(number: str) -> str:
    """What may be shown of it."""
    return number[-4:]
