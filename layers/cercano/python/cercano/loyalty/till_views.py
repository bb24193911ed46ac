"""What a till says and hears of a sale. A shop never sees who bought."""

from __future__ import annotations

from typing import Annotated

from pydantic.fields import Field

from cercano.kit.web import Instant, View
from cercano.loyalty.evaluate import Decision
from cercano.loyalty.explain import what_it_gave, why_passed_over
from cercano.loyalty.instants import PATTERN
from cercano.loyalty.model import MOST_CENTS, Purchase, Refund, RewardKind

TillId = Annotated[str, Field(pattern=PATTERN)]
"""Made by the till: 12 hexadecimal digits of the instant in milliseconds, then 20 of chance."""
CodeText = Annotated[str, Field(max_length=400)]
AmountCents = Annotated[int, Field(ge=1, le=MOST_CENTS)]


class BenefitView(View):
    """What a campaign gives to a purchase."""

    campaign_id: str
    kind: RewardKind
    cents: int
    points: int
    sentence: str


class PassedOverView(View):
    """Why a campaign gives nothing."""

    campaign_id: str
    code: str
    sentence: str


class QuoteView(View):
    """What a purchase would get now."""

    amount_cents: int
    paid_cents: int
    """What the customer would pay."""
    points_spent: int
    points_earned: int
    benefits: tuple[BenefitView, ...]
    passed_over: tuple[PassedOverView, ...]

    @classmethod
    def of(cls, amount_cents: int, points: int, decision: Decision, language: str) -> QuoteView:
        """From a decision, in the reader's language."""
        return cls(
            amount_cents=amount_cents,
            paid_cents=amount_cents - decision.cents - points,
            points_spent=points,
            points_earned=decision.points,
            benefits=tuple(
                BenefitView(
                    campaign_id=one.campaign_id,
                    kind=one.kind,
                    cents=one.cents,
                    points=one.points,
                    sentence=what_it_gave(one, language),
                )
                for one in decision.benefits
            ),
            passed_over=tuple(
                PassedOverView(campaign_id=one.campaign_id, code=one.code, sentence=why_passed_over(one, language))
                for one in decision.passed_over
            ),
        )


class RefundView(View):
    """Part of a purchase that went back."""

    refund_id: str
    at: Instant
    amount_cents: int
    paid_cents: int
    """What the shop gives back to the customer."""
    points_back: int
    points_taken: int

    @classmethod
    def of(cls, refund: Refund) -> RefundView:
        """From the model."""
        return cls(**{name: getattr(refund, name) for name in cls.model_fields})


class PurchaseView(View):
    """A sale as the shop sees it."""

    purchase_id: str
    at: Instant
    amount_cents: int
    paid_cents: int
    points_spent: int
    points_earned: int
    benefits: tuple[BenefitView, ...]
    refunds: tuple[RefundView, ...]
    left_cents: int
    """What can still be refunded."""

    @classmethod
    def of(cls, purchase: Purchase, language: str) -> PurchaseView:
        """From the model, in the reader's language."""
        shown = QuoteView.of(
            purchase.amount_cents, purchase.points_spent, Decision(benefits=purchase.benefits, passed_over=()), language
        )
        return cls(
            purchase_id=purchase.purchase_id,
            at=purchase.at,
            amount_cents=purchase.amount_cents,
            paid_cents=purchase.paid_cents,
            points_spent=purchase.points_spent,
            points_earned=purchase.points_earned,
            benefits=shown.benefits,
            refunds=tuple(map(RefundView.of, purchase.refunds)),
            left_cents=purchase.left_cents,
        )
