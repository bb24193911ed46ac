"""Splits cents so that not one is lost: by largest remainder (Hamilton's method)."""

from __future__ import annotations

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`total` in parts proportional to `weights`, each off by less than one; the parts add up to `total`.

    A tie goes to the earlier part. With `total` <= sum of weights no part is above its weight, so what is left of each
    part may be the weights of the next split, and the last one gives back exactly what remains.
    Raises: ValueError for a negative number, or when there is something to split and nothing to split it over.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights) or (total and not whole):
        raise ValueError("only what is there can be split")
    if not total:
        return (0,) * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
