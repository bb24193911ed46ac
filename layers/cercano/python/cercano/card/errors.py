"""Why the card office says no, in the words of the person who asked."""

from __future__ import annotations

from cercano.kit.errors import Refusal


class NoSuchCard(Refusal):
    """404: there is no such card, or it is somebody else's."""

    status, code = 404, "no_such_card"
    es, en = "No encontramos esa tarjeta.", "We cannot find that card."


class RenewAtTheDesk(Refusal):
    """409: what a card of this class gives has to be proved anew; a replacement would go on with it unproved."""

    status, code = 409, "renew_at_the_desk"
    es = "Esta tarjeta ha terminado: se renueva en la oficina de la tarjeta."
    en = "This card has ended: the card office renews it."


class NoSuchApplication(Refusal):
    """404: there is no such application, or it is somebody else's."""

    status, code = 404, "no_such_application"
    es, en = "No encontramos esa solicitud.", "We cannot find that application."


class CardCannot(Refusal):
    """409: the card's state does not allow this step."""

    status, code = 409, "card_cannot"
    es = "La tarjeta está en estado «{state}» y no admite «{step}»."
    en = "The card is {state}: {step} is not possible."


class ApplicationCannot(Refusal):
    """409: the application was decided already."""

    status, code = 409, "application_cannot"
    es = "La solicitud está en estado «{state}» y no admite «{step}»."
    en = "The application is {state}: {step} is not possible."


class ApplicationPending(Refusal):
    """409: the same person already asks for a card of this class."""

    status, code = 409, "application_pending"
    es = "Ya tienes una solicitud en marcha para esta clase de tarjeta."
    en = "You already have an application under way for this class of card."


class NotForYourself(Refusal):
    """409: nobody decides on their own application, nor on what their own card costs them."""

    status, code = 409, "not_for_yourself"
    es, en = "Nadie resuelve lo suyo propio.", "Nobody decides on what is their own."


class OnlyAtTheDesk(Refusal):
    """409: the holder may not undo this block alone."""

    status, code = 409, "only_at_the_desk"
    es = "Este bloqueo solo se levanta en la oficina de la tarjeta."
    en = "Only the card office can lift this block."


class NotVerified(Refusal):
    """409: this class of card needs a holder whose residence was checked."""

    status, code = 409, "holder_not_verified"
    es = "Para esta clase de tarjeta hay que verificar antes el empadronamiento."
    en = "For this class of card the residence must be verified first."


class NobodysCard(Refusal):
    """409: an anonymous card has no holder, so no personal right can be put on it, nor a phone."""

    status, code = 409, "anonymous_card"
    es, en = "Una tarjeta anónima no admite esto.", "An anonymous card does not take this."


class BadKey(Refusal):
    """422: the phone's key is not a P-256 public key."""

    status, code = 422, "bad_key"
    es = "La clave debe ser un JWK público P-256, sin la parte privada."
    en = "The key must be a public P-256 JWK, without its private part."


class DaysBetween(Refusal):
    """422: a renewal that begins after the concession ended would leave days without it."""

    status, code = 422, "days_between"
    es = "La renovación debe empezar a más tardar el {first}: antes quedarían días sin descuento."
    en = "The renewal must begin on {first} at the latest: there would be days without the reduction."


class BadDates(Refusal):
    """422: the dates of a concession do not hold."""

    status, code = 422, "bad_dates"
    es = "Las fechas no valen: el fin no puede ser anterior al inicio ni pasar de {days} días."
    en = "The dates do not hold: the end comes after the start, and {days} days later at most."


class WrongProof(Refusal):
    """422: this proof does not prove this concession."""

    status, code = 422, "wrong_proof"
    es = "Ese justificante no sirve para esta bonificación. Sirven: {proofs}."
    en = "That proof does not serve for this concession. These do: {proofs}."


class NoSuchConcession(Refusal):
    """404: the card does not have this concession."""

    status, code = 404, "no_such_concession"
    es, en = "La tarjeta no tiene esa bonificación.", "The card does not have that concession."


class ChipTaken(Refusal):
    """409: the chip already belongs to a card."""

    status, code = 409, "chip_taken"
    es, en = "Ese chip ya está unido a una tarjeta.", "That chip is already linked to a card."


class ProofRefused(Refusal):
    """422: what the reader read is not believed."""

    status, code = 422, "proof_refused"
    es, en = "La lectura no vale ({why}).", "The reading does not hold ({why})."


class DeltasForgotten(Refusal):
    """404: the changes since that list are not kept any more; the whole list is."""

    status, code = 404, "deltas_forgotten"
    es = "Ya no se guardan los cambios desde esa lista. Lee la lista entera."
    en = "The changes since that list are no longer kept. Read the whole list."
