"""How the wallet says no. What the ledger itself refuses (not enough money, frozen, over the cap) is the ledger's."""

from __future__ import annotations

from cercano.kit.errors import BadRequest, Conflict, Invalid, NotAllowed, NotFound, NotNow


class NoSuchTopUp(NotFound):
    """There is none, or somebody else asked for it."""

    code = "no_such_top_up"
    es, en = "No encontramos esa recarga.", "We cannot find that top-up."


class NoSuchAdjustment(NotFound):
    """Nobody proposed it."""

    code = "no_such_adjustment"
    es, en = "No encontramos esa regularización.", "We cannot find that adjustment."


class NoSuchMonth(NotFound):
    """The statement is asked for something that is no month, or one that has not begun."""

    code = "no_such_month"
    es = "No hay extracto de ese mes. Escríbelo así: 2026-11."
    en = "There is no statement of that month. Write it like this: 2026-11."


class NotificationRefused(BadRequest):
    """A message that claims to be the bank's and is not proved to be. Why goes into our log, not into the answer."""

    code = "notification_refused"
    es, en = "No aceptamos este aviso.", "We do not take this notification."

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class NotificationContradicts(Conflict):
    """The bank's message is authentic and does not fit what was ordered, or what it said before."""

    code = "notification_contradicts"
    es = "El aviso no concuerda con el pedido. Queda anotado para revisarlo."
    en = "The notification does not fit the order. It has been noted for review."

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class GatewayAway(NotNow):
    """The bank does not answer."""

    code = "gateway_away"
    es, en = "El banco no contesta ahora. Inténtalo en un momento.", "The bank does not answer now. Try in a moment."


class WrongEntryId(Invalid):
    """The client's own id is not a UUID version 7 of about now."""

    code = "wrong_entry_id"
    es = "entry_id debe ser un UUID v7 de este momento, en minúsculas y sin guiones."
    en = "entry_id must be a UUID v7 of this moment, in lower case and without dashes."


class SameAccount(Invalid):
    """Money is moved from an account to itself."""

    code = "same_account"
    es, en = "Elige dos cuentas distintas.", "Choose two different accounts."


class FourEyes(NotAllowed):
    """Who proposed an adjustment may not approve it."""

    code = "four_eyes"
    es = "Debe aprobarla otra persona, no quien la propuso."
    en = "Somebody else must approve it, not who proposed it."


class OnesOwnAccount(NotAllowed):
    """Whoever serves the city adjusts, refunds, stops or fills no account of their own, not even by a little."""

    code = "ones_own_account"
    es = "Quien trabaja para la ciudad no actúa sobre su propia cuenta: pídeselo a otra persona."
    en = "Whoever works for the city leaves their own account to others: ask somebody else."


class NothingToAdjust(Invalid):
    """An adjustment of zero."""

    code = "nothing_to_adjust"
    es, en = "Una regularización mueve al menos un céntimo.", "An adjustment moves one cent at least."


class NoMandate(Conflict):
    """The account has no bank account linked to it."""

    code = "no_mandate"
    es, en = "Primero enlaza una cuenta del banco.", "Link a bank account first."


class MandateSuspended(Conflict):
    """A collection came back: the bank account is not used again until its holder signs anew."""

    code = "mandate_suspended"
    es = "Tu banco devolvió un cobro. Enlaza la cuenta otra vez para usarla."
    en = "Your bank returned a collection. Link the account again to use it."


class TooMuchUnderWay(Conflict):
    """What is collected from a bank in seven days has a limit, as it is lent until the bank brings it."""

    code = "too_much_under_way"
    es = "Esta semana solo puedes recargar {left_cents} más desde el banco."
    en = "This week you can only top up {left_cents} more from the bank."


class RefillTooSmall(Invalid):
    """A refill must lift the account over its line."""

    code = "refill_too_small"
    es = "Con ese límite, cada recarga debe ser al menos de {least_cents}."
    en = "With that line, each refill must be at least {least_cents}."


class WrongIban(Invalid):
    """Its form, its length or its check digits do not hold, or its country is outside SEPA."""

    code = "wrong_iban"
    es, en = "Ese IBAN no es correcto. Revísalo.", "That IBAN is not right. Check it."


class NoRefill(NotFound):
    """The account is not filled by itself."""

    code = "no_refill"
    es, en = "Esta cuenta no tiene recarga automática.", "This account has no automatic top-up."


class NoSuchMandate(NotFound):
    """The account has no mandate."""

    code = "no_such_mandate"
    es, en = "Esta cuenta no tiene ningún banco enlazado.", "This account has no bank linked."


class NoSuchPayee(NotFound):
    """Nobody wrote it down, or the caller may not see it."""

    code = "no_such_payee"
    es, en = "No encontramos a quien se paga.", "We cannot find that payee."


