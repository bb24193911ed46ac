"""The citizen card of the fake city: who has one, what is on it, and the key with which it vouches for a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from cercano.credential import qr


class Desk:
    """All the cards, their money and their journeys. Tests change them by hand."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.city_key = ec.generate_private_key(ec.SECP256R1())
        self.cards = [card("card_01lucia", "acc_01lucia", "resident")]
        self.owners = {"card_01lucia": "citizen"}
        self.applications: list[dict[str, Any]] = []
        self.phones: dict[bytes, str] = {}
        self.money: dict[str, Any] = {"status": "open", "posted": 1432, "held": 200}
        self.entries: list[dict[str, Any]] | None = None
        self.top_ups: dict[str, dict[str, Any]] = {}
        self.profiles: dict[str, dict[str, Any]] = {}
        blank: dict[str, Any] = {"interests": [], "channels": [], "quiet_hours": None, "language": None}
        self.preferences = (blank, 0)
        self.consents: dict[str, tuple[bool, str]] = {}
        self.bonds: list[dict[str, Any]] = []
        self.ended: dict[str, str] = {}
        self.handed: dict[str, int] = {}
        self.looks: list[tuple[str, str]] = []
        self.taps: list[dict[str, str]] = []

    def sign(self, said: bytes) -> bytes:
        """ES256, r and s."""
        return qr.raw_signature(self.city_key.sign(said, ec.ECDSA(SHA256())))

    def mine(self, subject: str) -> list[dict[str, Any]]:
        """Somebody's cards."""
        return [one for one in self.cards if self.owners[one["card_id"]] == subject]


def card(card_id: str, account_id: str, card_class: str, **more: Any) -> dict[str, Any]:
    """A card as its holder is told of it."""
    return {
        "card_id": card_id,
        "account_id": account_id,
        "card_class": card_class,
        "state": "issued",
        "issued_at": "2026-11-20T09:00:00Z",
        "expires_on": "2031-11-30",
        "block_reason": None,
        "replaces": None,
        "replaced_by": None,
        "credentials": [],
        "concessions": [],
    } | more
