"""Why the register of citizens says no, in the words of the person who asked; none of them tells about anybody else."""

from __future__ import annotations

from cercano.kit.errors import Refusal


class NoSuchCitizen(Refusal):
    """404: nobody of this id."""

    status, code = 404, "no_such_citizen"
    es, en = "No hay nadie con ese identificador.", "There is nobody of that id."


class CitizenGone(Refusal):
    """410: their data was erased."""

    status, code = 410, "citizen_gone"
    es = "Los datos de esta persona se borraron a petición suya."
    en = "This person's data was erased at their request."


class CitizenLeaving(Refusal):
    """409: an erasure is on its way; it can be called back."""

    status, code = 409, "citizen_leaving"
    es = "Hay un borrado en marcha. Anúlalo antes de cambiar nada."
    en = "An erasure is on its way. Call it back before you change anything."


class NotLeaving(Refusal):
    """409: no erasure was asked for."""

    status, code = 409, "not_leaving"
    es, en = "No hay ningún borrado en marcha.", "No erasure is on its way."


class VerifiedDataStays(Refusal):
    """409: what was verified is only changed at a desk."""

    status, code = 409, "verified_data_stays"
    es = "Este dato está verificado: para corregirlo, acude a una oficina con tu documento."
    en = "This was verified: to correct it, come to an office with your document."


class AlreadyVerified(Refusal):
    """409: known at least as well already."""

    status, code = 409, "already_verified"
    es, en = "Ya consta una verificación de nivel {level}.", "There already is a verification of level {level}."


class NotConfirmed(Refusal):
    """422: the municipal register does not confirm what was said; which part of it, nobody learns."""

    status, code = 422, "not_confirmed"
    es = "El padrón no confirma estos datos. Revísalos, o acude a una oficina con tu documento."
    en = "The municipal register does not confirm this. Check it, or come to an office with your document."


class NoSuchDocument(Refusal):
    """422: no DNI or NIE has this number: its letter does not fit."""

    status, code = 422, "no_such_document"
    es, en = "Ese número no es de un DNI o NIE: la letra no encaja.", "That is no DNI or NIE: its letter does not fit."


class TooManyTries(Refusal):
    """429: enough wrong tries for one day."""

    status, code = 429, "too_many_tries"
    es = "Demasiados intentos. Prueba mañana, o acude a una oficina con tu documento."
    en = "Too many tries. Try tomorrow, or come to an office with your document."


class DocumentOfAnother(Refusal):
    """409: the document already stands for another account; only staff are told."""

    status, code = 409, "document_of_another"
    es = "Ese documento ya identifica otra cuenta ({citizen_id})."
    en = "That document already stands for another account ({citizen_id})."


class NotForOneself(Refusal):
    """403: nobody verifies themselves."""

    status, code = 403, "not_for_oneself"
    es, en = "Nadie puede verificarse a sí mismo.", "Nobody can verify themselves."


class NoSuchPurpose(Refusal):
    """404: the city asks no consent for this."""

    status, code = 404, "no_such_purpose"
    es, en = "La ciudad no pide consentimiento para eso.", "The city asks no consent for that."


class ConsentTextChanged(Refusal):
    """409: consent is given to the text in force, and this is another one."""

    status, code = 409, "consent_text_changed"
    es = "El texto ha cambiado: léelo de nuevo (versión {version})."
    en = "The text has changed: read it again (version {version})."


class TooYoungToConsent(Refusal):
    """403: under 14, a guardian consents (LOPDGDD art. 7)."""

    status, code = 403, "too_young_to_consent"
    es = "Con menos de 14 años consiente quien tiene la patria potestad o tutela."
    en = "Under the age of 14 it is your guardian who consents."


class GuardianNotVerified(Refusal):
    """403: only somebody the city knows well answers for a child."""

    status, code = 403, "guardian_not_verified"
    es = "Verifica antes tu identidad (nivel 2), con fecha de nacimiento de mayor de edad."
    en = "Verify first who you are (level 2), with the birth date of an adult."


class NotAChild(Refusal):
    """422: the age does not allow this bond."""

    status, code = 422, "not_a_child"
    es = "La edad no permite este vínculo: menos de {years} años."
    en = "Their age does not allow this bond: it is for those under {years}."


class NoSuchCode(Refusal):
    """404: no such code, or it is no longer good."""

    status, code = 404, "no_such_code"
    es, en = "Ese código no existe o ya no vale.", "There is no such code, or it is no longer good."


class NoSuchBond(Refusal):
    """404: no bond of this id among the caller's."""

    status, code = 404, "no_such_bond"
    es, en = "No tienes ningún vínculo con ese identificador.", "You have no bond of that id."


class BondCannot(Refusal):
    """409: the bond's state does not allow this step, or it is not this person's to take."""

    status, code = 409, "bond_cannot"
    es, en = "El vínculo no lo permite ahora.", "The bond does not allow it now."


class BondAlready(Refusal):
    """409: the two are bound already."""

    status, code = 409, "bond_already"
    es, en = "Ese vínculo ya existe.", "That bond is there already."


class NotWithOneself(Refusal):
    """422: nobody answers for themselves."""

    status, code = 422, "not_with_oneself"
    es, en = "El vínculo tiene que ser con otra persona.", "The bond has to be with another person."


class RepresentationTooLong(Refusal):
    """422: a representation ends within five years (Ley 39/2015 art. 6.6)."""

    status, code = 422, "representation_too_long"
    es = "Una representación acaba después de hoy y antes de cinco años."
    en = "A representation ends after today and within five years."


class NoSuchExport(Refusal):
    """404: no such export of the caller's, or its week is over."""

    status, code = 404, "no_such_export"
    es = "No hay ninguna copia tuya con ese identificador, o ya caducó."
    en = "You have no such copy, or its week is over."


class WrongWord(Refusal):
    """422: an erasure is asked for by typing the word."""

    status, code = 422, "wrong_word"
    es, en = "Escribe «BORRAR» para confirmarlo.", "Type “ERASE” to confirm it."
