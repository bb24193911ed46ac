"""What the citizen reads about a venue, in Spanish and English: one short sentence that is true at this moment."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from cercano.crowd.hours import OpeningNow
from cercano.crowd.model import Crowding, Text, Venue
from cercano.crowd.present import Reason, Shown

_CROWDING = {
    Crowding.QUIET: Text(es="Buen momento: {people} de {capacity}", en="Good time: {people} of {capacity}"),
    Crowding.NORMAL: Text(
        es="Ambiente normal: {people} de {capacity}", en="Neither quiet nor busy: {people} of {capacity}"
    ),
    Crowding.BUSY: Text(es="Hay bastante gente: {people} de {capacity}", en="Quite busy: {people} of {capacity}"),
    Crowding.FULL: Text(es="Completo: {people} de {capacity}", en="Full: {people} of {capacity}"),
}
_UNKNOWN = {
    Reason.NO_COUNTER: Text(
        es="No sabemos cuánta gente hay: a alguna puerta le falta contador",
        en="We cannot tell how many people there are: a door has no counter",
    ),
    Reason.NO_READING_YET: Text(
        es="Todavía no sabemos cuánta gente hay: falta la primera lectura",
        en="We cannot tell yet how many people there are: the first reading is missing",
    ),
    Reason.COUNTER_SILENT: Text(
        es="No sabemos cuánta gente hay: un contador no responde desde {since}",
        en="We cannot tell how many people there are: a counter has been silent since {since}",
    ),
    Reason.COUNTER_FAULTY: Text(
        es="No sabemos cuánta gente hay: un contador dice que no puede contar",
        en="We cannot tell how many people there are: a counter says that it cannot count",
    ),
}
_CLOSED = Text(es="Cerrado", en="Closed")
_OPENS = Text(es="Cerrado. Abre {when}", en="Closed. Opens {when}")
_WEEKDAYS = (
    Text(es="el lunes", en="on Monday"),
    Text(es="el martes", en="on Tuesday"),
    Text(es="el miércoles", en="on Wednesday"),
    Text(es="el jueves", en="on Thursday"),
    Text(es="el viernes", en="on Friday"),
    Text(es="el sábado", en="on Saturday"),
    Text(es="el domingo", en="on Sunday"),
)


def said(text: Text, language: str) -> str:
    """The words in the language asked for."""
    return text.es if language == "es" else text.en


def message(venue: Venue, shown: Shown, opening: OpeningNow, at: datetime, language: str) -> str:
    """The sentence under the venue's name."""
    if shown.state is Crowding.CLOSED:
        if opening.opens_at is None:
            return said(_CLOSED, language)
        return said(_OPENS, language).format(when=moment(venue, opening.opens_at, at, language))
    if shown.state is Crowding.UNKNOWN:
        sentence = said(_UNKNOWN[shown.reason or Reason.NO_READING_YET], language)
        since = moment(venue, shown.as_of, at, language) if shown.as_of else ""
        return sentence.format(since=since)
    return said(_CROWDING[shown.state], language).format(people=shown.people, capacity=venue.capacity)


def moment(venue: Venue, when: datetime, at: datetime, language: str) -> str:
    """A near instant as people say it: the hour; the weekday too when it is not today; the date when it is far."""
    zone = ZoneInfo(venue.timezone)
    local, today = when.astimezone(zone), at.astimezone(zone).date()
    hour = f"a las {local:%H:%M}" if language == "es" else f"at {local:%H:%M}"
    days = abs((local.date() - today).days)
    if days == 0:
        return hour
    if days < 7:
        return f"{said(_WEEKDAYS[local.weekday()], language)} {hour}"
    return f"el {local:%d/%m/%Y}" if language == "es" else f"on {local:%Y-%m-%d}"
