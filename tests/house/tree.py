"""The checkout, read once, for the house rules to compare: functions, templates, facts, samples, tests and words."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.templates import Template

LAYER = Path("layers/cercano/python")
METHODS = {"get", "post", "put", "patch", "delete"}


@dataclass(frozen=True, order=True)
class Route:
    """One address of the API, as a view declares it."""

    method: str
    path: str
    is_public: bool = False


class Module:
    """A Python file, parsed and never run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ast = ast.parse(path.read_text(), str(path))

    @cached_property
    def imports(self) -> set[str]:
        """Every module named in an import, wherever it stands."""
        return _imported(ast.walk(self.ast))

    @cached_property
    def imports_at_start(self) -> set[str]:
        """Those that are imported whenever the module is."""
        return _imported(self.ast.body)

    @cached_property
    def names(self) -> set[str]:
        """Every plain name in it."""
        return {node.id for node in ast.walk(self.ast) if isinstance(node, ast.Name)}

    @cached_property
    def settings(self) -> dict[str, bool]:
        """The settings it reads, and whether each must be given."""
        found: dict[str, bool] = {}
        for call in (node for node in ast.walk(self.ast) if isinstance(node, ast.Call)):
            if _name(call.func).rpartition(".")[2] == "setting" and (name := _text(call.args[0])):
                optional = len(call.args) > 2 or any(keyword.arg == "default" for keyword in call.keywords)
                found[name] = found.get(name, False) or not optional
            elif _name(call.func) in ("os.environ.get", "os.getenv") and (name := _text(call.args[0])):
                found.setdefault(name, False)
        return found

    @cached_property
    def tables(self) -> dict[str, str]:
        """The setting that names the table of each of its rows (classes that descend from Row)."""
        found: dict[str, str] = {}
        for name, node in self.classes.items():
            known = [("TABLE_NAME" if base == "Row" else found.get(base)) for base in map(_name, node.bases)]
            if any(known):
                found[name] = next(_assigned_texts(node, "table_setting"), next(filter(None, known)))
        return found

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """Its classes by name."""
        return {node.name: node for node in ast.walk(self.ast) if isinstance(node, ast.ClassDef)}


