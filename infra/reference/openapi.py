"""The contract of every HTTP interface of the city (OpenAPI 3.1), read out of the signatures that serve it."""

from __future__ import annotations

import inspect
import json
import tomllib
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from cercano.kit.answers import Answer, Created, Document, NoContent, Page, Raw
from cercano.kit.operation import Operation, views_in
from cercano.kit.parameters import Parameter, limit
from infra.reference.examples import Example, example_of
from infra.reference.functions import ROOT, FunctionFile, services
from infra.reference.shared import COMPONENTS, PROBLEMS, QUESTION_HEADERS, RESPONSE_HEADERS, TAGS

Json = dict[str, Any]
Key = tuple[str, JsonSchemaMode]
PREFIX = "/api"


class _Plain(GenerateJsonSchema):
    """Without the titles pydantic makes up from names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: the name says it."""
        return False


@dataclass(frozen=True)
class Route:
    """An operation where its readers find it."""

    domain: str
    operation: Operation
    example: Example | None = None

    @property
    def path(self) -> str:
        """`/api/crowd/venues/{venue_id}`."""
        return f"{PREFIX}/{self.domain}{self.operation.path}"

    @property
    def id(self) -> str:
        """`crowd_read_venue`: the name of the operation for generated clients."""
        return f"{self.domain}_{self.operation.view.__name__}"


def routes() -> list[Route]:
    """Every route of every domain, in the order of their paths."""
    found = [_route(file, operation) for file, app in services() for operation in app.operations.values()]
    return sorted(found, key=lambda route: (route.path, route.operation.method))


def document(listed: Iterable[Route]) -> Json:
    """The whole contract.

    Raises: ValueError when two routes share an id or a place.
    """
    known = list(listed)
    schemas, definitions = _schemas(known)
    paths: dict[str, Json] = {}
    ids: set[str] = set()
    for route in known:
        methods = paths.setdefault(route.path, {})
        if route.id in ids or route.operation.method.lower() in methods:
            raise ValueError(f"{route.operation.method} {route.path} ({route.id}) is there twice")
        ids.add(route.id)
        methods[route.operation.method.lower()] = _operation(route, schemas)
    components = json.loads(json.dumps(COMPONENTS))
    components["schemas"] |= definitions
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": _info(),
        "servers": [{"url": "/"}],
        "tags": [{"name": domain, "description": TAGS.get(domain, "")} for domain in sorted({r.domain for r in known})],
        "paths": paths,
        "components": components,
    }


