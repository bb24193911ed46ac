"""Numbers of documents that can exist, marks that say nothing, and the day on which somebody comes of an age."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercano.citizen.ages import age, birthday, day_of, may_consent, midnight
from cercano.citizen.documents import mark_of, normal
from tests.support.templates import ROOT


@pytest.mark.parametrize(
    ("written", "document"),
    [
        ("12345678Z", "12345678Z"),
        (" 12.345.678-z ", "12345678Z"),
        ("00000000T", "00000000T"),
        ("X0000000T", "X0000000T"),
        ("y0000000z", "Y0000000Z"),
        ("Z0000000M", "Z0000000M"),
        ("12345678A", None),
        ("X12345678", None),
        ("1234567Z", None),
        ("", None),
        ("١٢٣٤٥٦٧٨Z", None),
        ("12345678Z" * 9, None),
    ],
)
def test_a_document_number_is_known_by_its_letter(written: str, document: str | None) -> None:
    assert normal(written) == document


@given(number=st.integers(0, 99_999_999), wrong=st.sampled_from("TRWAGMYFPDXBNJZSQVHLCKE"))
def test_of_twenty_three_letters_one_fits(number: int, wrong: str) -> None:
    fitting = [letter for letter in "TRWAGMYFPDXBNJZSQVHLCKE" if normal(f"{number:08}{letter}")]

    assert len(fitting) == 1
    assert (normal(f"{number:08}{wrong}") is not None) == (wrong == fitting[0])


def test_a_mark_depends_on_the_key_and_holds_nothing_of_the_number() -> None:
    mark, other = mark_of("12345678Z", "one key"), mark_of("12345678Z", "another key")

    assert mark != other
    assert (len(mark), "12345678" in mark) == (64, False)


def test_everybody_in_the_trial_register_is_invented_and_could_have_a_document() -> None:
    people = json.loads((ROOT / "infra" / "seed" / "santander" / "register.json").read_text())

    assert len(people) >= 12
    assert [one["document"] for one in people] == [normal(one["document"]) for one in people]
    assert len({one["document"] for one in people}) == len(people)


BORN = st.dates(date(1900, 1, 1), date(2026, 1, 1))


@given(born=BORN, years=st.integers(0, 100))
def test_somebody_turns_an_age_on_their_birthday_and_not_the_day_before(born: date, years: int) -> None:
    day = birthday(born, years)

    assert age(born, day) == years
    assert age(born, day - timedelta(days=1)) == years - 1


def test_who_was_born_on_the_29th_of_february_turns_eighteen_on_the_28th() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 2, 28)
    assert birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_consent_counts_from_the_fourteenth_birthday() -> None:
    answers = [may_consent(date(2012, 11, 24), date(2026, 11, day)) for day in (23, 24)]

    assert (answers, may_consent(None, date(2026, 11, 23))) == ([False, True], True)


def test_a_day_begins_when_it_begins_in_santander() -> None:
    assert midnight(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert midnight(date(2026, 12, 1)) == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert day_of(datetime(2026, 6, 30, 22, tzinfo=UTC)) == date(2026, 7, 1)
