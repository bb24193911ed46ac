"""What the citizen reads about a venue, in Spanish and English: one short sentence that is true at this moment."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from cercano.crowd.forecast import Best
from cercano.crowd.hours import OpeningNow
from cercano.crowd.model import Crowding, Venue
from cercano.crowd.present import Reason, Shown
from cercano.crowd.rhythm import ENOUGH_WEEKS
from cercano.kit.text import Text

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
        es="No sabemos cuánta gente hay: un contador no responde {since}",
        en="We cannot tell how many people there are: a counter has been silent {since}",
    ),
    Reason.COUNTER_FAULTY: Text(
        es="No sabemos cuánta gente hay: un contador dice que no puede contar",
        en="We cannot tell how many people there are: a counter says that it cannot count",
    ),
}
_CLOSED = Text(es="Cerrado", en="Closed")
_OPENS = Text(es="Cerrado. Abre {when}", en="Closed. Opens {when}")
_WEEKDAYS = (
    Text(es="lunes", en="Monday"),
    Text(es="martes", en="Tuesday"),
    Text(es="miércoles", en="Wednesday"),
    Text(es="jueves", en="Thursday"),
    Text(es="viernes", en="Friday"),
    Text(es="sábado", en="Saturday"),
    Text(es="domingo", en="Sunday"),
)


_NO_OPEN_HOUR = Text(
    es="En las próximas 24 horas no abre, o no sabemos cómo estará",
    en="In the next 24 hours it does not open, or we cannot tell what it will be like",
)
_BEST = Text(
    es="El mejor momento empieza {when} y dura hasta las {ends}: unas {n} personas",
    en="The best time begins {when} and lasts until {ends}: about {n} people",
)
_BEST_NOW = Text(
    es="El mejor momento es ahora, hasta las {ends}: unas {n} personas",
    en="The best time is now, until {ends}: about {n} people",
)
_NO_HISTORY = Text(
    es="Todavía no hay historia bastante para prever: llevamos {weeks} semanas y hacen falta {needed}",
    en="There is not enough history to forecast yet: {weeks} weeks so far, and it takes {needed}",
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
        since = since_when(venue, shown.as_of, at, language) if shown.as_of else ""
        return sentence.format(since=since)
    return said(_CROWDING[shown.state], language).format(people=shown.people, capacity=venue.capacity)


def best_text(venue: Venue, best: Best | None, at: datetime, language: str) -> str:
    """When to go, in a sentence."""
    if best is None:
        return said(_NO_OPEN_HOUR, language)
    zone = ZoneInfo(venue.timezone)
    ends = best.ends_at.astimezone(zone)
    sentence = _BEST_NOW if best.starts_at <= at else _BEST
    return said(sentence, language).format(
        when=moment(venue, best.starts_at, at, language), ends=f"{ends:%H:%M}", n=best.people
    )


def forecast_missing(weeks: int, language: str) -> str:
    """Why there is no forecast."""
    return said(_NO_HISTORY, language).format(weeks=weeks, needed=ENOUGH_WEEKS)


def moment(venue: Venue, when: datetime, at: datetime, language: str) -> str:
    """A near instant as people say it: "a las 09:00", "el martes a las 09:00"; only its date when it is far."""
    local, weekday = _local(venue, when, at, language)
    if weekday is None:
        return f"el {local:%d/%m/%Y}" if language == "es" else f"on {local:%Y-%m-%d}"
    if language == "es":
        return f"el {weekday} a las {local:%H:%M}" if weekday else f"a las {local:%H:%M}"
    return f"on {weekday} at {local:%H:%M}" if weekday else f"at {local:%H:%M}"


def since_when(venue: Venue, when: datetime, at: datetime, language: str) -> str:
    """How long something has lasted: "desde las 09:00", "desde el martes a las 09:00"; only its date when it is far."""
    local, weekday = _local(venue, when, at, language)
    if weekday is None:
        return f"desde el {local:%d/%m/%Y}" if language == "es" else f"since {local:%Y-%m-%d}"
    if language == "es":
        return f"desde el {weekday} a las {local:%H:%M}" if weekday else f"desde las {local:%H:%M}"
    return f"since {weekday} {local:%H:%M}" if weekday else f"since {local:%H:%M}"


def _local(venue: Venue, when: datetime, at: datetime, language: str) -> tuple[datetime, str | None]:
    """The local time, and its weekday: empty for today, None for a week or more away."""
    zone = ZoneInfo(venue.timezone)
    local = when.astimezone(zone)
    days = abs((local.date() - at.astimezone(zone).date()).days)
    if days == 0:
        return local, ""
    return local, said(_WEEKDAYS[local.weekday()], language) if days < 7 else None
