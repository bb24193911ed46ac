"""Rules of the city are pure: no AWS, no pydantic, no environment, no clock, no chance. Exceptions are on a list."""

from __future__ import annotations

from collections.abc import Iterator

from tests.house.rules.rule import rule
from tests.house.tree import Tree

LIST = "tests/house/modules_at_the_edge.txt"
OUTSIDE = {
    *("boto3", "botocore", "pynamodb", "pydantic", "chalice", "aws_lambda_powertools"),
    *("os", "random", "secrets", "uuid", "time", "socket", "urllib.request"),
    *(f"cercano.kit.{part}" for part in ("clock", "ids", "log", "metrics", "settings", "aws", "table", "batch", "web")),
}


@rule
def rules_are_pure(tree: Tree) -> Iterator[str]:
    """A domain's module reaches the outside, by itself or through another, only if it is on the list of those."""
    listed = set(tree.texts.get(LIST, "").split("\n")) - {""}
    reaching = {name: way for name in tree.modules if _is_of_a_domain(name) and (way := _way_out(tree, name, set()))}
    for name in sorted(reaching.keys() - listed):
        yield f"{name} is not pure ({reaching[name]}): mend it, or add it to {LIST}"
    for name in sorted(listed - reaching.keys()):
        yield f"{name} is pure (or gone): take it off {LIST}"


def _is_of_a_domain(name: str) -> bool:
    return name.count(".") >= 2 and not name.startswith("cercano.kit.")


def _way_out(tree: Tree, name: str, seen: set[str]) -> str:
    """How a module gets to the outside, "a > b > pynamodb"; "" when it does not."""
    seen.add(name)
    imports = sorted(tree.modules[name].imports)
    for outside in imports:
        if any(outside == forbidden or outside.startswith(f"{forbidden}.") for forbidden in OUTSIDE):
            return f"{name} > {outside}"
    ways = (_way_out(tree, inner, seen) for inner in imports if inner in tree.modules and inner not in seen)
    return next((f"{name} > {way}" for way in ways if way), "")