class FunctionFile(Module):
    """functions/<domain>/<use_case>.py."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.domain, self.use_case = path.parent.name, path.stem

    def __str__(self) -> str:
        return f"functions/{self.domain}/{self.use_case}.py"

    @cached_property
    def service(self) -> str | None:
        """The domain an HTTP function says it serves; None for the others."""
        for call in (node for node in ast.walk(self.ast) if isinstance(node, ast.Call)):
            if _name(call.func) == "Service":
                return _text(call.args[0]) or ""
        return None

    @cached_property
    def routes(self) -> list[Route]:
        """The addresses its views answer."""
        calls = (d for node in ast.walk(self.ast) if isinstance(node, ast.FunctionDef) for d in node.decorator_list)
        return sorted(
            Route(_name(call.func)[4:].upper(), _text(call.args[0]) or "", _says_true(call, "public"))
            for call in calls
            if isinstance(call, ast.Call) and _name(call.func).startswith("app.") and _name(call.func)[4:] in METHODS
        )

    @cached_property
    def decorators(self) -> set[str]:
        """Names of the decorators in the file: each_message, scheduled..."""
        nodes = (node for node in ast.walk(self.ast) if isinstance(node, ast.FunctionDef))
        return {_name(d.func if isinstance(d, ast.Call) else d) for node in nodes for d in node.decorator_list}

    @cached_property
    def has_handler(self) -> bool:
        """Whether `handler` is a name of the module."""
        return any(
            (isinstance(node, ast.FunctionDef) and node.name == "handler")
            or (isinstance(node, ast.Assign) and any(_name(target) == "handler" for target in node.targets))
            for node in self.ast.body
        )


@dataclass(frozen=True)
class FactClass:
    """One fact of cercano/facts/<domain>.py."""

    domain: str
    name: str
    is_public: bool


class Tree:
    """Everything the house rules look at."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def functions(self) -> list[FunctionFile]:
        """Every use case."""
        paths = sorted((self.root / "functions").glob("*/*.py"))
        return [FunctionFile(path) for path in paths if path.name != "__init__.py"]

    @cached_property
    def templates(self) -> dict[str, Template]:
        """Templates of infra/, by name."""
        found = (Template(path) for path in sorted((self.root / "infra").glob("*.yaml")))
        return {template.domain: template for template in found if template.resources}

    @cached_property
    def index(self) -> Template:
        """template.yaml."""
        return Template(self.root / "template.yaml")

    def entry(self, function: FunctionFile) -> dict[str, Any]:
        """What the template says of a function; empty when it says nothing."""
        template = self.templates.get(function.domain)
        return template.functions.get(function.use_case, {}) if template else {}

    def triggers(self, function: FunctionFile, kind: str) -> list[dict[str, Any]]:
        """Properties of the function's events of one type: Api, SQS, Schedule, DynamoDB."""
        events = (self.entry(function).get("Events") or {}).values()
        return [event.get("Properties") or {} for event in events if event["Type"] == kind]

    @cached_property
    def modules(self) -> dict[str, Module]:
        """The city's own code, by module name."""
        base = self.root / LAYER
        found = {path: path.relative_to(base).with_suffix("") for path in sorted(base.rglob("*.py"))}
        return {".".join(part for part in rel.parts if part != "__init__"): Module(path) for path, rel in found.items()}

    def closure(self, function: FunctionFile) -> list[Module]:
        """The function and every module of ours it needs. What kit loads only at need, a function may do without."""
        seen: dict[str, Module] = {}
        todo = set(function.imports)
        while todo:
            name = todo.pop()
            if name in self.modules and name not in seen:
                seen[name] = self.modules[name]
                todo |= seen[name].imports_at_start if name.startswith("cercano.kit.") else seen[name].imports
        return [function, *seen.values()]

    @cached_property
    def facts(self) -> list[FactClass]:
        """Every fact the domains can tell."""
        return [
            FactClass(name.rpartition(".")[2], fact, any(_says(node, "is_public") for node in cls.body))
            for name, module in self.modules.items()
            if name.startswith("cercano.facts.")
            for fact, cls in module.classes.items()
        ]

    @cached_property
    def samples(self) -> dict[str, Any]:
        """events/<domain>/<use_case>.json by "<domain>/<use_case>"; text that is not JSON stays text."""
        return {f"{p.parent.name}/{p.stem}": _json(p) for p in sorted((self.root / "events").glob("*/*.json"))}

    @cached_property
    def tests(self) -> dict[Path, str]:
        """Text of every test file."""
        return {path: path.read_text() for path in sorted((self.root / "tests").rglob("test_*.py"))}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every text file that is or will be committed, by its path from the root."""
        return {name: text for name in self._files() if (text := _read(self.root / name)) is not None}

    def _files(self) -> Iterator[str]:
        if (self.root / ".git").exists():
            listed = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            yield from subprocess.run(listed, capture_output=True, check=True, text=True).stdout.split("\0")[:-1]
        else:
            yield from (str(p.relative_to(self.root)) for p in sorted(self.root.rglob("*")) if p.is_file())


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text())
    except ValueError:
        return path.read_text()


def _name(node: ast.AST) -> str:
    """ "os.environ.get" of the expression that says it; "" for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _imported(nodes: Iterable[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _says_true(call: ast.Call, argument: str) -> bool:
    return any(k.arg == argument and isinstance(k.value, ast.Constant) and k.value.value is True for k in call.keywords)


def _says(node: ast.stmt, name: str) -> bool:
    """Whether a class body says `name = True`."""
    target = (
        node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
    )
    value = node.value if isinstance(node, ast.AnnAssign | ast.Assign) else None
    return target is not None and _name(target) == name and isinstance(value, ast.Constant) and value.value is True


def _assigned_texts(tree: ast.AST, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        targets = (
            [node.target] if isinstance(node, ast.AnnAssign) else node.targets if isinstance(node, ast.Assign) else []
        )
        if any(_name(target) == name for target in targets) and (said := _text(node.value)):  # type: ignore[attr-defined]
            yield said
