"""Every use case is whole: a file, an entry, a handler, its routes, a sample event, a test, a log and an alarm."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from tests.house.rules.rule import rule
from tests.house.tree import Route, Tree

MOST_ROUTES = 3
PUBLIC_ROUTES = "tests/house/public_routes.txt"
DECORATOR_OF = {"SQS": {"each_message", "whole_batch"}, "Schedule": {"scheduled"}}
LOOKS_LIKE: dict[str, Any] = {
    "Api": lambda event: {"httpMethod", "requestContext", "path"} <= event.keys(),
    "SQS": lambda event: all({"messageId", "body"} <= record.keys() for record in event["Records"]),
    "DynamoDB": lambda event: all("NewImage" in record["dynamodb"] for record in event["Records"]),
    "Schedule": lambda event: isinstance(event["time"], str),
}


@rule
def every_function_has_its_entry(tree: Tree) -> Iterator[str]:
    """A use case that no template deploys does not exist."""
    for function in tree.functions:
        if not tree.entry(function):
            yield f"{function}: infra/{function.domain}.yaml has no function with the Handler {function.use_case}.*"


@rule
def no_function_hides_a_module_of_python(tree: Tree) -> Iterator[str]:
    """Lambda looks beside the function first: functions/lamps/inspect.py would be `inspect` to all its libraries."""
    for function in tree.functions:
        if function.use_case in sys.stdlib_module_names:
            yield f"{function}: Python itself has a module called {function.use_case}"


@rule
def every_entry_has_its_function(tree: Tree) -> Iterator[str]:
    """A template deploys only what is there."""
    files = {(function.domain, function.use_case) for function in tree.functions}
    for template in tree.templates.values():
        for use_case in template.functions:
            if (template.domain, use_case) not in files:
                yield f"{template}: there is no functions/{template.domain}/{use_case}.py"


@rule
def every_domain_is_in_the_index(tree: Tree) -> Iterator[str]:
    """template.yaml nests the template of each domain, and each points at its own folder."""
    nested = {app.get("Location") for app in tree.index.of_type("AWS::Serverless::Application").values()}
    for domain in sorted({function.domain for function in tree.functions}):
        if f"infra/{domain}.yaml" not in nested:
            yield f"template.yaml does not nest infra/{domain}.yaml"
        elif tree.templates[domain].globals.get("CodeUri") != f"../functions/{domain}":
            yield f"infra/{domain}.yaml: Globals.Function.CodeUri is not ../functions/{domain}"


@rule
def every_handler_is_a_name_in_its_file(tree: Tree) -> Iterator[str]:
    """HTTP functions are `app`, of a Service called as their domain; all others are `handler`."""
    for function in tree.functions:
        said = str(tree.entry(function).get("Handler", "")).rpartition(".")[2]
        right = "app" if function.service is not None else "handler"
        if said and said != right:
            yield f"{function}: its Handler ends in .{said} and should end in .{right}"
        if right == "handler" and not function.has_handler:
            yield f"{function}: has neither `app = Service(...)` nor a `handler`"
        if function.service not in (None, function.domain):
            yield f"{function}: its Service is called {function.service!r}, not {function.domain!r}"


@rule
def every_handler_suits_its_trigger(tree: Tree) -> Iterator[str]:
    """What comes from a queue is handled as messages, what the clock starts as a schedule."""
    for function in tree.functions:
        for kind, decorators in DECORATOR_OF.items():
            if tree.triggers(function, kind) and not decorators & function.decorators:
                yield f"{function}: is triggered by {kind} and uses none of {', '.join(sorted(decorators))}"


@rule
def routes_are_said_alike_in_code_and_template(tree: Tree) -> Iterator[str]:
    """The gateway knows exactly the routes the views answer."""
    for function in tree.functions:
        code = {(route.method, route.path) for route in function.routes}
        events = tree.triggers(function, "Api")
        infra = {(str(event["Method"]).upper(), event["Path"]) for event in events}
        for method, path in sorted(code - infra):
            yield f"{function}: infra/{function.domain}.yaml has no Api event {method} {path}"
        for method, path in sorted(infra - code):
            yield f"{function}: answers no {method} {path}, which infra/{function.domain}.yaml routes to it"


@rule
def no_two_functions_share_a_route(tree: Tree) -> Iterator[str]:
    """One address, one use case."""
    seen: dict[tuple[str, str, str], object] = {}
    for function in tree.functions:
        for route in function.routes:
            key = (function.domain, route.method, re.sub(r"\{\w+\}", "{}", route.path))
            if key in seen:
                yield f"{function}: {route.method} {route.path} is also answered by {seen[key]}"
            seen[key] = function


@rule
def a_use_case_has_few_routes(tree: Tree) -> Iterator[str]:
    """A function never grows into the API of its domain."""
    for function in tree.functions:
        if len(function.routes) > MOST_ROUTES:
            yield f"{function}: has {len(function.routes)} routes; more than {MOST_ROUTES} is more than one use case"


@rule
def public_routes_are_listed(tree: Tree) -> Iterator[str]:
    """A door without a lock is on the list of doors without locks."""
    listed = set(tree.texts.get(PUBLIC_ROUTES, "").split("\n")) - {""}
    actual = {
        _line(function.domain, route) for function in tree.functions for route in function.routes if route.is_public
    }
    for line in sorted(actual - listed):
        yield f"{line} is public and not in {PUBLIC_ROUTES}"
    for line in sorted(listed - actual):
        yield f"{line} is in {PUBLIC_ROUTES} and not public (any more)"


def _line(domain: str, route: Route) -> str:
    return f"{route.method} /{domain}{route.path}"


@rule
def every_function_has_a_true_sample(tree: Tree) -> Iterator[str]:
    """events/<domain>/<use_case>.json is an event of the function's own trigger."""
    for function in tree.functions:
        sample = tree.samples.get(f"{function.domain}/{function.use_case}")
        place = f"events/{function.domain}/{function.use_case}.json"
        if sample is None:
            yield f"{function}: has no sample {place}"
        elif not any(_looks_like(kind, sample) for kind in LOOKS_LIKE if tree.triggers(function, kind)):
            yield f"{place} is not an event of {function}'s trigger"


