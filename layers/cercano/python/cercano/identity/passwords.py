"""What makes a password good enough, told before it is sent anywhere: the rules of the user pool, in words.

Length before complication (NIST SP 800-63B, 3.1.1.2), and not the person's own address. infra/identity.yaml holds the
same numbers (a test compares both).
"""

from __future__ import annotations

from dataclasses import dataclass

from cercano.identity.errors import WeakPassword

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 128


@dataclass(frozen=True, slots=True)
class Weakness:
    """A rule that a password breaks."""

    code: str
    es: str
    en: str


TOO_SHORT = Weakness(
    "too_short", f"Usa al menos {LEAST_CHARACTERS} caracteres.", f"Use at least {LEAST_CHARACTERS} characters."
)
TOO_LONG = Weakness(
    "too_long", f"Usa {MOST_CHARACTERS} caracteres como mucho.", f"Use at most {MOST_CHARACTERS} characters."
)
NO_LOWER_CASE = Weakness("no_lower_case", "Añade alguna letra minúscula.", "Add a lower-case letter.")
NO_UPPER_CASE = Weakness("no_upper_case", "Añade alguna letra mayúscula.", "Add an upper-case letter.")
NO_NUMBER = Weakness("no_number", "Añade algún número.", "Add a number.")
ODD_SPACES = Weakness("odd_spaces", "No empieces ni acabes con un espacio.", "Do not begin or end with a space.")
IS_ADDRESS = Weakness("is_address", "No uses tu propio correo.", "Do not use your own e-mail address.")


def weaknesses(password: str, email: str) -> list[Weakness]:
    """Every rule the password breaks. Letters and numbers are those of ASCII, as the user pool counts them."""
    plain = [character for character in password if character.isascii()]
    rules = {
        TOO_SHORT: len(password) < LEAST_CHARACTERS,
        TOO_LONG: len(password) > MOST_CHARACTERS,
        NO_LOWER_CASE: not any(character.islower() for character in plain),
        NO_UPPER_CASE: not any(character.isupper() for character in plain),
        NO_NUMBER: not any(character.isdigit() for character in plain),
        ODD_SPACES: password != password.strip(),
        IS_ADDRESS: bool(email) and email.partition("@")[0] in password.lower() and len(email.partition("@")[0]) > 3,
    }
    return [weakness for weakness, is_broken in rules.items() if is_broken]


def require_strong(password: str, email: str, language: str, pointer: str = "/password") -> None:
    """Raises WeakPassword with every broken rule, in `language`."""
    broken = weaknesses(password, email)
    if broken:
        raise WeakPassword(
            errors=[{"pointer": pointer, "code": w.code, "detail": w.es if language == "es" else w.en} for w in broken]
        )
