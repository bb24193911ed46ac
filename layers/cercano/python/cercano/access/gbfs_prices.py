"""What a stay costs as GBFS 3.0 says it: steps in minutes and euros, which together are the fare table's price.

Pure. A step is due from its minute on; ours is due after the last free second, so at that very second we ask less.
"""

from __future__ import annotations

from typing import Any

from cercano.access.fares import STANDARD, Product


def steps_of(product: Product) -> list[dict[str, Any]]:
    """The price of a stay as GBFS's per_min_pricing (minutes, euros): the first step, the equal ones, what remains."""
    price, unit_s, most = product.prices[STANDARD], product.unit_s, product.maximum_cents
    begun = product.free_s // unit_s + 1
    first = min(begun * price, most)
    whole, rest = divmod(most - first, price) if price else (0, 0)
    unit, start = unit_s // 60, begun * unit_s // 60
    steps: list[dict[str, Any]] = [{"start": product.free_s // 60, "rate": first / 100, "interval": 0}]
    if whole:
        steps.append({"start": start, "rate": price / 100, "interval": unit, "end": start + unit * (whole - 1) + 1})
    if rest:
        steps.append({"start": start + unit * whole, "rate": rest / 100, "interval": 0})
    return [step for step in steps if step["rate"]]
