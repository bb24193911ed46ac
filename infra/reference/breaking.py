"""What would break the programs of others: the released contract beside the present one.

A request may only become easier to make, an answer may only say more. Found: what is gone, what is newly asked, what
is narrower in a request or wider in an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

Json = Mapping[str, Any]
Way = Literal["request", "answer"]

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def breaking_changes(released: Json, present: Json) -> list[str]:
    """One sentence for each change that would break somebody; none: it may be released."""
    return list(dict.fromkeys(_Comparison(released, present).all()))


def schema_changes(where: str, released: Json, present: Json, way: Way) -> list[str]:
    """The same for one schema that stands alone: what is sent to us ("request"), or what we say ("answer")."""
    return list(_Comparison(released, present).schema(where, released, present, way))


class _Comparison:
    def __init__(self, released: Json, present: Json) -> None:
        self.released = released
        self.present = present
        self.seen: set[tuple[str, str, Way]] = set()

    def all(self) -> Iterator[str]:
        for path, methods in self.released.get("paths", {}).items():
            there = self.present.get("paths", {}).get(path)
            if there is None:
                yield f"{path} is gone"
                continue
            for method, old in methods.items():
                where = f"{method.upper()} {path}"
                if method in there:
                    yield from self.operation(where, old, there[method])
                else:
                    yield f"{where} is gone"

    def operation(self, where: str, old: Json, new: Json) -> Iterator[str]:
        if _is_open(old) and not _is_open(new):
            yield f"{where}: a token is needed now"
        lost = set(old.get("x-roles", ())) - set(new.get("x-roles", ()))
        if new.get("x-roles") and (lost or not old.get("x-roles")):
            yield f"{where}: {', '.join(sorted(lost)) or 'whoever is signed in'} may no longer call it"
        yield from self.parameters(where, old, new)
        yield from self.bodies(where, old.get("requestBody"), new.get("requestBody"))
        yield from self.responses(where, old.get("responses", {}), new.get("responses", {}))

    def parameters(self, where: str, old: Json, new: Json) -> Iterator[str]:
        before = {(p["in"], p["name"].lower()): p for p in self.followed(self.released, old.get("parameters", ()))}
        after = {(p["in"], p["name"].lower()): p for p in self.followed(self.present, new.get("parameters", ()))}
        for key, parameter in after.items():
            if parameter.get("required") and not before.get(key, {}).get("required"):
                yield f"{where}: {parameter['in']} {parameter['name']} is required now"
        for key, parameter in before.items():
            name = f"{where}: {parameter['in']} {parameter['name']}"
            if key in after:
                yield from self.schema(name, parameter.get("schema", {}), after[key].get("schema", {}), "request")
            elif parameter["in"] == "query":
                yield f"{name} is gone"

    def bodies(self, where: str, old: Json | None, new: Json | None) -> Iterator[str]:
        if new is not None and new.get("required") and (old is None or not old.get("required")):
            yield f"{where}: a body is required now"
        if old is not None and new is None:
            yield f"{where}: no body is taken any more"
        if old is not None and new is not None:
            yield from self.contents(f"{where}: body", old.get("content", {}), new.get("content", {}), "request")

    def responses(self, where: str, old: Json, new: Json) -> Iterator[str]:
        for status, response in old.items():
            if not status.startswith("2"):
                continue
            if status not in new:
                yield f"{where}: the answer {status} is gone"
                continue
            before, after = self.follow(self.released, response), self.follow(self.present, new[status])
            yield from self.contents(
                f"{where}: {status}", before.get("content", {}), after.get("content", {}), "answer"
            )
            for header in before.get("headers", {}).keys() - after.get("headers", {}).keys():
                yield f"{where}: {status} no longer has the header {header}"

    def contents(self, where: str, old: Json, new: Json, way: Way) -> Iterator[str]:
        for kind, media in old.items():
            if kind in new:
                yield from self.schema(where, media.get("schema", {}), new[kind].get("schema", {}), way)
            else:
                yield f"{where} is no longer {kind}"

    def schema(self, where: str, old: Json, new: Json, way: Way) -> Iterator[str]:
        pair = (str(old.get("$ref")), str(new.get("$ref")), way)
        if "$ref" in old and "$ref" in new:
            if pair in self.seen:
                return
            self.seen.add(pair)
        before, after = self.kinds(self.released, old), self.kinds(self.present, new)
        taken, given = (before, after) if way == "request" else (after, before)
        for kind in taken.keys() - given.keys():
            if "any" not in given and not (kind == "integer" and "number" in given):
                yield f"{where} {'no longer takes' if way == 'request' else 'may now be'} {kind}"
        for kind in before.keys() & after.keys():
            yield from self.one_kind(where, before[kind], after[kind], way)

    def one_kind(self, where: str, old: Json, new: Json, way: Way) -> Iterator[str]:
        yield from _enums(where, old, new, way)
        if way == "request":
            yield from _bounds(where, old, new)
        if "items" in old or "items" in new:
            yield from self.schema(f"{where}[]", old.get("items", {}), new.get("items", {}), way)
        fields, now = old.get("properties", {}), new.get("properties", {})
        for name, field in fields.items():
            if name in now:
                yield from self.schema(f"{where}.{name}", field, now[name], way)
            elif way == "answer" or new.get("additionalProperties") is False:
                yield f"{where}.{name} is gone"
        required, asked = set(old.get("required", ())), set(new.get("required", ()))
        if way == "request":
            yield from (f"{where}.{name} is required now" for name in sorted(asked - required))
        else:
            yield from (f"{where}.{name} may be missing now" for name in sorted((required - asked) & now.keys()))

    def kinds(self, contract: Json, schema: Json) -> dict[str, Json]:
        """What a value may be: its JSON types, each with the schema that speaks of it."""
        followed = self.follow(contract, schema)
        branches = followed.get("anyOf") or followed.get("oneOf")
        if branches:
            named = [pair for branch in branches for pair in self.kinds(contract, branch).items()]
            objects = sum(kind == "object" for kind, _ in named)
            return {_named(kind, branch, objects): branch for kind, branch in named}
        types = followed.get("type", "any" if "enum" not in followed and "const" not in followed else "string")
        return dict.fromkeys([types] if isinstance(types, str) else types, followed)

    def follow(self, contract: Json, part: Json) -> Json:
        while "$ref" in part:
            found: Any = contract
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            part = {**found, **{name: value for name, value in part.items() if name != "$ref"}}
        return part

    def followed(self, contract: Json, parts: Any) -> list[Json]:
        return [self.follow(contract, part) for part in parts]


def _named(kind: str, schema: Json, objects: int) -> str:
    """Objects of a union are told apart by their title."""
    return f"object {schema.get('title', '')}".strip() if kind == "object" and objects > 1 else kind


def _is_open(operation: Json) -> bool:
    security = operation.get("security", [])
    return not security or {} in security


def _enums(where: str, old: Json, new: Json, way: Way) -> Iterator[str]:
    before, after = _values(old), _values(new)
    if way == "request" and after is not None:
        gone = sorted(str(value) for value in (before - after if before is not None else ()))
        if before is None:
            yield f"{where} takes only some values now"
        yield from (f"{where} no longer takes {value!r}" for value in gone)
    if way == "answer" and before is not None and after is None:
        yield f"{where} may now be any value"


def _values(schema: Json) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None


def _bounds(where: str, old: Json, new: Json) -> Iterator[str]:
    for name in _LOWER_BOUNDS:
        if name in new and (name not in old or new[name] > old[name]):
            yield f"{where}: {name} is {new[name]} now"
    for name in _UPPER_BOUNDS:
        if name in new and (name not in old or new[name] < old[name]):
            yield f"{where}: {name} is {new[name]} now"
    for name in ("pattern", "format"):
        if name in new and new[name] != old.get(name):
            yield f"{where}: {name} is {new[name]} now"
