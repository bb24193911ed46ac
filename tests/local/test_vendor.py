"""What goes to AWS in the layers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from infra.local import vendor


def test_a_layer_carries_the_bytecode_of_one_python_and_it_outlives_the_times_of_a_zip(tmp_path: Path) -> None:
    module = tmp_path / "python" / "kind.py"
    stale = tmp_path / "python" / "__pycache__" / "kind.cpython-39.pyc"
    stale.parent.mkdir(parents=True)
    module.write_text("WORD = 'close'\n")
    stale.write_bytes(b"of another Python")

    vendor.compile_with(sys.executable, tmp_path)

    compiled = Path(importlib.util.cache_from_source(str(module)))
    by_hash_and_checked = (3).to_bytes(4, "little")
    assert [file.name for file in stale.parent.iterdir()] == [compiled.name]
    assert compiled.read_bytes()[4:8] == by_hash_and_checked
