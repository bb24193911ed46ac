"""How people flow says no: a sentence for the person, and a code that never changes."""

from __future__ import annotations

from cercano.kit.errors import BadRequest, Conflict, Invalid, NotFound


class NoSuchVenue(NotFound):
    """Nobody has described a venue of this name."""

    code = "no_such_venue"
    es, en = "No existe el lugar {venue_id}.", "There is no venue {venue_id}."


class VenueExists(Conflict):
    """Two venues cannot share a name."""

    code = "venue_exists"
    es, en = "Ya existe un lugar con el nombre {venue_id}.", "There is already a venue named {venue_id}."


class NoSuchDoor(NotFound):
    """The venue has no such way in."""

    code = "no_such_door"
    es, en = "{venue_id} no tiene la puerta {door_id}.", "{venue_id} has no door {door_id}."


class DoorHasCounter(Conflict):
    """A door is only removed when nobody counts at it."""

    code = "door_has_counter"
    es = "La puerta {door_id} tiene el contador {device_id}. Retíralo antes."
    en = "Door {door_id} has the counter {device_id}. Take it down first."


class DoorStillRemembered(Conflict):
    """Late readings of the counter that hung there may still come, and they need their door."""

    code = "door_still_remembered"
    es = "El contador de la puerta {door_id} se retiró hace poco: pueden llegar aún lecturas suyas hasta el {until}."
    en = "The counter of door {door_id} came down lately: readings of it may still arrive until {until}."


class NoCounterThere(NotFound):
    """Nothing hangs at this door."""

    code = "no_counter_there"
    es, en = "La puerta {door_id} no tiene contador.", "Door {door_id} has no counter."


class CounterElsewhere(Conflict):
    """A line of a counter looks at one door at a time."""

    code = "counter_elsewhere"
    es = "La línea {line} del contador {device_id} ya cuenta en la puerta {door_id} de {venue_id}."
    en = "Line {line} of the counter {device_id} already counts at door {door_id} of {venue_id}."


class FitInThePast(Invalid):
    """A counter cannot start before the one it follows."""

    code = "fit_out_of_order"
    es = "En la puerta {door_id} ya hay un contador desde {since}: el nuevo no puede empezar antes."
    en = "Door {door_id} already has a counter since {since}: the new one cannot start before it."


class FitOutOfReach(Invalid):
    """A counter may be fitted as of a past instant while its readings are still kept; never as of a future one."""

    code = "fit_out_of_reach"
    es = "Un contador se puede dar por puesto desde hace {days} días como mucho, y nunca en el futuro."
    en = "A counter can be fitted as of {days} days ago at most, and never as of the future."


class TooManyDoors(Conflict):
    """A document has an end."""

    code = "too_many_doors"
    es, en = "Un lugar puede tener {limit} puertas como mucho.", "A venue may have {limit} doors at most."


class TooManyClosures(Conflict):
    """A document has an end."""

    code = "too_many_closures"
    es = "Hay ya {limit} cierres. Quita los que pasaron."
    en = "There are already {limit} closures. Remove those that are over."


class OutsideTheCity(Invalid):
    """The point lies outside the municipality: latitude and longitude the wrong way round, or another datum."""

    code = "outside_the_city"
    es = "Ese punto queda fuera del municipio: latitud {south} a {north}, longitud {west} a {east} (WGS 84)."
    en = "That point lies outside the municipality: latitude {south} to {north}, longitude {west} to {east} (WGS 84)."


class UnknownTimeZone(Invalid):
    """Not a name of the IANA time zone database."""

    code = "unknown_time_zone"
    es, en = "No existe la zona horaria {timezone}.", "There is no time zone {timezone}."


class OpeningsOverlap(Invalid):
    """Two stretches of one day run into each other."""

    code = "openings_overlap"
    es = "Los horarios de un mismo día se pisan o no van en orden."
    en = "The openings of one day overlap or are not in order."


class ClosureEndsBeforeItBegins(Invalid):
    """The last day comes before the first."""

    code = "closure_ends_before_it_begins"
    es, en = "El cierre acaba antes de empezar.", "The closure ends before it begins."


class ClosureExists(Conflict):
    """Closures are known by their first day."""

    code = "closure_exists"
    es, en = "Ya hay un cierre que empieza el {first}.", "There is already a closure that begins on {first}."


class NoSuchClosure(NotFound):
    """No closure begins on that day."""

    code = "no_such_closure"
    es, en = "No hay ningún cierre que empiece el {first}.", "No closure begins on {first}."


class CountOutOfReach(Invalid):
    """A count by hand is of now or of days whose readings are still kept."""

    code = "count_out_of_reach"
    es = "Un recuento puede ser de ahora o de hasta {days} días atrás."
    en = "A count can be of now or of up to {days} days ago."


class RangeTooLong(Invalid):
    """So many points would be nobody's answer; ask for less time or a longer step."""

    code = "range_too_long"
    es = "Eso son {points} puntos y el máximo es {limit}. Pide menos tiempo o un paso mayor."
    en = "That is {points} points and the limit is {limit}. Ask for less time or a longer step."


class RangeBackwards(Invalid):
    """`from` must come before `to`."""

    code = "range_backwards"
    es, en = "El periodo acaba antes de empezar.", "The range ends before it begins."


class NoSuchDay(NotFound):
    """No open data of that day: too early, too late, or nobody counted."""

    code = "no_such_day"
    es, en = "No hay datos abiertos del {date}.", "There is no open data of {date}."


class TypeOrIdNeeded(BadRequest):
    """A question for entities has to say which (ETSI GS CIM 009, 5.7.2)."""

    code = "type_or_id_needed"
    es, en = "Di qué entidades quieres: `type` o `id`.", "Say which entities you want: `type` or `id`."
