"""Finds the Python that AWS runs (3.13) on this machine: on the PATH, or among those that pyenv keeps."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DEPLOYED = "3.13"
_SAYS = "import sys; print('%d.%d' % sys.version_info[:2])"


def find() -> str | None:
    """Its path; None when this machine has none."""
    return next((str(one) for one in _candidates() if _version_of(one) == DEPLOYED), None)


def _candidates() -> Iterator[Path]:
    """The likeliest first. A shim of pyenv answers for no version of its own: the versions stand beside the shims."""
    yield Path(sys.executable)
    if on_path := shutil.which(f"python{DEPLOYED}"):
        yield Path(on_path)
    said = [Path(root) for root in [os.environ.get("PYENV_ROOT")] if root]
    for home in said + [Path(folder).parent for folder in os.get_exec_path() if Path(folder).name == "shims"]:
        yield from sorted((home / "versions").glob(f"{DEPLOYED}.*/bin/python{DEPLOYED}"), reverse=True)


def _version_of(python: Path) -> str:
    try:
        said = subprocess.run([python, "-c", _SAYS], capture_output=True, text=True, check=False, timeout=10)
    except OSError:
        return ""
    return said.stdout.strip()
