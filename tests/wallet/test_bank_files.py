"""The files a bank takes and gives: the same words are the same bytes, the schema holds, nothing odd is swallowed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sepaxml.validation import ValidationError

from cercano.wallet import bankfile, end_to_end, sepa
from cercano.wallet.bankfile import Booked, Returned, UnreadableBankFile
from cercano.wallet.banking_days import banking_day
from cercano.wallet.sepa import Collect, Message, OurBank, Pay
from tests.support.bank_post import Move, camt053, pain002

OURS = OurBank(name="Ayuntamiento de Santander", iban="ES7921000813610123456789", creditor_id="ES85000P3907500G")
MESSAGE = Message(
    message_id="pain008-2026-11-23", made_at=datetime(2026, 11, 24, 2, 30, tzinfo=UTC), due_on=date(2026, 11, 26)
)
DAY = date(2026, 11, 23)


def a_collect(number: int = 1, **changed: Any) -> Collect:
    usual: dict[str, Any] = {
        "end_to_end": end_to_end.written(DAY, f"{number:032x}"),
        "amount_cents": 2000,
        "iban": "ES9121000418450200051332",
        "holder": "Begoña Núñez Ñíguez",
        "mandate": "CER01KB2R5Y7Q8W9E0RTYVXC1Z2M3",
        "signed_on": date(2026, 11, 1),
    }
    return Collect(**(usual | changed))


def a_pay(**changed: Any) -> Pay:
    usual: dict[str, Any] = {
        "end_to_end": "pain001-1",
        "amount_cents": 123_456,
        "iban": "ES9121000418450200051332",
        "name": "TUS",
        "purpose": "Liquidación 7",
    }
    return Pay(**(usual | changed))


def test_a_file_says_who_pays_what_when_and_by_which_mandate() -> None:
    made = sepa.collections(OURS, MESSAGE, [a_collect(1), a_collect(2, amount_cents=501)]).decode()

    for said in (
        "<NbOfTxs>2</NbOfTxs>", "<CtrlSum>25.01</CtrlSum>", "<SeqTp>RCUR</SeqTp>", "<Cd>CORE</Cd>",
        "<MsgId>pain008-2026-11-23</MsgId>", "<PmtInfId>pain008-2026-11-23</PmtInfId>",
        "<CreDtTm>2026-11-24T02:30:00Z</CreDtTm>", "<ReqdColltnDt>2026-11-26</ReqdColltnDt>",
        "<Nm>Begona Nunez Niguez</Nm>", "<DtOfSgntr>2026-11-01</DtOfSgntr>", '<InstdAmt Ccy="EUR">5.01</InstdAmt>',
    ):  # fmt: skip
        assert said in made


def test_the_same_words_are_the_same_bytes() -> None:
    collects, pays = [a_collect(1), a_collect(2)], [a_pay()]

    assert len({sepa.collections(OURS, MESSAGE, collects) for _ in range(3)}) == 1
    assert len({sepa.payments(OURS, MESSAGE, pays) for _ in range(3)}) == 1


def test_what_the_schema_does_not_take_is_not_written() -> None:
    with pytest.raises(ValidationError):
        sepa.collections(OURS, MESSAGE, [a_collect(mandate="M" * 36)])
    with pytest.raises(ValidationError):
        sepa.payments(OURS, MESSAGE, [a_pay(iban="not an iban")])


def test_a_payment_says_to_whom_and_what_for() -> None:
    made = sepa.payments(OURS, MESSAGE, [a_pay()]).decode()

    assert "pain.001.001.09" in made
    assert '<InstdAmt Ccy="EUR">1234.56</InstdAmt>' in made
    assert "<Ustrd>Liquidacion 7</Ustrd>" in made


@given(st.dates(date(2020, 1, 1), date(2140, 1, 1)), st.integers(0, 16**32 - 1))
def test_a_name_leads_back_to_its_day_and_its_entry(day: date, number: int) -> None:
    for entry_id in (f"{number:032x}", f"{number % 16**28:028x}"):
        name = end_to_end.written(day, entry_id)
        assert len(name) <= 35
        assert end_to_end.read(name) == (day, entry_id)


@pytest.mark.parametrize("text", ["", "NOTPROVIDED", "x" * 35, "1a2" + "0" * 31, "pain001-2026-11-23-operator:tus"])
def test_any_other_name_leads_nowhere(text: str) -> None:
    assert end_to_end.read(text) is None


def test_a_statement_is_read_line_by_line() -> None:
    back = end_to_end.written(DAY, "a" * 28)
    file = camt053(
        Move(cents=4501, batch="pain008-2026-11-23"), Move(cents=-2000, reference=back, reason="AM04"), Move(cents=7)
    )

    read = bankfile.read(file)

    on = date(2026, 11, 26)
    assert read.booked == (
        Booked(line_id="STMT-1#0.0", day=on, amount_cents=4501, reference="pain008-2026-11-23"),
        Booked(line_id="STMT-1#1.0", day=on, amount_cents=-2000, reference=back),
        Booked(line_id="STMT-1#2.0", day=on, amount_cents=7, reference="BANK2"),
    )
    assert read.returned == (Returned(end_to_end=back, reason="AM04", amount_cents=2000),)


def test_what_is_not_booked_yet_did_not_happen() -> None:
    assert bankfile.read(camt053(Move(cents=-2000, reference="x", reason="AM04", status="PDNG"))) == bankfile.BankFile()


def test_only_what_was_rejected_comes_back() -> None:
    assert bankfile.read(pain002(("one", "AC04"))).returned == (
        Returned(end_to_end="one", reason="AC04", amount_cents=None),
    )
    assert bankfile.read(pain002(("one", "AC04"), status="ACSP")).returned == ()


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Document><BkToCstmrStmt><Stmt><Id>&b;</Id></Stmt></BkToCstmrStmt></Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<Document><BkToCstmrStmt><Stmt><Id>&x;</Id></Stmt></BkToCstmrStmt></Document>"""


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{}", b"<Document/>", b"<Document><Other/></Document>", BILLION_LAUGHS, OUTSIDE,
        camt053(Move(cents=1)).replace(b"EUR", b"GBP"), camt053(Move(cents=1)).replace(b"0.01", b"0.001"),
        camt053(Move(cents=1)).replace(b"0.01", b"much"), camt053(Move(cents=1)).replace(b"2026-11-26", b"26/11"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_a_bank_is_not_guessed_at(raw: bytes) -> None:
    with pytest.raises(UnreadableBankFile):
        bankfile.read(raw)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 24), 2, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 4, 2), 2, date(2026, 4, 8)),
    ],
)
def test_banks_rest_on_weekends_and_on_their_six_holidays(start: date, days: int, end: date) -> None:
    assert banking_day(start, days) == end


def test_every_day_of_two_years_leads_to_a_working_one() -> None:
    for number in range(730):
        found = banking_day(date(2026, 1, 1) + timedelta(days=number), 1)
        assert found.weekday() < 5
