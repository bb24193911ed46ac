"""Finds every use case of every domain, and loads it without a cloud."""

from __future__ import annotations

import importlib
import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from cercano.kit.web import Service

ROOT = Path(__file__).resolve().parents[2]
_SETTING = re.compile(r'setting\(\s*"([A-Z][A-Z0-9_]*)"')
_PARTICULAR = {"JURISDICTION": "santander", "ALLOWED_ORIGINS": ""}
"""Settings whose value the code looks up."""

_FORGOTTEN = tuple(
    f"{package}.{folder.name}."
    for folder in sorted((ROOT / "functions").iterdir())
    for package in ("functions", "cercano")
    if folder.is_dir()
)
"""How the names of modules of a domain begin; kit and facts are the same for everybody."""

_SERVICE = re.compile(r"^app = Service\(", re.MULTILINE)


@dataclass(frozen=True, order=True)
class FunctionFile:
    """functions/<domain>/<verb_noun>.py."""

    domain: str
    use_case: str

    @property
    def name(self) -> str:
        """`crowd/read_venue`."""
        return f"{self.domain}/{self.use_case}"

    @property
    def module(self) -> str:
        """Its name for import, from the root of the checkout."""
        return f"functions.{self.domain}.{self.use_case}"

    @property
    def path(self) -> Path:
        """Its file."""
        return ROOT / "functions" / self.domain / f"{self.use_case}.py"

    @property
    def is_http(self) -> bool:
        """Whether people and programs call it over HTTP."""
        return bool(_SERVICE.search(self.path.read_text()))


def function_files() -> list[FunctionFile]:
    """All of them, by name."""
    found = (ROOT / "functions").glob("*/*.py")
    return sorted(FunctionFile(path.parent.name, path.stem) for path in found if not path.stem.startswith("_"))


def services() -> list[tuple[FunctionFile, Service]]:
    """Every HTTP use case with its application, loaded with made-up settings: nothing is called.

    Modules that read those settings as they were loaded are forgotten, so that nobody else meets them.
    """
    before = set(sys.modules)
    with patch.dict(os.environ, {**every_setting(), **os.environ}):
        found = [(file, importlib.import_module(file.module).app) for file in function_files() if file.is_http]
    for name in sorted(set(sys.modules) - before, reverse=True):
        if name.startswith(_FORGOTTEN):
            del sys.modules[name]
            package, _, child = name.rpartition(".")
            delattr(sys.modules[package], child)
    return found


@cache
def every_setting() -> dict[str, str]:
    """A value that reads as text and as a number for every setting the code names."""
    sources = [*(ROOT / "functions").rglob("*.py"), *(ROOT / "layers" / "cercano").rglob("*.py")]
    names = {name for source in sources for name in _SETTING.findall(source.read_text())}
    return {**dict.fromkeys(sorted(names), "1"), **_PARTICULAR}
