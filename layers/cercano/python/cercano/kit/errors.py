"""How the city says no: a sentence for the person, in Spanish and English, and a stable code for programs.

Pure: no HTTP library, no AWS. A domain names its own refusals in `cercano/<domain>/errors.py`; `kit.problems`
turns them into RFC 9457 answers, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from cercano.kit.money import as_read


class Refusal(Exception):
    """Raised with the values its sentences name: `raise NoSuchVenue(venue_id="centro-botin")`.

    Class attributes: `status` (HTTP, 400-499 or 503), `code` (snake_case, never changes once published), `es` and `en`
    (a sentence each, with `{slots}`; one whose name ends in _cents is read as money), `title_es` / `title_en` (optional
    short titles).
    Raises: TypeError when a slot of the sentences is not given a value, at the place that forgot it.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    es: ClassVar[str] = "No podemos hacer lo que pides."
    en: ClassVar[str] = "We cannot do what you ask."

    def __init__(
        self,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **slots: object,
    ) -> None:
        self.slots = slots
        self.reason = ""
        """Why, for our log only: never personal data."""
        self.errors = tuple(dict(error) for error in errors)
        """Where the trouble is: `{"pointer": "/capacity", "detail": "..."}`, or `"parameter": "limit"` in its place."""
        self.headers = dict(headers or {})
        """Headers the answer must carry, such as `Retry-After`."""
        try:
            self.sentences = {
                "es": self.es.format(**as_read(slots, "es")),
                "en": self.en.format(**as_read(slots, "en")),
            }
        except KeyError as missing:
            raise TypeError(f"{type(self).__name__} needs a value for {missing}") from None
        super().__init__(self.sentences["en"])

    def sentence(self, language: str) -> str:
        """What the person reads, in `language` ("es" or "en")."""
        return self.sentences[language]


class BadRequest(Refusal):
    """The request cannot be read."""

    status, code = 400, "bad_request"
    es, en = "No entendemos la petición: {why_es}", "We cannot read the request: {why_en}"


class NotSignedIn(Refusal):
    """No token, or one that does not hold."""

    status, code = 401, "not_signed_in"
    es, en = "Hay que iniciar sesión para hacer esto.", "You need to sign in to do this."


class NotAllowed(Refusal):
    """Signed in, without the role or the right."""

    status, code = 403, "not_allowed"
    es, en = "Tu cuenta no tiene permiso para hacer esto.", "Your account is not allowed to do this."


class NotFound(Refusal):
    """There is no such thing, or the caller may not know that there is."""

    status, code = 404, "not_found"
    es, en = "No encontramos lo que buscas.", "We cannot find what you are looking for."


class MethodNotAllowed(Refusal):
    """The path exists, the method on it does not."""

    status, code = 405, "method_not_allowed"
    es, en = "Esta dirección no admite {method}.", "This address does not take {method}."


class Conflict(Refusal):
    """The thing is not in a state that allows it."""

    status, code = 409, "conflict"
    es, en = "El estado actual no permite hacer esto.", "The current state does not allow this."


class VersionConflict(Refusal):
    """Somebody else changed the document since it was read (If-Match)."""

    status, code = 412, "version_conflict"
    es = "Otra persona lo ha cambiado desde que lo leíste. Vuelve a leerlo y repite tu cambio."
    en = "Somebody else changed it since you read it. Read it again and repeat your change."


class TooLarge(Refusal):
    """The body is bigger than the use case takes."""

    status, code = 413, "too_large"
    es, en = "El envío supera el máximo de {limit_kb} kB.", "The body is over the limit of {limit_kb} kB."


class UnsupportedMediaType(Refusal):
    """The body is of a kind this use case does not read."""

    status, code = 415, "unsupported_media_type"
    es, en = "El cuerpo debe enviarse como {expected}.", "The body must be sent as {expected}."


class Invalid(Refusal):
    """Readable, but some values do not hold; `errors` says which."""

    status, code = 422, "invalid"
    es, en = "Algunos datos no son válidos.", "Some of the values are not valid."


class PreconditionRequired(Refusal):
    """A document is only changed by who says which version was read."""

    status, code = 428, "precondition_required"
    es = "Indica en If-Match qué versión leíste."
    en = "Say in If-Match which version you read."


class TooManyRequests(Refusal):
    """Slow down; give `headers={"Retry-After": "<seconds>"}`."""

    status, code = 429, "too_many_requests"
    es, en = "Demasiadas peticiones seguidas. Espera un momento.", "Too many requests in a row. Wait a moment."


class NotNow(Refusal):
    """Something we depend on does not answer; the same request may work later."""

    status, code = 503, "not_now"
    es, en = "Ahora mismo no podemos hacerlo. Inténtalo en un momento.", "We cannot do it right now. Try in a moment."
