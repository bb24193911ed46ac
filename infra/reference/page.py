"""The contract as a page a person can read: plain HTML, no script, its style in a file of its own (strict CSP)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

Json = Mapping[str, Any]

_STYLE = """:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; }
h3 { border-top: 1px solid var(--line); padding-top: 1rem; overflow-wrap: anywhere; }
code, pre { font: .875em/1.5 ui-monospace, monospace; }
pre { background: var(--soft); overflow-x: auto; padding: .75rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
.method { border: 1px solid; border-radius: .25rem; font-size: .8em; margin-right: .5rem; padding: 0 .35rem; }
.who { font-weight: 600; }
nav ul { columns: 18rem; padding-left: 1rem; }
"""


def style() -> str:
    """The page's style sheet."""
    return _STYLE


def page(contract: Json) -> str:
    """The whole page."""
    by_domain: dict[str, list[tuple[str, str, Json]]] = {tag["name"]: [] for tag in contract["tags"]}
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            by_domain[operation["tags"][0]].append((method.upper(), path, operation))
    said = {tag["name"]: tag["description"] for tag in contract["tags"]}
    sections = [_domain(name, said[name], listed, contract) for name, listed in by_domain.items()]
    schemas = [_schema(name, schema) for name, schema in contract["components"]["schemas"].items()]
    info = contract["info"]
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(info["title"])} API {escape(info["version"])}</title>
<link rel="stylesheet" href="/api/api.css">
<main>
<h1>{escape(info["title"])} API <small>{escape(info["version"])}</small></h1>
<p>{escape(info["summary"])}</p>
<p>For programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1). Refusals are problems (RFC 9457) with a
stable <code>code</code>, in Spanish or English by <code>Accept-Language</code>. Commands take an
<code>Idempotency-Key</code>. Every answer carries <code>X-Request-Id</code> and <code>X-Correlation-Id</code>.</p>
{_contents(by_domain)}
{"".join(sections)}
<h2 id="schemas">Shapes</h2>
{"".join(schemas)}
</main>
</html>
"""


def _contents(by_domain: Mapping[str, list[tuple[str, str, Json]]]) -> str:
    links = [
        f'<li><a href="#{escape(operation["operationId"])}">{method} {escape(path)}</a></li>\n'
        for listed in by_domain.values()
        for method, path, operation in listed
    ]
    return f'<nav aria-label="Contents"><ul>\n{"".join(links)}</ul></nav>'


def _domain(name: str, said: str, listed: list[tuple[str, str, Json]], contract: Json) -> str:
    inside = "".join(_operation(method, path, operation, contract) for method, path, operation in listed)
    return f'<h2 id="{escape(name)}">{escape(name)}</h2>\n<p>{escape(said)}</p>\n{inside}'


def _operation(method: str, path: str, operation: Json, contract: Json) -> str:
    rows = "".join(_parameter(_follow(parameter, contract)) for parameter in operation.get("parameters", ()))
    answers = "".join(_answer(status, _follow(found, contract)) for status, found in operation["responses"].items())
    return f"""<h3 id="{escape(operation["operationId"])}"><span class="method">{method}</span>{escape(path)}</h3>
<p>{escape(operation["summary"])}</p>
{_paragraphs(operation.get("description", ""))}<p class="who">{escape(_who(operation))}</p>
<table><caption>What it takes</caption><tr><th>Name<th>Where<th>What<th>Meaning</tr>
{rows}</table>
{_body(operation.get("requestBody"))}<table><caption>What it answers</caption><tr><th>Status<th>What<th>Shape</tr>
{answers}</table>
"""


def _who(operation: Json) -> str:
    if operation.get("x-roles"):
        return f"For: {', '.join(operation['x-roles'])}."
    if not operation["security"]:
        return "For everybody."
    return "For everybody; a token tells who asks." if {} in operation["security"] else "For whoever is signed in."


def _parameter(parameter: Json) -> str:
    must = " (required)" if parameter.get("required") else ""
    meaning = escape(parameter.get("description") or parameter["schema"].get("description", ""))
    name, place = escape(parameter["name"]), escape(parameter["in"] + must)
    return f"<tr><td><code>{name}</code><td>{place}<td>{_shape(parameter['schema'])}<td>{meaning}</tr>\n"


def _body(body: Json | None) -> str:
    if body is None:
        return ""
    parts = []
    for kind, content in body["content"].items():
        parts.append(f"<p>Body: <code>{escape(kind)}</code> {_shape(content.get('schema', {}))}</p>\n")
        if "example" in content:
            parts.append(f"<pre>{escape(json.dumps(content['example'], indent=2, ensure_ascii=False))}</pre>\n")
    return "".join(parts)


def _answer(status: str, answer: Json) -> str:
    shapes = ", ".join(_shape(content.get("schema", {})) for content in answer.get("content", {}).values())
    return f"<tr><td>{escape(status)}<td>{escape(answer['description'])}<td>{shapes}</tr>\n"


def _schema(name: str, schema: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{'' if field in schema.get('required', ()) else ' (optional)'}"
        f"<td>{_shape(inner)}<td>{escape(inner.get('description', ''))}</tr>\n"
        for field, inner in schema.get("properties", {}).items()
    )
    table = f"<table><tr><th>Field<th>What<th>Meaning</tr>\n{rows}</table>\n" if rows else f"<p>{_shape(schema)}</p>\n"
    return f'<h3 id="schema-{escape(name)}">{escape(name)}</h3>\n{_paragraphs(schema.get("description", ""))}{table}'


def _shape(schema: Json) -> str:
    """A schema in a few words: `integer, minimum 0`, or a link to the shape it names."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " or ".join(_shape(branch) for branch in schema[union])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_shape(schema.get('items', {}))}"
    kind = schema.get("type", "anything")
    words = [" or ".join(kind) if isinstance(kind, list) else str(kind)]
    limits = ("format", "minimum", "maximum", "minLength", "maxLength", "pattern", "default", "const")
    words += [f"{name} {schema[name]}" for name in limits if name in schema]
    return escape(", ".join(words))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>\n" for part in text.split("\n\n") if part.strip())


def _follow(part: Json, contract: Json) -> Json:
    if "$ref" not in part:
        return part
    found: Any = contract
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
