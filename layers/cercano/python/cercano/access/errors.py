"""How the access to the city says no: at a reader, at a fare table, at a journey."""

from __future__ import annotations

from cercano.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal


class NoFareThatDay(Conflict):
    """No fare table was in force yet."""

    code = "no_fare_that_day"
    es, en = "No había tarifas en vigor el {day}.", "No fares were in force on {day}."


class NoSuchService(NotFound):
    """The fare table of the day does not price it."""

    code = "no_such_service"
    es, en = "No hay tarifa para {service}.", "There is no fare for {service}."


class TapRefused(Refusal):
    """A reader's tap that opens nothing; the refusals below are its reasons."""

    status, code = 409, "tap_refused"
    es, en = "Esta tarjeta no puede pasar ahora.", "This card cannot pass now."


class CredentialUnknown(TapRefused):
    """No account is behind it: never issued, ended, or made up."""

    code = "credential_unknown"
    es, en = "Esta tarjeta no es válida.", "This card is not valid."


class CounterUsed(TapRefused):
    """Its counter went back, or came twice from different readers: there may be two of it."""

    code = "counter_used"
    es, en = "Esta lectura ya se usó o es anterior a otras.", "This reading was used already, or comes before others."


class TapOutOfTime(TapRefused):
    """The reader's clock is ahead of ours, or the tap is too old to be priced."""

    code = "tap_out_of_time"
    es, en = "La hora de la lectura no es posible.", "The time of the reading is not possible."


class NotYourOperator(NotAllowed):
    """Who asks for a gate does not act for the operator that the tap would pay."""

    code = "not_your_operator"
    es, en = "Esta puerta no es de tu empresa.", "This gate is not of your company."


class FaresBeginTooSoon(Conflict):
    """A fare table may not change a day that began already."""

    code = "fares_begin_too_soon"
    es = "Unas tarifas nuevas no pueden empezar antes del {first}: los días pasados no cambian."
    en = "New fares cannot begin before {first}: days gone by do not change."


class FaresAlreadyDecided(Conflict):
    """Another table begins on that very day, or bears that name."""

    code = "fares_already_decided"
    es, en = (
        "Ya hay unas tarifas {table_id} o con ese comienzo.",
        "There are fares {table_id}, or with that start, already.",
    )


class FaresNotWhole(Invalid):
    """A table must name each thing once, and everybody's price for each."""

    code = "fares_not_whole"
    es, en = "La tabla no está completa: {what}.", "The table is not whole: {what}."


class NoSuchJourney(NotFound):
    """The account has no such tap in reach."""

    code = "no_such_journey"
    es, en = "No encontramos ese viaje.", "We cannot find that journey."


class NothingToCorrect(Conflict):
    """The journey does not lack its end."""

    code = "nothing_to_correct"
    es, en = "A ese viaje no le falta la salida.", "That journey does not lack its end."


class TooManyCorrections(Conflict):
    """So many ends were declared this month already."""

    code = "too_many_corrections"
    es, en = "Ya has corregido {most} viajes este mes.", "You have corrected {most} journeys this month already."


class EndOutOfReach(Conflict):
    """The declared end comes before the start, after the longest stay, or has not happened yet."""

    code = "end_out_of_reach"
    es, en = "La salida tiene que estar entre la entrada y ahora.", "The end has to lie between the start and now."
