"""How the procedures say no: a sentence for the person, and a code that never changes."""

from __future__ import annotations

from cercano.kit.errors import Conflict, Invalid, NotFound, NotNow, TooLarge


class TermAlreadyExtended(Conflict):
    """A period is lengthened once (Ley 39/2015, article 23)."""

    code = "term_already_extended"
    es, en = "El plazo de este expediente ya se amplió.", "The period of this file was lengthened before."


class ExtensionTooLong(Invalid):
    """A period is lengthened by no more than it was (article 23.1)."""

    code = "extension_too_long"
    es = "El plazo puede ampliarse entre 1 y {most}: nunca más de lo que dura."
    en = "The period can be lengthened by 1 to {most}: never by more than it is."


class ExtensionTooLate(Conflict):
    """A period that has ended cannot be lengthened (articles 23 and 32.3)."""

    code = "extension_too_late"
    es, en = "El plazo ya ha terminado.", "The period has ended."


class RegistryBusy(NotNow):
    """Others were always faster. What was presented is presented, with its date and hour; its number follows."""

    code = "registry_busy"
    es = "Lo que has presentado ya está en el registro con su fecha y hora; su número tardará un momento. Repite."
    en = "What you presented is in the registry with its date and hour; its number takes a moment. Try again."


class NoSuchProcedure(NotFound):
    """The catalogue has nothing of this name."""

    code = "no_such_procedure"
    es, en = "No existe el trámite {code}.", "There is no procedure {code}."


class NoSuchDraft(NotFound):
    """The caller has no such draft, or it was forgotten after its 90 days."""

    code = "no_such_draft"
    es, en = "No tienes ese borrador.", "You have no such draft."


class TooManyDrafts(Conflict):
    """Somebody has begun more forms than anybody finishes."""

    code = "too_many_drafts"
    es = "Ya tienes {most} borradores. Termina o borra alguno."
    en = "You have {most} drafts already. Finish or delete one."


class DraftTooLarge(TooLarge):
    """The answers are longer than any form needs."""

    code = "draft_too_large"
    es, en = "Las respuestas pasan de {limit_kb} kB.", "The answers are over {limit_kb} kB."


class NoSuchFile(NotFound):
    """The caller presented no such thing."""

    code = "no_such_file"
    es, en = "No tienes ese expediente.", "You have no such file."


class FormNotWhole(Invalid):
    """Something is missing or wrong; `errors` says what, field by field."""

    code = "form_not_whole"
    es, en = "Revisa las respuestas marcadas.", "Look at the answers that are marked."


class NotHereYet(Conflict):
    """It needs documents, a fee or a person whom the register knows: that is done at the office for now."""

    code = "not_here_yet"
    es = "Este trámite necesita documentos, un pago o tu identidad comprobada: por ahora, preséntalo en la oficina."
    en = "This needs documents, a payment or your identity proved: for now, hand it in at the office."