def written(contract: Json) -> str:
    """As it is committed."""
    return json.dumps(contract, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def _route(file: FunctionFile, operation: Operation) -> Route:
    return Route(file.domain, operation, example_of(file, operation.method, operation.path))


def _info() -> Json:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {
        "title": "Cercano",
        "version": project["version"],
        "summary": project["description"],
        "license": {"name": "European Union Public Licence 1.2", "identifier": "EUPL-1.2"},
    }


def _schemas(known: list[Route]) -> tuple[Mapping[Key, Json], Json]:
    asked: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = []
    for route in known:
        signature = route.operation.signature
        asked += [(f"{route.id}?{p.name}", "validation", _adapter(p)) for p in (*signature.path, *signature.query)]
        if signature.body_adapter is not None:
            asked.append((f"{route.id}.body", "validation", signature.body_adapter))
        for hint in _answers(route.operation):
            for view in _view_hints(hint):
                asked.append((f"{route.id}.{view}", "serialization", TypeAdapter(view)))
    asked.append(("limit", "validation", _adapter(limit())))
    found, defined = TypeAdapter.json_schemas(
        asked, ref_template="#/components/schemas/{model}", schema_generator=_Plain
    )
    return typing.cast(Mapping[Key, Json], found), dict(sorted(defined.get("$defs", {}).items()))


def _operation(route: Route, schemas: Mapping[Key, Json]) -> Json:
    operation = route.operation
    summary, _, description = (inspect.getdoc(operation.view) or "").partition("\n")
    said: Json = {"operationId": route.id, "tags": [route.domain], "summary": summary.strip()}
    if description.strip():
        said["description"] = description.strip()
    if operation.roles:
        said["x-roles"] = sorted(operation.roles)
    said["security"] = _security(operation)
    said["parameters"] = _parameters(route, schemas)
    body = _body(route, schemas)
    if body:
        said["requestBody"] = body
    said["responses"] = _responses(route, schemas)
    return {name: value for name, value in said.items() if value != [] or name == "security"}


def _security(operation: Operation) -> list[Json]:
    if operation.needs_caller:
        return [{"token": []}, {}] if operation.public else [{"token": []}]
    return []


def _parameters(route: Route, schemas: Mapping[Key, Json]) -> list[Json]:
    signature = route.operation.signature
    listed = [_parameter(route, "path", p, schemas) for p in signature.path]
    listed += [_parameter(route, "query", p, schemas) for p in signature.query]
    if signature.paging:
        listed.append({"name": "limit", "in": "query", "schema": {**schemas["limit", "validation"], "default": 50}})
        listed.append({"$ref": "#/components/parameters/Cursor"})
    listed += [{"$ref": f"#/components/parameters/{name}"} for name in QUESTION_HEADERS]
    if signature.if_match:
        listed.append({"$ref": f"#/components/parameters/IfMatch{'Optional' * signature.if_match_is_optional}"})
    if route.operation.takes_key:
        listed.append({"$ref": f"#/components/parameters/IdempotencyKey{'Required' * route.operation.idempotent}"})
    return listed


def _parameter(route: Route, place: str, parameter: Parameter, schemas: Mapping[Key, Json]) -> Json:
    schema = dict(schemas[f"{route.id}?{parameter.name}", "validation"])
    said: Json = {"name": parameter.name, "in": place}
    if place == "path" or parameter.is_required:
        said["required"] = True
    if parameter.default is not None:
        schema["default"] = TypeAdapter(type(parameter.default)).dump_python(parameter.default, mode="json")
    said["schema"] = schema
    example = route.example.values.get(parameter.name) if route.example else None
    return said if example is None else {**said, "example": example}


def _body(route: Route, schemas: Mapping[Key, Json]) -> Json:
    signature = route.operation.signature
    if not signature.body:
        return {}
    if signature.body_is_raw:
        return {"required": True, "content": {kind: {} for kind in route.operation.accepts}}
    content: Json = {"schema": schemas[f"{route.id}.body", "validation"]}
    if route.example and route.example.body is not None:
        content["example"] = route.example.body
    return {"required": True, "content": {"application/json": content}}


def _responses(route: Route, schemas: Mapping[Key, Json]) -> Json:
    answers: Json = {}
    for hint in _answers(route.operation):
        answers |= _answer(route, hint, schemas)
    problems = {str(status): {"$ref": f"#/components/responses/{PROBLEMS[status]}"} for status in _refusals(route)}
    return {**dict(sorted({**answers, **problems}.items())), "default": {"$ref": "#/components/responses/Problem"}}


def _answer(route: Route, hint: Any, schemas: Mapping[Key, Json]) -> Json:
    kind = typing.get_origin(hint) or hint
    views = [schemas[f"{route.id}.{view}", "serialization"] for view in _view_hints(hint)]
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in RESPONSE_HEADERS.get(kind, ())}
    said: Json = {"headers": headers} if headers else {}
    json_of = {"application/json": {"schema": views[0]}} if views else {}
    if kind is NoContent:
        return {"204": {"description": "Done.", **said}}
    if kind is Created:
        return {"201": {"description": "Made.", **said, "content": json_of}}
    if kind is Raw:
        return {"200": {"description": "The file.", "content": {"*/*": {}}}}
    if kind is Page:
        page = {"type": "object", "required": ["items", "next"], "additionalProperties": False}
        fields = {"items": {"type": "array", "items": views[0]}, "next": {"type": ["string", "null"]}}
        return {
            "200": {
                "description": "A page.",
                "content": {"application/json": {"schema": {**page, "properties": fields}}},
            }
        }
    if kind is Document:
        unchanged = {"304": {"description": "Unchanged since you read it."}} if route.operation.method == "GET" else {}
        return {"200": {"description": "The document.", **said, "content": json_of}, **unchanged}
    return {"2XX" if kind is Answer else "200": {"description": "The answer.", **said, "content": json_of}}


def _refusals(route: Route) -> list[int]:
    operation, signature = route.operation, route.operation.signature
    holds = {
        400: True,
        401: operation.needs_caller,
        403: bool(operation.roles),
        404: bool(signature.path),
        409: operation.takes_key,
        412: bool(signature.if_match),
        413: bool(signature.body),
        415: bool(signature.body),
        422: bool(signature.body or signature.path or signature.query or signature.paging),
        428: bool(signature.if_match) and not signature.if_match_is_optional,
    }
    return [status for status, applies in holds.items() if applies]


def _answers(operation: Operation) -> list[Any]:
    """The kinds of answer a view may give: the parts of its union, or the one."""
    hint = operation.answers
    if typing.get_origin(hint) in (typing.Union, type(int | str)):
        return list(typing.get_args(hint))
    return [] if hint is None or hint is type(None) else [hint]


def _adapter(parameter: Parameter) -> TypeAdapter[Any]:
    return parameter.adapter or TypeAdapter(parameter.hint)


def _view_hints(hint: Any) -> list[Any]:
    """What is inside a Page, Document, Created or Answer; a bare view, or list of them, is itself."""
    if typing.get_origin(hint) in (Page, Document, Created, Answer):
        return [typing.get_args(hint)[0]]
    return [hint] if views_in(hint) else []