def _looks_like(kind: str, sample: Any) -> bool:
    try:
        return bool(LOOKS_LIKE[kind](sample))
    except (TypeError, KeyError, AttributeError):
        return False


@rule
def every_http_sample_takes_a_real_route(tree: Tree) -> Iterator[str]:
    """The sample's method and resource are ones the function answers."""
    for function in tree.functions:
        sample = tree.samples.get(f"{function.domain}/{function.use_case}")
        if function.routes and isinstance(sample, dict):
            taken = (sample.get("httpMethod"), sample.get("resource"))
            if taken not in {(route.method, route.path) for route in function.routes}:
                yield f"events/{function.domain}/{function.use_case}.json asks {taken[0]} {taken[1]}: nobody answers"


@rule
def every_sample_has_its_function(tree: Tree) -> Iterator[str]:
    """No sample of a use case that is gone."""
    known = {f"{function.domain}/{function.use_case}" for function in tree.functions}
    for name in tree.samples.keys() - known:
        yield f"events/{name}.json: there is no functions/{name}.py"


@rule
def every_function_has_a_test(tree: Tree) -> Iterator[str]:
    """Some test in tests/functions/<domain>/ calls the use case by its name."""
    for function in tree.functions:
        folder = tree.root / "tests" / "functions" / function.domain
        name = re.compile(rf"\b{function.use_case}\b")
        if not any(folder in path.parents and name.search(text) for path, text in tree.tests.items()):
            yield f"{function}: no test in tests/functions/{function.domain}/ names {function.use_case}"


@rule
def every_function_has_an_alarm(tree: Tree) -> Iterator[str]:
    """When a use case fails, somebody is told."""
    for function in tree.functions:
        entry, template = tree.entry(function), tree.templates.get(function.domain)
        alarms = template.of_type("AWS::CloudWatch::Alarm").values() if template else []
        watched = [
            a.get("Dimensions") for a in alarms if (a.get("Namespace"), a.get("MetricName")) == ("AWS/Lambda", "Errors")
        ]
        if entry and [{"Name": "FunctionName", "Value": {"Ref": entry["LogicalId"]}}] not in watched:
            yield f"{function}: no alarm watches the Errors of {entry['LogicalId']}"


@rule
def every_log_ends(tree: Tree) -> Iterator[str]:
    """Each function writes to a log group of its own that forgets after a while."""
    for function in tree.functions:
        entry = tree.entry(function)
        group = ((entry.get("LoggingConfig") or {}).get("LogGroup") or {}).get("Ref")
        groups = tree.templates[function.domain].of_type("AWS::Logs::LogGroup") if entry else {}
        if entry and not groups.get(str(group), {}).get("RetentionInDays"):
            yield f"{function}: its LoggingConfig names no log group of the template with RetentionInDays"
