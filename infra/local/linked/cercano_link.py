"""Runs inside the local Lambda workers: answers with a function as it stands in the working tree, edits included.

The deployed zip holds a two-line stub for each function; nothing has to be deployed again after an edit.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

LOOK_EVERY_S = 0.3


class Linked:
    """A handler that follows its file: `Linked(path, "app")(event, context)`."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._looked_at = time.monotonic()
        self._load()

    def __call__(self, event: object, context: object) -> object:
        """Answers with the newest code; a file that does not import raises what Python says."""
        if time.monotonic() - self._looked_at > LOOK_EVERY_S:
            self._looked_at = time.monotonic()
            if self._stamps() != self._seen:
                self._forget()
                self._load()
        return self._handler(event, context)

    def _load(self) -> None:
        module_name = self._path.stem
        spec = importlib.util.spec_from_file_location(module_name, self._path)
        if spec is None or spec.loader is None:
            raise ImportError(f"{self._path} is not a Python file")
        module = importlib.util.module_from_spec(spec)
        sys.modules[module_name] = module  # in the stub's place: pydantic looks classes up by their module's name
        spec.loader.exec_module(module)
        self._handler: Callable[[object, object], object] = getattr(module, self._name)
        self._watched = [self._path, *(path for _, path in _own_modules())]
        self._seen = self._stamps()

    def _stamps(self) -> list[float]:
        return [path.stat().st_mtime if path.exists() else 0.0 for path in self._watched]

    def _forget(self) -> None:
        for name, _ in _own_modules():
            del sys.modules[name]


def _own_modules() -> list[tuple[str, Path]]:
    return [
        (name, Path(module.__file__))
        for name, module in list(sys.modules.items())
        if isinstance(module, ModuleType) and name.split(".")[0] == "cercano" and module.__file__
    ]


def link(path: str) -> Callable[[str], Linked]:
    """What a stub module has as its `__getattr__`: `app` or `handler` of the real file, loaded on first use."""
    made: dict[str, Linked] = {}

    def attribute(name: str) -> Linked:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in made:
            made[name] = Linked(Path(path), name)
        return made[name]

    return attribute
