"""How loyalty is kept in its table.

SHOPS / <shop>                          a shop, or its application
BANK#<shop> / IBAN                      where a shop is paid; read by nobody but the settlement
SHOP#<shop> / USED#<campaign>           how often a campaign was used there, when it has a limit for a shop
SHOP#<shop> / SALE#<purchase>           a sale; the id begins with its instant, so a week is a range
SHOP#<shop> / REFUND#<refund>           a refund, likewise
SHOP#<shop> / WEEK#2026-W47             what the week came to
CAMPAIGNS / <campaign>                  a campaign in any state
LIVE / <campaign>                       the same, for tills, from its launch until a month after its end
POOL#<campaign>#<n> / DRAWER            part of its budget (drawer_rows.py)
CREDENTIAL#<credential> / CARD          which card it speaks for
CARD#<card> / CARD                      what the card is; CITIZEN#<citizen> / <card> leads to it
CODE#<credential>#<slot> / CODE         a code that was shown to a till, and the sale it made; for a day
HOLDER#<holder> / HOLDER                a person's uses and points
FINDINGS / <day>#<shop>#<signal>        what staff should look at
"""

from __future__ import annotations

from cercano.kit.table import (
    EnumAttribute,
    ExpiryAttribute,
    IntegerAttribute,
    JsonAttribute,
    Row,
    TextAttribute,
    UtcAttribute,
)
from cercano.loyalty.model import CampaignState, ShopState


class ShopRow(Row, discriminator="shop"):
    """A shop."""

    owner = TextAttribute()
    state = EnumAttribute(ShopState)
    document: JsonAttribute = JsonAttribute()


class BankRow(Row, discriminator="bank"):
    """Where a shop is paid."""

    iban = TextAttribute()


class CampaignRow(Row, discriminator="campaign"):
    """A campaign."""

    state = EnumAttribute(CampaignState)
    document: JsonAttribute = JsonAttribute()


class LiveRow(Row, discriminator="live_campaign"):
    """A campaign as tills read it."""

    document: JsonAttribute = JsonAttribute()
    expires_at = ExpiryAttribute()


class CredentialRow(Row, discriminator="credential"):
    """Which card a credential speaks for. Ended is for good."""

    card_id = TextAttribute()
    is_ended = IntegerAttribute(default=0)


class CardRow(Row, discriminator="loyalty_card"):
    """A card."""

    document: JsonAttribute = JsonAttribute()


class CitizenCardRow(Row, discriminator="citizen_card"):
    """That a card is a citizen's."""


class CodeRow(Row, discriminator="shown_code"):
    """A customer's code of one half minute: which shop saw it first and when, and the sale it made ("": none yet)."""

    shop_id = TextAttribute()
    seen_at = UtcAttribute()
    purchase_id = TextAttribute(default="")
    expires_at = ExpiryAttribute()


class HolderRow(Row, discriminator="loyalty_holder"):
    """A person's uses and points."""

    document: JsonAttribute = JsonAttribute()


class ShopUseRow(Row, discriminator="shop_use"):
    """How often a campaign was used in a shop."""

    document: JsonAttribute = JsonAttribute()


class SaleRow(Row, discriminator="sale"):
    """A purchase with its refunds."""

    document: JsonAttribute = JsonAttribute()


class RefundRow(Row, discriminator="refund"):
    """A refund, where its week finds it."""

    purchase_id = TextAttribute()
    document: JsonAttribute = JsonAttribute()


class WeekRow(Row, discriminator="week"):
    """A settled week."""

    document: JsonAttribute = JsonAttribute()


class FindingRow(Row, discriminator="finding"):
    """Something that staff should look at."""

    document: JsonAttribute = JsonAttribute()
    expires_at = ExpiryAttribute()
