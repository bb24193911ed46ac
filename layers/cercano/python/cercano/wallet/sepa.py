"""The two files a bank takes from the city: whom to collect from (pain.008.001.08) and whom to pay (pain.001.001.09).

ISO 20022 as the SEPA rulebooks use it, written by sepaxml and held to the schemas it brings. Its own chance and clock
are put out of it afterwards: the same words give the same bytes, so a file made again is the file that was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as Xml

COLLECT, PAY = "pain.008.001.08", "pain.001.001.09"
_ISO = "urn:iso:std:iso:20022:tech:xsd:"


@dataclass(frozen=True, slots=True, kw_only=True)
class OurBank:
    """The city as its bank knows it."""

    name: str
    iban: str
    creditor_id: str
    """AT-02 of the rulebook: whoever collects has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What names a file."""

    message_id: str
    """Up to 35 letters, digits and hyphens; also the name of its one batch."""
    made_at: datetime
    """Aware; written in UTC."""
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Money to be fetched, by a recurring mandate."""

    end_to_end: str
    amount_cents: int
    iban: str
    holder: str
    mandate: str
    signed_on: date
    purpose: str = "Recarga de la tarjeta ciudadana"
    """What the bank shows beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Money to be sent."""

    end_to_end: str
    amount_cents: int
    iban: str
    name: str
    purpose: str


def collections(bank: OurBank, message: Message, collects: Iterable[Collect]) -> bytes:
    """A pain.008: one batch of recurring CORE collections.

    Raises: sepaxml.validation.ValidationError when the schema does not take it.
    """
    from sepaxml import SepaDD

    file = SepaDD(_ours(bank) | {"creditor_id": bank.creditor_id}, schema=COLLECT)
    for one in collects:
        file.add_payment(
            {
                "name": one.holder,
                "IBAN": one.iban,
                "amount": one.amount_cents,
                "type": "RCUR",
                "collection_date": message.due_on,
                "mandate_id": one.mandate,
                "mandate_date": one.signed_on,
                "description": one.purpose,
                "endtoend_id": one.end_to_end,
            }
        )
    return _named(file.export(validate=False), COLLECT, message)


def payments(bank: OurBank, message: Message, pays: Iterable[Pay]) -> bytes:
    """A pain.001: one batch of credit transfers.

    Raises: sepaxml.validation.ValidationError when the schema does not take it.
    """
    from sepaxml import SepaTransfer

    file = SepaTransfer(_ours(bank), schema=PAY)
    for one in pays:
        file.add_payment(
            {
                "name": one.name,
                "IBAN": one.iban,
                "amount": one.amount_cents,
                "execution_date": message.due_on,
                "description": one.purpose,
                "endtoend_id": one.end_to_end,
            }
        )
    return _named(file.export(validate=False), PAY, message)


def _ours(bank: OurBank) -> dict[str, Any]:
    return {"name": bank.name, "IBAN": bank.iban, "batch": True, "currency": "EUR"}


def _named(raw: bytes, schema: str, message: Message) -> bytes:
    """The file with our own names and time in it, held to its schema."""
    document = Xml.fromstring(raw)  # noqa: S314 - our own words, made a moment ago
    said = {
        "MsgId": message.message_id,
        "PmtInfId": message.message_id,
        "CreDtTm": f"{message.made_at:%Y-%m-%dT%H:%M:%S}Z",
    }
    for name, text in said.items():
        for element in document.iter(f"{{{_ISO}{schema}}}{name}"):
            element.text = text
    Xml.register_namespace("", f"{_ISO}{schema}")
    made: bytes = Xml.tostring(document, "utf-8", xml_declaration=True)
    try_schema(made, schema)
    return made


def try_schema(made: bytes, schema: str) -> None:
    """Hold a file to its schema.

    Raises: sepaxml.validation.ValidationError.
    """
    from sepaxml.validation import try_valid_xml

    try_valid_xml(made, schema)
