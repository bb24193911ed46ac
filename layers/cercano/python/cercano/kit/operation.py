"""One route of one use case: where it is, who may call it, what it takes and what it gives."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic.main import BaseModel

from cercano.kit.binding import Signature


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What a view and its decorator declare; the reference pages are made from it."""

    method: str
    path: str
    view: Callable[..., Any]
    public: bool = False
    """No token is needed."""
    roles: tuple[str, ...] = ()
    """Any of these; none: whoever is signed in."""
    cache_s: int | None = None
    idempotent: bool = False
    """An Idempotency-Key is required; other commands accept one."""
    secret_answer: bool = False
    """The answer holds a secret shown once: it is never kept for replay."""
    accepts: tuple[str, ...] = ("application/json",)
    max_body_kb: int = 256
    use_case: str = ""
    """`crowd/read_venue`: its name in metrics and logs."""
    signature: Signature = field(init=False)

    def __post_init__(self) -> None:
        """Read the signature, and build the views it answers with, while it is still the start."""
        object.__setattr__(self, "signature", Signature(self.view, self.path))
        for view in views_in(self.answers):
            view.model_rebuild()

    @property
    def answers(self) -> Any:
        """The annotation of what the view returns."""
        return self.signature.hints.get("return")

    @property
    def is_command(self) -> bool:
        """Whether it changes something."""
        return self.method in {"POST", "PUT", "PATCH", "DELETE"}

    @property
    def takes_key(self) -> bool:
        """Whether an Idempotency-Key counts: for commands of somebody we know, and wherever it is required.

        A stranger's key would be shared with every other stranger.
        """
        return self.is_command and (self.idempotent or not self.public)

    @property
    def needs_caller(self) -> bool:
        """Whether tokens are looked at: always, unless it is public and does not ask who is there."""
        return not self.public or bool(self.signature.caller)


def views_in(hint: Any) -> list[type[BaseModel]]:
    """The views an annotation names: `Page[VenueNow] | Raw` names VenueNow."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [view for inner in typing.get_args(hint) for view in views_in(inner)]
