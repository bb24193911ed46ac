"""Why a campaign gave something, or nothing, in the words of the person at the till."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cercano.kit.money import as_read, euros
from cercano.loyalty.eligibility import PassedOver
from cercano.loyalty.model import Benefit, RewardKind

REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not_started": ("Empieza el {starts_on}.", "It begins on {starts_on}."),
        "ended": ("Ya terminó.", "It is over."),
        "other_day": ("No vale este día de la semana.", "It does not hold on this day of the week."),
        "other_hours": ("Vale de {from_hour} a {to_hour}.", "It holds from {from_hour} to {to_hour}."),
        "other_shop": ("Este comercio no está en la campaña.", "This shop is not part of it."),
        "other_category": ("Es para otro tipo de comercio.", "It is for another kind of shop."),
        "left_out": ("Has preferido no usarla ahora.", "You chose not to use it now."),
        "below_minimum": ("La compra mínima es de {minimum_cents}.", "The smallest purchase is {minimum_cents}."),
        "not_first_purchase": (
            "Es solo para la primera compra en este comercio.",
            "It is only for the first purchase in this shop.",
        ),
        "other_class": ("Es para otro tipo de tarjeta.", "It is for another kind of card."),
        "person_limit": ("Ya la has usado {limit} veces, el máximo.", "You have used it {limit} times, the most."),
        "person_day_limit": ("Hoy ya la has usado {limit} veces.", "You have used it {limit} times today."),
        "shop_limit": ("El comercio ya llegó a su máximo.", "The shop has reached its limit."),
        "shop_day_limit": ("El comercio ya llegó a su máximo de hoy.", "The shop has reached its limit of today."),
        "no_voucher": ("No tienes un bono reservado.", "You hold no voucher."),
        "budget_spent": ("Se agotó el presupuesto.", "Its budget is spent."),
        "nothing_to_give": ("La compra es demasiado pequeña.", "The purchase is too small."),
        "one_of_a_group": ("No se suma a otra que da más o igual.", "It does not add to another that gives as much."),
        "stands_alone": ("No se suma a ninguna otra.", "It does not add to any other."),
        "better_without": ("Sin ella el descuento es mayor.", "Without it the discount is greater."),
    }
)
_GIVEN: Mapping[RewardKind, tuple[str, str]] = MappingProxyType(
    {
        RewardKind.PERCENT: ("Descuento de {amount}.", "{amount} off."),
        RewardKind.FIXED: ("Descuento de {amount}.", "{amount} off."),
        RewardKind.VOUCHER: ("Tu bono pone {amount}.", "Your voucher pays {amount}."),
        RewardKind.POINTS: ("Ganas {points} puntos.", "You earn {points} points."),
    }
)


def why_passed_over(reason: PassedOver, language: str) -> str:
    """One sentence in "es" or "en"."""
    return REASONS[reason.code][language != "es"].format_map(as_read(reason.values, language))


def what_it_gave(benefit: Benefit, language: str) -> str:
    """One sentence in "es" or "en"."""
    said = _GIVEN[benefit.kind][language != "es"]
    return said.format(amount=euros(benefit.cents, language), points=benefit.points)
