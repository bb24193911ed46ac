"""What the bank tells the city in its files: what it booked (camt.053) and what it could not do (pain.002).

Read with defusedxml: no document type, no entities, nothing fetched. Only what is understood is taken; the rest of a
file is the bank's own business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NOT_PROVIDED = "NOTPROVIDED"
REJECTED = "RJCT"
NO_REASON = "MS03"
"""ISO 20022: the bank does not say."""


class UnreadableBankFile(ValueError):
    """It is no file we read; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """One movement of the city's account at the bank."""

    line_id: str
    """The statement's own name and the movement's place in it: the same however often the file comes."""
    day: date
    amount_cents: int
    """Below zero left the account."""
    reference: str
    """Our own name of it (EndToEndId, PmtInfId) where the bank gives it back, else the bank's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A collection that the bank could not make, or had to give back."""

    end_to_end: str
    reason: str
    """ISO 20022 external code, such as AM04 (not enough money) or MD06 (the debtor wants it back)."""
    amount_cents: int | None
    """None where the file does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """All that one file says."""

    booked: tuple[Booked, ...] = ()
    returned: tuple[Returned, ...] = ()


def read(raw: bytes) -> BankFile:
    """What a file says.

    Raises: UnreadableBankFile.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        document = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as trouble:
        raise UnreadableBankFile(f"not XML we read: {type(trouble).__name__}") from None
    for element in document.iter():
        element.tag = element.tag.rpartition("}")[2]
    statements, report = document.findall("BkToCstmrStmt/Stmt"), document.find("CstmrPmtStsRpt")
    if report is not None:
        return BankFile(returned=tuple(_rejected(report)))
    if not statements:
        raise UnreadableBankFile("neither camt.053 nor pain.002")
    lines = [line for statement in statements for line in _lines(statement)]
    return BankFile(booked=tuple(line for line, _ in lines), returned=tuple(back for _, back in lines if back))


def _rejected(report: Element) -> Iterator[Returned]:
    for said in report.findall("OrgnlPmtInfAndSts/TxInfAndSts"):
        if _text(said, "TxSts") == REJECTED:
            yield Returned(
                end_to_end=_text(said, "OrgnlEndToEndId"),
                reason=_text(said, "StsRsnInf/Rsn/Cd") or NO_REASON,
                amount_cents=None,
            )


def _lines(statement: Element) -> Iterator[tuple[Booked, Returned | None]]:
    """Each movement, or each of the transactions it is made of, with the collection it gives back."""
    name = _text(statement, "Id")
    for place, entry in enumerate(statement.findall("Ntry")):
        if "BOOK" not in (_text(entry, "Sts/Cd"), _text(entry, "Sts")):
            continue
        sign = -1 if _text(entry, "CdtDbtInd") == "DBIT" else 1
        day = _day(_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))
        parts = [one for one in entry.findall("NtryDtls/TxDtls") if _reference(one)]
        for number, part in enumerate(parts or [entry]):
            cents = sign * _cents(part, entry, alone=len(parts) < 2)
            reference = _reference(part) or _text(entry, "NtryDtls/Btch/PmtInfId") or _text(entry, "AcctSvcrRef")
            line = Booked(line_id=f"{name}#{place}.{number}", day=day, amount_cents=cents, reference=reference)
            reason = _text(part, "RtrInf/Rsn/Cd")
            back = Returned(end_to_end=reference, reason=reason, amount_cents=-cents) if reason and cents < 0 else None
            yield line, back


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _reference(part: Element) -> str:
    said = [_text(part, "Refs/EndToEndId"), _text(part, "Refs/PmtInfId")]
    return next((one for one in said if one not in ("", NOT_PROVIDED)), "")


def _cents(part: Element, entry: Element, *, alone: bool) -> int:
    """What a part of a movement came to; only a movement of one part may leave it to the whole.

    Raises: UnreadableBankFile.
    """
    own = part.find("Amt")
    found = own if own is not None else part.find("AmtDtls/TxAmt/Amt")
    found = entry.find("Amt") if found is None and alone else found
    if found is None or found.get("Ccy") != "EUR":
        raise UnreadableBankFile("a movement without its amount in euros")
    try:
        cents = Decimal(found.text or "").scaleb(2)
    except InvalidOperation:
        raise UnreadableBankFile("an amount that is no number") from None
    if cents != cents.to_integral_value() or cents < 0:
        raise UnreadableBankFile("an amount that is not whole cents")
    return int(cents)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise UnreadableBankFile("a movement without its day") from None