class NothingProposed(Conflict):
    """The payee has no proposal that could be approved or withdrawn."""

    code = "nothing_proposed"
    es, en = "No hay ningún cambio pendiente.", "No change is waiting."


class OnesOwnPayee(NotAllowed):
    """Whoever acts for a payee has no say in where the city sends its money, nor in who else acts for it."""

    code = "ones_own_payee"
    es = "Quien actúa por quien cobra no decide sobre sus datos: pídeselo a otra persona."
    en = "Whoever acts for a payee does not decide about it: ask somebody else."


class NotYourPayee(NotAllowed):
    """The caller is an operator, and not of this payee."""

    code = "not_your_payee"
    es, en = "No actúas en nombre de quien cobra.", "You do not act for this payee."


class NoSuchSettlement(NotFound):
    """The payee has none of that day, or nothing of the day asked for is in it."""

    code = "no_such_settlement"
    es, en = "Esa liquidación no tiene pagos de ese día.", "That settlement has no payments of that day."


class TooManyLines(Conflict):
    """A sheet of a whole day would be too long: it is asked for part by part."""

    code = "too_many_lines"
    es = "Son más de {most} pagos. Pídelos por partes: part=1 a part=16."
    en = "They are more than {most} payments. Ask for them in parts: part=1 to part=16."


class NoSuchItem(NotFound):
    """That day has no such open item (any more)."""

    code = "no_such_item"
    es, en = "Ese día no tiene ese punto abierto.", "That day has no such open item."


class NotYourFamily(NotAllowed):
    """Whoever gives an allowance holds the account, and answers for the child who gets it."""

    code = "not_your_family"
    es = "Solo puedes dar una paga desde tu cuenta a la de un menor a tu cargo."
    en = "You can only give an allowance from your account to that of a child in your care."


class NoSuchPass(NotFound):
    """The council decided none of that name for that day, or the account has none of that id."""

    code = "no_such_pass"
    es, en = "No encontramos ese abono.", "We cannot find that pass."


class PassOverlaps(Conflict):
    """Another pass opens the same service on some of those days. Slot: its last day."""

    code = "pass_overlaps"
    es = "Ya tienes un abono de ese servicio hasta el {until}."
    en = "You already have a pass for that service until {until}."


class TooManyPasses(Conflict):
    """The account holds as many passes as fit."""

    code = "too_many_passes"
    es, en = "Tienes demasiados abonos a la vez.", "You hold too many passes at once."


class StartOutOfReach(Invalid):
    """A pass begins today or within sixty days."""

    code = "starts_out_of_reach"
    es = "Un abono puede empezar hoy o en los próximos 60 días."
    en = "A pass can begin today or in the next 60 days."


class PassUsed(Conflict):
    """A pass that covered a journey is not given back."""

    code = "pass_used"
    es = "Este abono ya se ha usado: no se puede devolver."
    en = "This pass has been used: it cannot be given back."


class PassNotReturnable(Conflict):
    """Its days for being given back are over, or the council gave it none."""

    code = "pass_not_returnable"
    es = "Ha pasado el plazo para devolver este abono."
    en = "The time to give this pass back is over."


class NoBankCard(Conflict):
    """The account remembers no bank card."""

    code = "no_bank_card"
    es = "No recordamos ninguna tarjeta bancaria: haz una recarga y pide que la recordemos."
    en = "We remember no bank card: top up once and ask us to remember it."


class CardStopped(Conflict):
    """The bank refused the card, or it expired."""

    code = "card_stopped"
    es, en = "Tu tarjeta bancaria no se puede cobrar ahora.", "Your bank card cannot be charged now."


class TooMuchCharged(Conflict):
    """What a remembered card is charged by itself has a limit by day and by month."""

    code = "too_much_charged"
    es = "La tarjeta ya se ha cobrado todo lo que permite un día o un mes."
    en = "The card has been charged all that a day or a month allows."


class NoSuchBankCard(NotFound):
    """The account remembers no bank card."""

    code = "no_such_bank_card"
    es, en = "Esta cuenta no recuerda ninguna tarjeta.", "This account remembers no card."


class NotVerified(Conflict):
    """The city lends to who it knows: level 2, by the municipal register, or in person."""

    code = "not_verified"
    es = "Para pagar por meses, verifica antes quién eres."
    en = "To pay by the month, have the city verify who you are first."


class NoPostpaid(Conflict):
    """The council's fares in force lend nothing."""

    code = "no_postpaid"
    es, en = "Ahora no se ofrece el pago mensual.", "Paying by the month is not offered now."


class NotForMinors(Conflict):
    """Nobody under age owes, whoever answers for them."""

    code = "not_for_minors"
    es, en = "Una tarjeta infantil no puede pagar por meses.", "A child's card cannot pay by the month."
