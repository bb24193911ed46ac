"""Which functions write anything at all, found in their own words: from the handler's file through whatever it calls,
in its own module, its domain, the ledger and the kit, to a row that is kept or a file that is put.

It walks function by function, not file by file: who only reads a module's rows does not reach what it writes.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from tests.support.templates import ROOT

LAYER = ROOT / "layers" / "cercano" / "python"
WRITES = {"keep", "save", "remove", "delete", "put_object", "delete_object", "send_message", "put_events"}
"""Methods of rows, and of the clients of what is no table."""
WRITING = {"put_many", "keep_together"}
"""Functions of the kit that write rows."""
NOT_WALKED = (
    "cercano.kit.web",
    "cercano.kit.table",
    "cercano.kit.invocation",
    "cercano.kit.metrics",
    "cercano.kit.log",
)
"""The frame around every function, and the row itself, whose methods are what is looked for."""
Place = tuple[str, str]
"""A module and a name at its top; "" is all of it."""


class Module:
    """What stands at a module's top, and what it imports, there or later."""

    def __init__(self, path: Path) -> None:
        tree = ast.parse(path.read_text())
        self.tree = tree
        self.defined: dict[str, ast.AST] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.defined[node.name] = node
            elif isinstance(node, ast.Assign):
                self.defined |= {one.id: node for one in node.targets if isinstance(one, ast.Name)}
        self.imported = {
            one.asname or one.name: (node.module, one.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cercano")
            for one in node.names
        }

    def named_in(self, name: str, node: ast.AST) -> Iterator[Place]:
        """The places that a piece of this module speaks of."""
        for one in ast.walk(node):
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                module, inner = self.imported.get(one.value.id, ("", ""))
                if module and module_of(f"{module}.{inner}"):
                    yield f"{module}.{inner}", one.attr
            if isinstance(one, ast.Name):
                if one.id in self.imported:
                    yield self.imported[one.id]
                elif one.id in self.defined:
                    yield name, one.id


@functools.cache
def module_of(name: str) -> Module | None:
    """A module of our own; None for a name that is none."""
    path = LAYER / f"{name.replace('.', '/')}.py"
    return Module(path) if path.is_file() else None


def written_in(function: Path) -> set[str]:
    """The modules in which what a function calls writes something; its own is ""."""
    found: set[str] = set()
    own = Module(function)
    todo: list[Place] = [("", "")]
    seen: set[Place] = set()
    while todo:
        place = todo.pop()
        module = own if not place[0] else module_of(place[0])
        if place in seen or module is None or place[0].startswith(NOT_WALKED):
            continue
        seen.add(place)
        node = module.defined.get(place[1]) if place[1] else module.tree
        if node is None:
            continue
        if _writes(node):
            found.add(place[0])
        todo += module.named_in(place[0], node)
    return found


def _writes(node: ast.AST) -> bool:
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            called = one.func
            if isinstance(called, ast.Attribute) and called.attr in WRITES | WRITING:
                return True
            if isinstance(called, ast.Name) and called.id in WRITING:
                return True
    return False
