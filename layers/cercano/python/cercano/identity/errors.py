"""Why somebody cannot come in, said so that nobody learns whether an address has an account."""

from __future__ import annotations

from cercano.kit.errors import NotSignedIn, Refusal


class WrongCredentials(NotSignedIn):
    """401: no such account, another password, or an address not confirmed yet. One answer for all three."""

    code = "wrong_credentials"
    es = "El correo o la contraseña no son correctos, o falta confirmar el correo. Pide otro código o contraseña."
    en = "The e-mail or the password is not right, or the e-mail is unconfirmed. Ask for a new code or password."


class NoSession(NotSignedIn):
    """401: nobody is signed in here, or the session has ended."""

    code = "no_session"
    es, en = "No hay ninguna sesión abierta aquí.", "Nobody is signed in here."


class NewPasswordNeeded(Refusal):
    """403: the city's own people choose a password of their own the first time."""

    status, code = 403, "new_password_needed"
    es = "Entraste con una contraseña provisional: elige una tuya (new_password)."
    en = "You came in with a temporary password: choose your own (new_password)."


class ChallengeUnknown(Refusal):
    """403: the account asks for something this door does not know, such as a second factor."""

    status, code = 403, "challenge_unknown"
    es, en = "Esta cuenta pide un paso que aquí no existe.", "This account asks for a step that does not exist here."


class WrongCode(Refusal):
    """422: the code is not right, was used, or is too old; or there is no such account."""

    status, code = 422, "wrong_code"
    es, en = (
        "El código no es correcto o ha caducado. Pide otro.",
        "The code is not right or too old. Ask for a new one.",
    )


class WeakPassword(Refusal):
    """422: the password breaks a rule; `errors` says which."""

    status, code = 422, "weak_password"
    es = "La contraseña no es lo bastante segura: 12 caracteres o más, con minúsculas, mayúsculas y números."
    en = "The password is too weak: 12 characters or more, with lower case, upper case and numbers."


class OtherSite(Refusal):
    """403: a page of another site asked, in the name of a person who knows nothing of it."""

    status, code = 403, "other_site"
    es, en = "Esta petición no viene de la web de la ciudad.", "This request does not come from the city's own site."
