"""The city as its bank knows it: settings of the template. Until they are all told, no file goes to the bank.

A file with a number out of a manual in it would ask for real people's money in nobody's name, so there is no default.
"""

from __future__ import annotations

from cercano.kit.log import log
from cercano.kit.settings import setting
from cercano.wallet import iban
from cercano.wallet.errors import WrongIban
from cercano.wallet.sepa import OurBank

OF_THE_MANUALS = frozenset({"ES7921000813610123456789", "ES9121000418450200051332", "ES8023100001180000012345"})
"""Numbers that are right by their digits and nobody's account: whoever copied one has not told theirs."""


class BankNotTold(RuntimeError):
    """The city's own name, bank account or creditor identifier is not told, or cannot be right."""


def our_bank() -> OurBank:
    """The city as its bank knows it.

    Raises: BankNotTold, with an alarm: nothing of this run may reach the bank.
    """
    wanting = missing()
    if wanting:
        log.error("bank_not_told", missing=wanting, alarm=True)
        raise BankNotTold(f"set the template's parameters of {', '.join(wanting)}: no file is made until then")
    return _told()


def missing() -> list[str]:
    """What of it nobody told yet ("name", "iban", "creditor_id"), or told wrong."""
    told = _told()
    found = {"name": bool(told.name), "iban": _is_iban(told.iban), "creditor_id": _is_creditor(told.creditor_id)}
    return [name for name, is_told in found.items() if not is_told]


def _told() -> OurBank:
    return OurBank(
        name=setting("CREDITOR_NAME", default=""),
        iban=setting("CREDITOR_IBAN", default=""),
        creditor_id=setting("CREDITOR_ID", default=""),
    )


def _is_iban(number: str) -> bool:
    try:
        return number == iban.checked(number) and number not in OF_THE_MANUALS
    except WrongIban:
        return False


def _is_creditor(number: str) -> bool:
    from stdnum.eu import at_02  # the bank's own functions alone pay for it

    return bool(at_02.is_valid(number))
