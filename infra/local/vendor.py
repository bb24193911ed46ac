"""Fills layers/vendor/aws with the packages our functions stand on, as AWS runs them: Python 3.13 on arm64.

The versions are those of uv.lock. boto3 and botocore come with Lambda itself; Chalice goes in without what it needs
only to deploy. Lambda's Python 3.13 runs on Amazon Linux 2023 (glibc 2.34), so wheels for glibc 2.28 fit.
`fill_here` makes the same for a LocalStack on this machine, whose functions run in containers of its own kind.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from infra.local import python_of_aws
from infra.local.place import CHECKOUT

WITH_LAMBDA = {"boto3", "botocore", "s3transfer", "jmespath", "urllib3", "python-dateutil", "six"}
ALONE = "chalice"
AWS = ["--python-platform", "aarch64-manylinux_2_28", "--python-version", "3.13", "--only-binary", ":all:"]
HERE = ["--python-platform", f"{platform.machine()}-manylinux_2_28", *AWS[2:]]
ARM64 = 183
"""EM_AARCH64, the machine in an ELF file's header."""
LIMIT_MB = 250
"""What a function and its layers may take, unzipped."""
DROPPED = ("__pycache__", "tests", "*.dist-info/RECORD")


def requirements() -> list[str]:
    """The pinned packages of the layer, without those that come with Lambda."""
    words = ["export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--no-header", "--no-annotate"]
    said = subprocess.run([_uv(), *words], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    pinned = {line.split("==")[0].strip(): line.strip() for line in said.splitlines() if "==" in line}
    wanted = _reached(pinned)
    return [line for name, line in sorted(pinned.items()) if name in wanted]


def _reached(pinned: dict[str, str]) -> set[str]:
    """The packages that are asked for when Chalice is taken alone, without those of Lambda."""
    locked = tomllib.loads((CHECKOUT / "uv.lock").read_text())["package"]
    asks = {one["name"]: [d["name"] for d in one.get("dependencies", [])] for one in locked}
    asks[ALONE] = []
    found: set[str] = set()
    waiting = [name for name in asks["cercano"] if name in pinned]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in WITH_LAMBDA:
            found.add(name)
            waiting += asks.get(name, [])
    return found


def fill(folder: Path, kind: list[str]) -> None:
    """Installs the packages into the shape of a layer (folder/python/...)."""
    shutil.rmtree(folder, ignore_errors=True)
    target = folder / "python"
    target.mkdir(parents=True)
    words = [_uv(), "pip", "install", "--quiet", "--no-deps", "--target", str(target), *kind, *requirements()]
    subprocess.run(words, cwd=CHECKOUT, check=True)
    for pattern in DROPPED:
        for found in target.rglob(pattern):
            shutil.rmtree(found) if found.is_dir() else found.unlink()


def compile_with(python: str, folder: Path) -> None:
    """Leaves one bytecode beside each module, of this Python: Lambda cannot write its own, a layer is read-only there.

    It is trusted while the source hashes the same, whatever times a zip gives the files (PEP 552).
    """
    for kept in folder.rglob("__pycache__"):
        shutil.rmtree(kept)
    words = ["-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "checked-hash", str(folder / "python")]
    subprocess.run([python, *words], check=True)


def foreign_binaries(folder: Path) -> list[str]:
    """Compiled files of the layer that AWS's arm64 Python 3.13 would not load."""
    wrong = []
    for file in folder.rglob("*.so*"):
        header = file.read_bytes()[:20]
        is_for_313 = "cpython-" not in file.name or "cpython-313" in file.name
        if header[:4] != b"\x7fELF" or int.from_bytes(header[18:20], "little") != ARM64 or not is_for_313:
            wrong.append(file.name)
    return wrong


def size_mb(folder: Path) -> float:
    """What the folder takes, unzipped."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def fill_here() -> Path:
    """The layer for a LocalStack on this machine, made once."""
    folder = CHECKOUT / "layers" / "vendor" / "here"
    if not folder.exists():
        fill(folder, HERE)
    return folder


def main() -> int:
    """Fills the layer for AWS and checks it."""
    folder = CHECKOUT / "layers" / "vendor" / "aws"
    fill(folder, AWS)
    wrong = foreign_binaries(folder)
    if wrong:
        print("Not for AWS's arm64 Python 3.13: " + ", ".join(wrong))
        return 1
    python = python_of_aws.find()
    if python is None:
        print("No Python 3.13 here: the layers go without bytecode, and every cold start compiles them again")
    else:
        for layer in (folder, CHECKOUT / "layers" / "cercano"):
            compile_with(python, layer)
    print(f"layers/vendor/aws: {len(requirements())} packages, {size_mb(folder):.0f} MB of {LIMIT_MB}")
    return 0 if size_mb(folder) < LIMIT_MB else 1


def _uv() -> str:
    own = CHECKOUT / ".local" / "boot" / "bin" / "uv"
    return str(own) if own.exists() else "uv"


if __name__ == "__main__":
    sys.exit(main())
