"""Who is asking: the person or program behind a verified token, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("citizen", "agent", "moderator", "merchant", "operator", "staff", "admin")
"""The groups of the user pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A verified caller. `subject` is the user pool's own id, which says nothing about the person."""

    subject: str
    roles: frozenset[str] = frozenset()
    email: str | None = None
    """Only when the token carries it; access tokens of Cognito do not."""

    def has(self, role: str) -> bool:
        """Whether they hold `role`; an admin holds them all."""
        return role in self.roles or "admin" in self.roles

    def has_any(self, roles: tuple[str, ...]) -> bool:
        """Whether they hold one of `roles`; true when none is asked for."""
        return not roles or any(self.has(role) for role in roles)
