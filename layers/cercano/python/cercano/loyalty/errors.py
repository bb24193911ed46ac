"""Why loyalty says no: to a shop, to a citizen with a voucher, to staff with a campaign."""

from __future__ import annotations

from cercano.kit.errors import Conflict, NotAllowed, NotFound, NotNow, Refusal


class NoSuchShop(NotFound):
    """404: there is none of that id, or it belongs to somebody else."""

    code = "no_such_shop"
    es, en = "No hay ningún comercio tuyo con ese identificador.", "There is no shop of yours with that id."


class NoSuchCampaign(NotFound):
    """404: there is none of that id, or it is still a draft."""

    code = "no_such_campaign"
    es, en = "No hay ninguna campaña con ese identificador.", "There is no campaign with that id."


class NoSuchVoucher(NotFound):
    """404: the caller holds no such voucher."""

    code = "no_such_voucher"
    es, en = "No tienes ese bono.", "You hold no such voucher."


class NoSuchPurchase(NotFound):
    """404: this shop made no such sale."""

    code = "no_such_purchase"
    es, en = "Este comercio no tiene esa compra.", "This shop has no such purchase."


class CardNotAccepted(Refusal):
    """409: the credential is unknown, ended, or its card is blocked or expired."""

    status, code = 409, "card_not_accepted"
    es, en = "Esta tarjeta no se acepta ahora mismo.", "This card is not accepted at the moment."


class CodeRefused(Refusal):
    """409: the code that a customer showed makes no sale; `errors` says why in a word."""

    status, code = 409, "code_refused"
    es, en = "{why_es}.", "{why_en}."


class ShopNotOpen(Conflict):
    """409: the shop has not been approved, or no longer takes part."""

    code = "shop_not_open"
    es, en = "Este comercio no está dado de alta en las campañas.", "This shop does not take part in campaigns."


class ShopAlreadyDecided(Conflict):
    """409: staff have already said yes or no."""

    code = "shop_already_decided"
    es, en = "La solicitud ya se resolvió ({state}).", "The application was already decided ({state})."


class BadIban(Refusal):
    """422: the account number's check digits do not hold (ISO 13616)."""

    status, code = 422, "bad_iban"
    es, en = "El IBAN no es correcto: revisa los dígitos.", "The IBAN is not right: check its digits."


class CampaignNotSound(Refusal):
    """422: a campaign that contradicts itself."""

    status, code = 422, "campaign_not_sound"
    es, en = "La campaña no se sostiene: {why_es}.", "The campaign does not hold together: {why_en}."


class CampaignCannot(Conflict):
    """409: the campaign's state does not allow this step."""

    code = "campaign_cannot"
    es, en = "La campaña está en estado «{state}» y no lo permite.", "The campaign is {state}, which does not allow it."


class SameEyes(NotAllowed):
    """403: who proposed a campaign does not launch it."""

    code = "same_eyes"
    es = "Quien propone una campaña no puede lanzarla: ha de hacerlo otra persona."
    en = "Whoever proposes a campaign may not launch it: somebody else has to."


class VoucherLimit(Conflict):
    """409: the person already has as many as one may have."""

    code = "voucher_limit"
    es = "Ya tienes el máximo de bonos de esta campaña ({limit})."
    en = "You already have the most vouchers of this campaign ({limit})."


class NotForYou(NotAllowed):
    """403: the campaign is for other classes of card."""

    code = "not_for_you"
    es, en = "Esta campaña es para otro tipo de tarjeta.", "This campaign is for another kind of card."


class VouchersGone(Conflict):
    """409: every voucher is held or spent. Some may come back."""

    code = "vouchers_gone"
    es, en = "No quedan bonos. Los que no se usen volverán.", "There are no vouchers left. Unused ones will come back."


class VouchersBeingCounted(NotNow):
    """503: the last ones are being gathered; the same request may work in a minute."""

    code = "vouchers_being_counted"
    es = "Estamos contando los últimos bonos. Vuelve a intentarlo en un minuto."
    en = "We are counting the last vouchers. Try again in a minute."


class VoucherNotHeld(Conflict):
    """409: it was used, given back, or its time is over."""

    code = "voucher_not_held"
    es, en = "Ese bono ya no está reservado ({state}).", "That voucher is no longer held ({state})."


class PointsShort(Conflict):
    """409: fewer points than asked for."""

    code = "points_short"
    es, en = "No hay puntos suficientes: quedan {left}.", "There are not enough points: {left} are left."


class PurchaseOutOfTime(Refusal):
    """422: the purchase's id says another time than now."""

    status, code = 422, "purchase_out_of_time"
    es = "El identificador de la compra no es de ahora: revisa la hora del equipo."
    en = "The purchase's id is not of now: check the clock of the till."


class PurchaseSaysOtherwise(Conflict):
    """409: the id already names a purchase or refund with other words."""

    code = "purchase_says_otherwise"
    es, en = "Ese identificador ya se usó con otros datos.", "That id was already used with other data."


class MoreThanWasPaid(Conflict):
    """409: refunds may not pass the purchase."""

    code = "more_than_was_paid"
    es, en = "Solo quedan {left_cents} por devolver.", "Only {left_cents} are left to refund."
