"""What a tap costs: a function of the taps before it, the fare table of its day and its holder's rights. Nothing else.

`price` folds `step` over the taps in the order they happened, so what a set of taps costs depends on the set alone: not
on when the readers told us, nor on how often.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cercano.access.days import day_of
from cercano.access.fares import Fares, Product, ProductKind
from cercano.access.model import Charge, Priced, Rights, Tap, TapKind, Why
from cercano.access.state import Open, State, Stay
from cercano.ledger.passes import HeldPass

PERIODS = ("day", "week", "month")
BY_PASS = frozenset({"pass", "carnet"})
"""Reasons whose second value is the mark of the pass that covered the tap."""


def price(taps: Iterable[Tap], fares: Fares, rights: Rights) -> list[Priced]:
    """Every tap of a set with its charge, in the order they happened; a tap said twice counts once."""
    state = State()
    priced = []
    for tap in sorted({tap.tap_id: tap for tap in taps}.values()):
        state, charge = step(state, tap, fares, rights)
        priced.append(Priced(tap, charge))
    return priced


def step(state: State, tap: Tap, fares: Fares, rights: Rights) -> tuple[State, Charge]:
    """The charge of a tap that comes after all that `state` knows, and the state after it.

    Raises:
        NoFareThatDay, NoSuchService: the council has not said what it costs.
    """
    day = day_of(tap.at_ms)
    table = fares.on(day)
    product = table.product(tap.place.service)
    if product.kind is ProductKind.ENTRY:
        charge = _entry(state, tap, product, rights, day)
    elif tap.kind in (TapKind.OFF, TapKind.DECLARED):
        charge = _end(state, tap, fares, rights, product)
    else:
        charge = _begin(tap, product, rights, day)
    return after(state, Priced(tap, charge), product), charge


def after(state: State, priced: Priced, product: Product) -> State:
    """The state after a tap whose charge is known."""
    tap, charge = priced
    state = state._replace(newest=tap.tap_id)
    if (mark := covered_by(charge.why)) is not None:
        state = state.with_use(mark)
    if product.kind is ProductKind.ENTRY:
        state = _without_used_up(state, tap, charge.why, product)
        spent = state.spent_on(tap.place.service, day_of(tap.at_ms)).plus(charge.cents)
        return state.with_spent(tap.place.service, spent)
    return state.with_stay(tap.place.service, _stay_after(state, priced))


def covered_by(why: Why) -> str | None:
    """The mark of the pass that a reason names, if one paid."""
    return str(why.values[1]) if why.code in BY_PASS else None


def _entry(state: State, tap: Tap, product: Product, rights: Rights, day: int) -> Charge:
    if (held := _pass(tap, rights, day)) is not None:
        return Charge(0, Why("pass", (held.code, held.mark)))
    if (window := product.window(tap.at_ms)) is not None:
        return Charge(0, Why("window", (window.code,)))
    fare_class = product.best_class(rights, day)
    flat = product.prices[fare_class]
    if not flat:
        return Charge(0, Why("free", (fare_class,)))
    room, period, cap = _room(state, product, fare_class, day)
    if room <= 0:
        return Charge(0, Why("cap", (period, cap)))
    if (begun := _begun(state, tap, product)) is not None:
        return Charge(0, Why("transfer", (begun.line, tap.at_ms - begun.at_ms)))
    if (carnet := _carnet(state, tap, rights, day)) is not None:
        number = state.uses(carnet.mark) + 1
        return Charge(0, Why("carnet", (carnet.code, carnet.mark, number, carnet.journeys)))
    if room < flat:
        return Charge(room, Why("cap", (period, cap)))
    return Charge(flat, Why("flat", (fare_class,)))


def _pass(tap: Tap, rights: Rights, day: int) -> HeldPass | None:
    """The pass without a number of journeys that covers a tap."""
    return next((one for one in _covering(tap, rights, day) if not one.journeys), None)


def _carnet(state: State, tap: Tap, rights: Rights, day: int) -> HeldPass | None:
    """The carnet that pays a tap: asked last, so that what is free anyway takes no journey of it."""
    held = (one for one in _covering(tap, rights, day) if one.journeys)
    return next((one for one in held if state.uses(one.mark) < one.journeys), None)


def _covering(tap: Tap, rights: Rights, day: int) -> list[HeldPass]:
    if not rights.passes:
        return []
    on = date.fromordinal(day)
    return sorted(one for one in rights.passes if one.covers(tap.place.service, on, tap.at_ms))


def _room(state: State, product: Product, fare_class: str, day: int) -> tuple[int, str, int]:
    """What may still be charged, and which cap says so first."""
    spent = state.spent_on(product.service, day)
    sums = zip(PERIODS, (spent.day_cents, spent.week_cents, spent.month_cents), strict=True)
    caps = [(cap - gone, period, cap) for period, gone in sums if (cap := product.cap(period, fare_class)) is not None]
    return min(caps, default=(product.prices[fare_class], "", 0))


def _begun(state: State, tap: Tap, product: Product) -> Open | None:
    """The oldest journey by another line that this tap goes on with."""
    earliest = tap.at_ms - product.transfer_s * 1000
    for one in state.open:
        if one.service == product.service and one.line != tap.place.line and one.at_ms >= earliest:
            return one
    return None


def _without_used_up(state: State, tap: Tap, why: Why, product: Product) -> State:
    """Journeys still open after this tap: it begins one, or goes on with one, and some are too old by now."""
    held = list(state.open)
    if why.code == "transfer":
        line, since_ms = why.values
        begun = Open(product.service, tap.at_ms - int(since_ms), str(line))
        if begun in held:  # else it began before all that is remembered
            held.remove(begun)
    elif product.transfer_s:
        held.append(Open(product.service, tap.at_ms, tap.place.line))
    latest_ms = tap.at_ms - product.transfer_s * 1000
    return state._replace(open=tuple(one for one in held if one.service != product.service or one.at_ms >= latest_ms))


def _begin(tap: Tap, product: Product, rights: Rights, day: int) -> Charge:
    """A stay costs its most until its end is known."""
    if (held := _pass(tap, rights, day)) is not None:
        return Charge(0, Why("pass", (held.code, held.mark)))
    if (window := product.window(tap.at_ms)) is not None:
        return Charge(0, Why("window", (window.code,)))
    cents = product.open_cents(product.best_class(rights, day))
    return Charge(cents, Why("stay_open", (cents,)))


def _end(state: State, tap: Tap, fares: Fares, rights: Rights, product: Product) -> Charge:
    """A stay's end gives back what its beginning took too much, at the prices of the day it began."""
    stay = state.stay_in(tap.place.service)
    is_real = tap.kind is TapKind.OFF
    if stay is None or tap.at_ms - stay.at_ms > product.longest_s * 1000 or (stay.is_declared and not is_real):
        if not is_real:
            return Charge(0, Why("declared_in_vain"))
        cents = product.open_cents(product.best_class(rights, day_of(tap.at_ms)))
        return Charge(cents, Why("start_missing", (cents,)))
    day = day_of(stay.at_ms)
    then = fares.on(day).product(product.service)
    seconds = (tap.at_ms - stay.at_ms) // 1000
    cents = then.stay_cents(seconds, then.best_class(rights, day)) if stay.begun_cents else 0
    return Charge(cents - stay.cents, Why("stay" if is_real else "declared", (seconds // 60, cents)))


def _stay_after(state: State, priced: Priced) -> Stay | None:
    tap, charge = priced
    held = state.stay_in(tap.place.service)
    if tap.kind in (TapKind.ON, TapKind.ENTRY):
        return Stay(tap.at_ms, charge.cents, charge.cents)
    if charge.why.code == "stay":
        return None
    if charge.why.code == "declared" and held is not None:
        return held._replace(cents=held.cents + charge.cents, is_declared=True)
    return held
