"""Every function that can write to the ledger has its power cut in a scene; what still lacks one is named here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.support.templates import ROOT

LAYER = ROOT / "layers" / "cercano" / "python"
WRITES = re.compile(r"\bbook\.(post|post_entry|change|open_account)\(|\bpairs\.(transfer|refund)\(")
LACKING = frozenset(
    {
        "wallet/give_allowances",
        "wallet/heed_citizens",
        "wallet/link_bank",
        "wallet/set_allowance",
        "wallet/set_auto_top_up",
        "wallet/start_top_up",
        "wallet/take_bank_files",
        "wallet/top_up_from_bank",
    }
)
"""Scenes still to be written. It only shrinks."""


def _imports(path: Path) -> set[Path]:
    """Modules of our own that a file imports, at its top or later; the ledger's are looked at from outside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cercano."):
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    paths = {LAYER / f"{name.replace('.', '/')}.py" for name in found if not name.startswith("cercano.ledger")}
    return {one for one in paths if one.is_file()}


def _writes(function: Path) -> bool:
    seen: set[Path] = set()
    todo = {function}
    while todo:
        path = todo.pop()
        seen.add(path)
        if WRITES.search(path.read_text()):
            return True
        todo |= _imports(path) - seen
    return False


def test_every_function_that_writes_money_has_a_scene():
    scenes = " ".join(path.read_text() for path in sorted((ROOT / "tests" / "proofs").glob("scenes_*.py")))
    writing = {f"{one.parent.name}/{one.stem}" for one in (ROOT / "functions").glob("*/*.py") if _writes(one)}
    reading = {name for name in writing if name.split("/")[1].startswith("read_")}

    lacking = {name for name in writing - reading if f'"{name.split("/")[1]}"' not in scenes}

    assert len(writing) > 15
    assert lacking - LACKING == set(), "write its scene in tests/proofs/scenes_*.py"
    assert LACKING - lacking == set(), "it has a scene now: take it from the list"
