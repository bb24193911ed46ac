"""What people send to come in, and what they get."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.fields import Field
from pydantic.functional_validators import AfterValidator

from cercano.identity.addresses import normalise
from cercano.identity.directory import Tokens
from cercano.kit.answers import View

Email = Annotated[str, Field(max_length=320, examples=["ana@example.org"]), AfterValidator(normalise)]
Password = Annotated[str, Field(min_length=1, max_length=256)]
Code = Annotated[str, Field(pattern=r"^\s*[0-9]{4,8}\s*$", examples=["123456"]), AfterValidator(str.strip)]


class CodeSentView(View):
    """The same, whether there is such an account or not."""

    status: Literal["code_sent"] = "code_sent"


class SessionView(View):
    """A session: the token for the Authorization header, and who holds it."""

    access_token: str
    expires_in_s: int
    roles: list[str]
    subject: str

    @classmethod
    def of(cls, tokens: Tokens) -> SessionView:
        """Of what the pool gave; the refresh token goes into its cookie and nowhere else."""
        return cls(
            access_token=tokens.access_token,
            expires_in_s=tokens.expires_in_s,
            roles=tokens.roles,
            subject=tokens.subject,
        )
