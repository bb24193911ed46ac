"""What comes next for whoever asked for a card: a word for programs, and a sentence for them."""

from __future__ import annotations

from cercano.card.application import Application
from cercano.card.classes import CLASSES
from cercano.card.words import ApplicationState, NextStep, RejectReason

AFTER = {
    RejectReason.NOT_RESIDENT: NextStep.REGISTER_AS_RESIDENT,
    RejectReason.WRONG_CLASS: NextStep.ASK_FOR_ANOTHER_CLASS,
    RejectReason.PROOF_MISSING: NextStep.BRING_PROOF,
    RejectReason.DUPLICATE: NextStep.USE_THE_CARD_YOU_HAVE,
}
"""What helps against each reason for a no."""

SENTENCES = {
    NextStep.VERIFY_RESIDENCE: {
        "es": "Verifica el empadronamiento en la app o en una oficina: sin eso no se puede emitir.",
        "en": "Verify the residence in the app or at an office: without it the card cannot be issued.",
    },
    NextStep.WAIT: {
        "es": "No tienes que hacer nada: la oficina de la tarjeta la está mirando.",
        "en": "There is nothing to do: the card office is looking at it.",
    },
    NextStep.USE_CARD: {
        "es": "La tarjeta está emitida: ábrela en el teléfono, o actívala cuando la tengas en la mano.",
        "en": "The card is issued: open it on the phone, or activate it when you have it in your hands.",
    },
    NextStep.REGISTER_AS_RESIDENT: {
        "es": "Empadrónate y solicítala de nuevo, o pide una tarjeta de visitante.",
        "en": "Register as a resident and apply again, or ask for a visitor's card.",
    },
    NextStep.ASK_FOR_ANOTHER_CLASS: {
        "es": "Solicita otra clase de tarjeta.",
        "en": "Apply for another class of card.",
    },
    NextStep.BRING_PROOF: {
        "es": "Solicítala de nuevo y lleva el justificante a la oficina de la tarjeta.",
        "en": "Apply again and take the proof to the card office.",
    },
    NextStep.USE_THE_CARD_YOU_HAVE: {
        "es": "Ya hay una tarjeta de esta clase: usa esa, o repónla si se ha perdido.",
        "en": "There is a card of this class already: use it, or replace it if it is lost.",
    },
}


def next_step(application: Application, level: int) -> NextStep:
    """What comes next; `level` is how far the holder counts as verified (see desk.counted_level)."""
    if application.state is ApplicationState.APPROVED:
        return NextStep.USE_CARD
    if application.reject_reason is not None:
        return AFTER[application.reject_reason]
    needed = CLASSES[application.card_class].level
    return NextStep.WAIT if level >= needed else NextStep.VERIFY_RESIDENCE
