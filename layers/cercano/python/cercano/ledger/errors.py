"""How the ledger says no."""

from __future__ import annotations

from cercano.kit.errors import Conflict, NotFound, NotNow


class AccountUnknown(NotFound):
    """There is no such account."""

    code = "account_unknown"
    es, en = "No existe esa cuenta.", "There is no such account."


class NoSuchEntry(NotFound):
    """The account has no entry of that id."""

    code = "no_such_entry"
    es, en = "En esta cuenta no hay ese movimiento.", "This account has no such entry."


class NoSuchHold(NotFound):
    """Nothing is held under that id: it was captured, voided, ran out, or never was."""

    code = "no_such_hold"
    es = "Esa retención no existe o ya se ha cobrado, anulado o caducado."
    en = "There is no such hold, or it was captured, voided or ran out."


class NotEnoughMoney(Conflict):
    """The account would fall below its floor. Slots: what can be spent and what was asked, in cents."""

    code = "not_enough_money"
    es = "No hay saldo suficiente: hay {available_cents} y hacen falta {needed_cents}."
    en = "There is not enough money: there is {available_cents} and {needed_cents} is needed."


class AccountFrozen(Conflict):
    """Its card is blocked, or the city has stopped it: it takes money and pays none."""

    code = "account_frozen"
    es, en = "Esta cuenta está bloqueada.", "This account is frozen."


class AccountClosed(Conflict):
    """It takes and pays nothing any more."""

    code = "account_closed"
    es, en = "Esta cuenta está cerrada.", "This account is closed."


class OverTheCap(Conflict):
    """A legal limit of the account's class (see caps.py). Slots: the limit, and what it would come to, in cents."""

    code = "over_the_cap"
    es = "Superaría el límite legal de {cap_cents} de este tipo de tarjeta: serían {would_be_cents}."
    en = "It would go over this kind of card's legal limit of {cap_cents}: it would be {would_be_cents}."


class EntryExistsWithOtherWords(Conflict):
    """The id was used before for something else."""

    code = "entry_exists_with_other_words"
    es = "Ese identificador ya se usó para otro movimiento."
    en = "That id was already used for another entry."


class MoreThanHeld(Conflict):
    """A capture takes at most what was held. Slot: what is held, in cents."""

    code = "more_than_held"
    es, en = "Solo hay retenidos {held_cents}.", "Only {held_cents} are held."


class RefundTooBig(Conflict):
    """Refunds together never come to more than was paid. Slot: what may still be given back, in cents."""

    code = "refund_too_big"
    es, en = "Solo se pueden devolver {left_cents}.", "Only {left_cents} can be given back."


class NotRefundable(Conflict):
    """The entry took no money from the account for somebody else."""

    code = "not_refundable"
    es, en = "Ese movimiento no se puede devolver.", "That entry cannot be refunded."


class AccountBusy(NotNow):
    """Too many wrote to the account at once; the same request may be sent again."""

    code = "account_busy"
    es = "La cuenta está recibiendo muchos movimientos. Inténtalo otra vez en un momento."
    en = "The account is very busy. Try again in a moment."


class NotInARootYet(Conflict):
    """The entry is younger than the last signed root; the next one, of tonight, will hold it."""

    code = "not_in_a_root_yet"
    es = "Este movimiento aún no está en una raíz firmada: estará en la de esta noche."
    en = "This entry is not under a signed root yet: it will be tonight."


class NoSuchRoot(NotFound):
    """No root was signed for that day."""

    code = "no_such_root"
    es, en = "No hay raíz firmada de ese día.", "No root was signed for that day."
