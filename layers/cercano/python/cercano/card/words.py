"""The words of the citizen card: its classes and states, why it is blocked, what a concession is and what proves it."""

from __future__ import annotations

from enum import StrEnum


class CardClass(StrEnum):
    """Who a card is for."""

    ANONYMOUS = "anonymous"
    RESIDENT = "resident"
    CHILD = "child"
    YOUTH = "youth"
    SENIOR = "senior"
    DISABILITY = "disability"
    LARGE_FAMILY = "large_family"
    TOURIST = "tourist"


class Format(StrEnum):
    """What the holder wants to carry."""

    APP = "app"
    PHYSICAL = "physical"


class Medium(StrEnum):
    """What a reader reads."""

    APP = "app"
    """A key in a phone that signs a QR."""
    CHIP = "chip"
    """A contactless chip that counts and signs."""


class CardState(StrEnum):
    """The life of a card."""

    ISSUED = "issued"
    """Made, on its way to its holder: opens nothing yet."""
    ACTIVE = "active"
    BLOCKED = "blocked"
    REPLACED = "replaced"
    """Dead for good: another card stands in for it."""
    EXPIRED = "expired"
    """Its last day is over; it can be renewed by a replacement."""


class BlockReason(StrEnum):
    """Why a card is stopped."""

    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"
    MISUSE = "misuse"
    """Said by staff alone."""


class ApplicationState(StrEnum):
    """The life of an application."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class RejectReason(StrEnum):
    """Why an application is turned down."""

    NOT_RESIDENT = "not_resident"
    WRONG_CLASS = "wrong_class"
    PROOF_MISSING = "proof_missing"
    DUPLICATE = "duplicate"


class NextStep(StrEnum):
    """What whoever asked for a card does next."""

    VERIFY_RESIDENCE = "verify_residence"
    WAIT = "wait"
    USE_CARD = "use_card"
    REGISTER_AS_RESIDENT = "register_as_resident"
    ASK_FOR_ANOTHER_CLASS = "ask_for_another_class"
    BRING_PROOF = "bring_proof"
    USE_THE_CARD_YOU_HAVE = "use_the_card_you_have"


class Concession(StrEnum):
    """A right to reduced prices."""

    YOUTH = "youth"
    SENIOR = "senior"
    DISABILITY = "disability"
    LARGE_FAMILY = "large_family"
    CHILD = "child"
    UNEMPLOYED = "unemployed"


class Proof(StrEnum):
    """What an agent saw, or a register answered. Only this word is kept, never the document."""

    REGISTER = "register"
    """The municipal register of residents."""
    DIGITAL_WALLET = "digital_wallet"
    """A European digital identity wallet disclosed the one fact that was asked for."""
    IDENTITY_CARD = "identity_card"
    FAMILY_TITLE = "family_title"
    """The official title of large family."""
    DISABILITY_CARD = "disability_card"
    EMPLOYMENT_OFFICE = "employment_office"
