"""Every setting that is read is given, and every one that is given is read."""

from __future__ import annotations

from collections.abc import Iterator

from tests.house.rules.rule import rule
from tests.house.tree import FunctionFile, Tree

READ_BY_LIBRARIES = {
    "LOG_LEVEL",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_TRACE_DISABLED",
}
TOLD_TO_ALL = {"STAGE", "TABLE_NAME", "BUS_NAME", "JURISDICTION"}
"""What every domain's Globals say, so that a new use case finds them."""
GIVEN_BY_LAMBDA = {"AWS_LAMBDA_FUNCTION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"}


@rule
def every_setting_read_is_given(tree: Tree) -> Iterator[str]:
    """No function finds out in production that nobody told it the name of its table."""
    for function in tree.functions:
        given = tree.entry(function).get("Environment", {}).keys()
        needed = {name for name, must in _read(tree, function).items() if must}
        for name in sorted(needed - given - GIVEN_BY_LAMBDA) if given else []:
            yield f"{function}: reads {name}, which infra/{function.domain}.yaml does not give it"


@rule
def every_setting_given_is_read(tree: Tree) -> Iterator[str]:
    """A function is told nothing it does not use; what Globals give must be of use to some function."""
    for domain, template in tree.templates.items():
        shared = ((template.globals.get("Environment") or {}).get("Variables") or {}).keys()
        functions = [function for function in tree.functions if function.domain == domain]
        read = {function: _read(tree, function).keys() for function in functions}
        for function in functions:
            own = tree.entry(function).get("Environment", {}).keys() - shared
            for name in sorted(own - read[function]):
                yield f"{function}: is given {name} and never reads it"
        read_by_some = {name for names in read.values() for name in names}
        for name in sorted(shared - READ_BY_LIBRARIES - TOLD_TO_ALL - read_by_some):
            yield f"infra/{domain}.yaml: Globals give {name}, which no function reads"


def _read(tree: Tree, function: FunctionFile) -> dict[str, bool]:
    """The settings a function may read, and whether each must be given. A table's name is read by who uses its rows."""
    modules = tree.closure(function)
    found = {
        setting: True
        for home in modules
        for row, setting in home.tables.items()
        if any(row in module.names for module in modules if module is not home)
    }
    for module in modules:
        for name, must in module.settings.items():
            found[name] = found.get(name, False) or must
    return found
