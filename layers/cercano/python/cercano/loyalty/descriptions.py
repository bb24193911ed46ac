"""How staff write a campaign and how it is shown: its JSON, with every number bounded."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, TypeVar

from pydantic.fields import Field

from cercano.kit.text import Text
from cercano.kit.web import Body, Instant, View
from cercano.loyalty.model import (
    MOST_CENTS,
    Campaign,
    CampaignState,
    Category,
    Limits,
    Reward,
    RewardKind,
    Rules,
    Stacking,
)
from cercano.loyalty.shop_views import Line

V = TypeVar("V", bound=View)

Words = Annotated[Line, Field(min_length=1, max_length=200)]
Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]
Times = Annotated[int, Field(ge=0, le=1_000_000)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
Percent = Annotated[int, Field(ge=0, le=100)]


class TextBody(Body):
    """Words in both languages."""

    es: Words
    en: Words


class RulesBody(Body):
    """When it holds; an empty list means all."""

    shops: Annotated[tuple[Name, ...], Field(max_length=500)] = ()
    categories: Annotated[tuple[Category, ...], Field(max_length=20)] = ()
    weekdays: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(max_length=7)] = ()
    from_hour: time | None = None
    to_hour: time | None = None
    minimum_cents: Cents = 0
    first_purchase: bool = False
    classes: Annotated[tuple[Name, ...], Field(max_length=20)] = ()


class RewardBody(Body):
    """What it gives."""

    kind: RewardKind
    percent: Percent = 0
    amount_cents: Cents = 0
    price_cents: Cents = 0
    face_cents: Cents = 0
    points_per_euro: Annotated[int, Field(ge=0, le=100)] = 0
    shop_percent: Percent = 0


class StackingBody(Body):
    """How it stands beside others."""

    group: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,60}$")] = ""
    stands_alone: bool = False
    priority: Annotated[int, Field(ge=1, le=1_000)] = 100


class LimitsBody(Body):
    """How often, at the most; 0 is no limit."""

    per_person: Times = 0
    per_person_day: Times = 0
    per_shop: Times = 0
    per_shop_day: Times = 0


class CampaignBody(Body):
    """A campaign as staff propose it."""

    title: TextBody
    starts_at: Instant
    ends_at: Instant
    rules: RulesBody = RulesBody()
    reward: RewardBody
    stacking: StackingBody = StackingBody()
    limits: LimitsBody = LimitsBody()
    budget: Annotated[int, Field(ge=1, le=1_000_000_000)]
    """Cents, vouchers or points, by the reward's kind."""
    hold_hours: Annotated[int, Field(ge=1, le=2_160)] = 168

    def model(self, campaign_id: str, proposed_by: str, version: int = 0) -> Campaign:
        """The draft it describes."""
        return Campaign(
            campaign_id=campaign_id,
            title=Text(**dict(self.title)),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            rules=Rules(**dict(self.rules)),
            reward=Reward(**dict(self.reward)),
            stacking=Stacking(**dict(self.stacking)),
            limits=Limits(**dict(self.limits)),
            budget=self.budget,
            hold_hours=self.hold_hours,
            proposed_by=proposed_by,
            version=version,
        )


class TextView(View):
    """Words in both languages."""

    es: str
    en: str


class RulesView(View):
    """When it holds."""

    shops: tuple[str, ...]
    categories: tuple[Category, ...]
    weekdays: tuple[int, ...]
    from_hour: time | None
    to_hour: time | None
    minimum_cents: int
    first_purchase: bool
    classes: tuple[str, ...]


class RewardView(View):
    """What it gives."""

    kind: RewardKind
    percent: int
    amount_cents: int
    price_cents: int
    face_cents: int
    points_per_euro: int
    shop_percent: int


class StackingView(View):
    """How it stands beside others."""

    group: str
    stands_alone: bool
    priority: int


class LimitsView(View):
    """How often, at the most."""

    per_person: int
    per_person_day: int
    per_shop: int
    per_shop_day: int


class CampaignDocument(View):
    """A campaign as staff see it."""

    campaign_id: str
    state: CampaignState
    title: TextView
    starts_at: Instant
    ends_at: Instant
    rules: RulesView
    reward: RewardView
    stacking: StackingView
    limits: LimitsView
    budget: int
    hold_hours: int
    proposed_by: str
    """The account of who wrote it last."""
    launched_by: str

    @classmethod
    def of(cls, campaign: Campaign) -> CampaignDocument:
        """From the model."""
        shown: dict[str, Any] = {
            "title": _shown(TextView, campaign.title),
            "rules": _shown(RulesView, campaign.rules),
            "reward": _shown(RewardView, campaign.reward),
            "stacking": _shown(StackingView, campaign.stacking),
            "limits": _shown(LimitsView, campaign.limits),
        }
        plain = {name: getattr(campaign, name) for name in cls.model_fields if name not in shown}
        return cls(**plain, **shown)


def _shown(view: type[V], part: object) -> V:
    """A part of a campaign as its view, field by field."""
    return view(**{name: getattr(part, name) for name in view.model_fields})
