"""The city's days of rest, held to the library and to what the Boletín Oficial de Cantabria declared."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from cercano.calendar import public_holidays
from cercano.calendar.public_holidays import ask_library, city_days, public_holiday
from cercano.kit.text import Text


@pytest.mark.slow
@pytest.mark.parametrize("year", public_holidays.WRITTEN_YEARS)
def test_the_written_calendar_says_what_the_library_says(year):
    assert public_holidays._written()[year] == ask_library(year)


@pytest.mark.parametrize(
    ("year", "declared"),
    [
        (2018, {date(2018, 7, 25), date(2018, 8, 30)}),
        (2021, {date(2021, 5, 24), date(2021, 8, 30)}),
        (2024, {date(2024, 5, 20), date(2024, 8, 30)}),
        (2025, {date(2025, 6, 9), date(2025, 7, 25)}),
        (2026, {date(2026, 5, 25), date(2026, 7, 25)}),
    ],
)
def test_the_two_local_holidays_of_santander_are_those_the_council_declared(year, declared):
    assert set(city_days(year, ask_library(year))) == declared


def test_a_working_day_is_no_holiday_and_a_holiday_has_its_name_in_both_languages():
    assert public_holiday(date(2026, 11, 23)) is None
    assert public_holiday(date(2026, 7, 28)) == Text(
        es="Día de las Instituciones de Cantabria", en="Cantabria Institutions Day"
    )


def test_the_years_around_now_are_known_without_waking_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    public_holidays._holidays_of.cache_clear()

    assert public_holiday(date(2026, 12, 25)) is not None
    assert public_holiday(date(2027, 8, 30)) is not None
