"""The days on which Santander rests: Spain's, Cantabria's and the city's own public holidays.

Spain's and Cantabria's come from the library `holidays`, which takes a second of processor time to answer its first
question; so its answers for the years around now are written in public_holidays.json, and a test holds the file to the
library. When a newer library says otherwise: `python -m cercano.calendar.public_holidays > .../public_holidays.json`.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from cercano.kit.text import Text

WRITTEN_YEARS = range(2024, 2032)

_ST_JAMES = Text(es="Santiago Apóstol", en="Saint James' Day")
_MARTYRS = Text(es="Santos Mártires Emeterio y Celedonio", en="Feast of the Martyr Saints Emeterius and Celedonius")
_VIRGIN_OF_THE_SEA = Text(es="Virgen del Mar", en="Our Lady of the Sea")


def public_holiday(on: date) -> Text | None:
    """The name of the public holiday in Santander on this date, or None."""
    return _holidays_of(on.year).get(on)


@cache
def _holidays_of(year: int) -> dict[date, Text]:
    region = _written().get(year) or ask_library(year)
    return region | city_days(year, region)


def city_days(year: int, region: dict[date, Text]) -> dict[date, Text]:
    """The two local holidays that the city council declares each year.

    Santander keeps three feasts and may declare two. Those that fall on a working day and are no holiday already come
    first (Saint James 25 July, the Martyrs 30 August, then the Virgin of the Sea on Whit Monday); a Saturday is better
    than nothing. So declared for 2018, 2021, 2024, 2025 and 2026 (Boletín Oficial de Cantabria).
    """
    feasts = {date(year, 7, 25): _ST_JAMES, date(year, 8, 30): _MARTYRS, _whit_monday(year): _VIRGIN_OF_THE_SEA}
    free = [on for on in feasts if on not in region and on.weekday() < 6]
    chosen = sorted(free, key=lambda on: on.weekday() == 5)[:2]
    return {on: feasts[on] for on in chosen}


def ask_library(year: int) -> dict[date, Text]:
    """Spain's and Cantabria's holidays of a year, from the library."""
    import holidays

    spanish = holidays.country_holidays("ES", subdiv="CB", years=year, language="es")
    english = holidays.country_holidays("ES", subdiv="CB", years=year, language="en_US")
    return {on: Text(es=spanish[on], en=english[on]) for on in sorted(spanish)}


@cache
def _written() -> dict[int, dict[date, Text]]:
    years: dict[int, dict[date, Text]] = {}
    for day, (es, en) in json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")).items():
        on = date.fromisoformat(day)
        years.setdefault(on.year, {})[on] = Text(es=es, en=en)
    return years


def _whit_monday(year: int) -> date:
    """Fifty days after Easter Sunday (Meeus/Jones/Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1) + timedelta(days=50)


if __name__ == "__main__":
    lines = [
        f'  "{on}": {json.dumps([name.es, name.en], ensure_ascii=False)}'
        for year in WRITTEN_YEARS
        for on, name in ask_library(year).items()
    ]
    print("{\n" + ",\n".join(lines) + "\n}")
