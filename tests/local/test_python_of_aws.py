"""The Python that AWS runs is found where pyenv keeps it, and its absence is no fault."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from infra.local import python_of_aws
from infra.local.python_of_aws import DEPLOYED

NOT_THE_ONE = "#!/bin/sh\necho 2.7\n"
THE_ONE = f"#!/bin/sh\necho {DEPLOYED}\n"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any other Python, and without pyenv's variable."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.setattr(sys, "executable", str(a_python(tmp_path / "own", NOT_THE_ONE)))
    return tmp_path


def a_python(where: Path, says: str) -> Path:
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(says)
    where.chmod(0o755)
    return where


def test_a_machine_without_it_has_none() -> None:
    assert python_of_aws.find() is None


def test_it_is_found_beside_the_shims_and_under_pyenvs_own_variable(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = a_python(bare / "pyenv" / "versions" / f"{DEPLOYED}.2" / "bin" / f"python{DEPLOYED}", THE_ONE)

    monkeypatch.setenv("PYENV_ROOT", str(bare / "pyenv"))
    by_variable = python_of_aws.find()
    monkeypatch.delenv("PYENV_ROOT")
    monkeypatch.setenv("PATH", str(bare / "pyenv" / "shims"))

    assert by_variable == python_of_aws.find() == str(kept)


def test_a_shim_that_answers_for_another_version_is_passed_over(bare: Path) -> None:
    a_python(bare / f"python{DEPLOYED}", NOT_THE_ONE)

    assert python_of_aws.find() is None
