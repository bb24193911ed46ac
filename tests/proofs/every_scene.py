"""All scenes of this folder: those of each scenes_*.py, so that a new file needs no list."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.proofs.power import Scene

_FILES = sorted(path.stem for path in Path(__file__).parent.glob("scenes_*.py"))
SCENES: list[Scene] = [scene for name in _FILES for scene in importlib.import_module(f"tests.proofs.{name}").SCENES]
