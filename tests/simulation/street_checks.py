"""What must be true of campaigns, seen from their items alone: no budget or limit passed, no point from nothing.

Everything is counted again from the sales and their refunds, and compared with what drawers, people and shops say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from cercano.kit.table import Row
from cercano.loyalty.documents import from_json
from cercano.loyalty.drawer_rows import DrawerRow
from cercano.loyalty.drawers import Claim, ClaimState, Drawer
from cercano.loyalty.holders import Holder, Used
from cercano.loyalty.model import CITY_TIME, POINT_CENTS, Campaign, Purchase, RewardKind
from cercano.loyalty.rows import CampaignRow, CodeRow, HolderRow, RefundRow, SaleRow, ShopUseRow
from tests.simulation.city import City
from tests.simulation.high_street import LOTS, PREFIX, said_of


@dataclass
class Street:
    """What lies in the table."""

    campaigns: dict[str, Campaign] = field(default_factory=dict)
    drawers: dict[str, list[Drawer]] = field(default_factory=lambda: defaultdict(list))
    sales: list[Purchase] = field(default_factory=list)
    holders: dict[str, Holder] = field(default_factory=dict)
    uses: dict[tuple[str, str], Used] = field(default_factory=dict)
    """By shop and campaign."""
    codes: Counter[str] = field(default_factory=Counter)
    """By sale: how many codes say that they made it."""
    refunds: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        """One row."""
        match row:
            case CampaignRow():
                self.campaigns[row.sk] = from_json(Campaign, {**row.document, "version": row.version})
            case DrawerRow():
                self.drawers[row.pk.split("#")[1]].append(row.drawer)
            case SaleRow():
                self.sales.append(from_json(Purchase, row.document))
            case HolderRow():
                self.holders[row.pk.removeprefix("HOLDER#")] = from_json(Holder, row.document)
            case ShopUseRow():
                self.uses[row.pk.removeprefix("SHOP#"), row.sk.removeprefix("USED#")] = from_json(Used, row.document)
            case CodeRow():
                self.codes[row.purchase_id] += 1
            case RefundRow():
                self.refunds[row.sk.removeprefix("REFUND#")] += 1

    def claims(self, campaign_id: str) -> Iterator[tuple[str, Claim]]:
        """All vouchers of a campaign that somebody has or had."""
        for drawer in self.drawers[campaign_id]:
            yield from drawer.claims.items()


def street_of(city: City) -> Street:
    """Read the table."""
    street = Street()
    for item in city.store.table("wallet").items.values():
        if item["kind"]["S"].startswith("ledger_"):
            continue
        street.add(Row.from_raw_data(dict(item)))
    return street


def street_wrongs(city: City) -> list[str]:
    """What is not as it must be, a sentence each."""
    street = street_of(city)
    return [
        *_answers(street, city),
        *_budgets(street),
        *_vouchers(street),
        *_limits(street),
        *(wrong for sale in street.sales for wrong in _parts(sale)),
        *_points(street),
    ]


def _answers(street: Street, city: City) -> Iterator[str]:
    """Each sale was answered, as it is, and each answer is a sale; a code made one, a refund happened once."""
    said = {answer for name, answer in city.tally.answers.items() if name.startswith(PREFIX)}
    sold = {said_of(sale): sale for sale in street.sales}
    yield from (f"nobody was told of the sale {one}" for one in sorted(sold.keys() - said))
    told = {answer.split()[0] for answer in said if answer.endswith("]")}
    yield from (f"{one} was answered and never sold" for one in sorted(told - {s.purchase_id for s in street.sales}))
    for sale in street.sales:
        if street.codes[sale.purchase_id] != 1:
            yield f"{sale.purchase_id} was made by {street.codes[sale.purchase_id]} codes"
    made = Counter(one.refund_id for sale in street.sales for one in sale.refunds)
    if made != street.refunds:
        yield "the refunds of the sales are not those of the weeks"
    vouchers = {answer for answer in said if answer.startswith("voucher_")}
    known = {voucher_id for name in street.campaigns for voucher_id, _ in street.claims(name)}
    yield from (f"{one} was promised and is in no drawer" for one in sorted(vouchers - known))
    yield from (f"{one} is in a drawer and nobody was told" for one in sorted(known - vouchers))


def _budgets(street: Street) -> Iterator[str]:
    for name, campaign in street.campaigns.items():
        drawers = street.drawers[name]
        if sum(one.size for one in drawers) != campaign.budget:
            yield f"{name}: the drawers are {sum(one.size for one in drawers)}, the budget {campaign.budget}"
        for one in drawers:
            if one.left < 0 or one.left + one.held + one.spent != one.size:
                yield f"{name}: a drawer of {one.size} has {one.left} left, {one.held} held, {one.spent} spent"
        if campaign.reward.kind is not RewardKind.VOUCHER:
            given = sum(one.units for sale in street.sales for one in sale.benefits if one.campaign_id == name)
            back = sum(
                one.units
                for sale in street.sales
                for r in sale.refunds
                for one in r.benefits
                if one.campaign_id == name
            )
            if sum(one.used for one in drawers) != given - back:
                yield f"{name}: {sum(one.used for one in drawers)} used, and the sales say {given - back}"


def _vouchers(street: Street) -> Iterator[str]:
    """What is left of each voucher is its worth without what the sales took and the refunds put back."""
    taken: Counter[str] = Counter()
    for sale in street.sales:
        back = [one for refund in sale.refunds for one in refund.benefits]
        for sign, benefits in ((1, sale.benefits), (-1, back)):
            for one in benefits:
                taken[one.voucher_id] += sign * one.cents
    for name, campaign in street.campaigns.items():
        worth = campaign.reward.worth_cents
        for voucher_id, claim in street.claims(name):
            if claim.left_cents != worth - taken[voucher_id]:
                yield f"{voucher_id}: {claim.left_cents} left of {worth}, and {taken[voucher_id]} taken"
            if taken[voucher_id] and claim.state is not ClaimState.SPENT:
                yield f"{voucher_id} is {claim.state} and was used"


def _limits(street: Street) -> Iterator[str]:
    for name, campaign in street.campaigns.items():
        limits = campaign.limits
        if campaign.reward.kind is RewardKind.VOUCHER:
            each = Counter(claim.holder_id for _, claim in street.claims(name) if claim.is_out)
            yield from _above(name, "has of", each, limits.per_person)
            continue
        uses = [
            (sale.holder_id, sale.shop_id, sale.at.astimezone(CITY_TIME).date())
            for sale in street.sales
            if sale.left_cents and any(one.campaign_id == name for one in sale.benefits)
        ]
        people = Counter(person for person, _, _ in uses)
        yield from _above(name, "used", people, limits.per_person)
        yield from _above(
            name, "used in a day", Counter((person, day) for person, _, day in uses), limits.per_person_day
        )
        yield from _above(name, "took", Counter(shop for _, shop, _ in uses), limits.per_shop)
        yield from _above(name, "took in a day", Counter((shop, day) for _, shop, day in uses), limits.per_shop_day)
        for holder in street.holders.values():
            if holder.use_of(name).times != people[holder.holder_id]:
                yield f"{holder.holder_id} used {name} otherwise than the {holder.use_of(name).times} times kept"
        for (shop, campaign_id), used in street.uses.items():
            if campaign_id == name and used.times != sum(one == shop for _, one, _ in uses):
                yield f"{shop} took {name} otherwise than the {used.times} times that are kept"


def _above(
    name: str, what: str, counts: Counter[object] | Counter[str] | Counter[tuple[str, date]], limit: int
) -> Iterable[str]:
    return (f"{who} {what} {name} {times} times" for who, times in counts.items() if limit and times > limit)


def _parts(sale: Purchase) -> Iterator[str]:
    """A sale is the sum of its parts, and each refund gives each of them back pro rata, to the cent."""
    given = [sale.paid_cents, sale.points_spent * POINT_CENTS]
    given += [cents for one in sale.benefits for cents in (one.city_cents, one.shop_cents)]
    if sum(given) != sale.amount_cents or min(given) < 0:
        yield f"{sale.purchase_id}: {given} are not {sale.amount_cents}"
    left, amount = given, sale.amount_cents
    for refund in sale.refunds:
        back = [refund.paid_cents, refund.points_back * POINT_CENTS]
        back += [cents for one in refund.benefits for cents in (one.city_cents, one.shop_cents)]
        for part, whole in zip(back, left, strict=True):
            if not 0 <= part <= whole or abs(part * amount - whole * refund.amount_cents) >= amount:
                yield f"{refund.refund_id}: {part} of {whole} for {refund.amount_cents} of {amount}"
        if sum(back) != refund.amount_cents:
            yield f"{refund.refund_id}: {back} are not {refund.amount_cents}"
        left = [whole - part for part, whole in zip(back, left, strict=True)]
        amount -= refund.amount_cents
    if amount < 0 or (not amount and any(left)):
        yield f"{sale.purchase_id}: {left} left after all of it came back"


def _points(street: Street) -> Iterator[str]:
    """Earned, spent, taken back, given back and expired, from the first lots to what is there."""
    moved: Counter[str] = Counter()
    for sale in street.sales:
        day = sale.at.astimezone(CITY_TIME).date()
        moved[sale.holder_id] += sale.points_earned - sale.points_spent
        moved[sale.holder_id] += sum(one.points_back - one.points_taken for one in sale.refunds)
        if sum(lot.points for lot in sale.lots_spent) != sale.points_spent:
            yield f"{sale.purchase_id}: {sale.points_spent} points were spent out of {sale.lots_spent}"
        if any(lot.last_day < day for lot in sale.lots_spent):
            yield f"{sale.purchase_id}: points were spent that had expired"
        if sum(one.points_taken for one in sale.refunds) > sale.points_earned:
            yield f"{sale.purchase_id}: more points were taken back than it brought"
    first = sum(lot.points for lot in LOTS)
    for name, holder in street.holders.items():
        there = holder.points.balance - holder.points.owed + holder.points.expired
        if there != first + moved[name]:
            yield f"{name}: {there} points with those expired and owed, and should have {first + moved[name]}"
        if min((lot.points for lot in holder.points.lots), default=1) < 1 or holder.points.owed < 0:
            yield f"{name}: {holder.points} is no state of points"
