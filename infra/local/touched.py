"""Which tests speak of what was changed since the last landing: `make check` runs the quick ones among them.

Prints folders of tests. A change to what every domain stands on (kit, facts, the way tests are furnished) touches all.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = "tests/house"
ALL = "tests"
STANDING_ON = {
    "calendar": ("crowd", "procedures"),
    "credential": ("card", "loyalty"),
    "ledger": ("access", "card", "loyalty", "procedures", "wallet"),
}
"""Domains whose tests speak of a shared kernel, too."""
OF_ONE_PLACE = {
    "docs": (),
    "README.md": (),
    "CHANGELOG.md": (),
    "CONTRIBUTING.md": (),
    "benchmarks": (),
    "web": ("tests/web",),
    "infra/local": ("tests/local",),
    "infra/seed": ("tests/local",),
    "infra/reference": ("tests/reference",),
    "tests/house": (),
    "tests/journeys": (),
    "tests/local": ("tests/local",),
    "tests/proofs": ("tests/proofs",),
    "tests/reference": ("tests/reference",),
    "tests/simulation": ("tests/simulation",),
    "tests/web": ("tests/web",),
}
HOMES = ("functions", "events", "tests/functions", "tests", "layers/cercano/python/cercano")


def main() -> int:
    """Print the folders, one a line."""
    print("\n".join(folder for folder in folders_of(changed(), _domains()) if (ROOT / folder).exists()))
    return 0


def folders_of(paths: Iterable[str], domains: Iterable[str]) -> list[str]:
    """The folders of tests that speak of these files; all of them when one is everybody's."""
    known, found = set(domains), {ALWAYS}
    for path in paths:
        touched = _of(PurePosixPath(path), known)
        if touched is None:
            return [ALL]
        found |= touched
    return sorted(found)


def changed() -> list[str]:
    """Files that differ from the branch this one follows, or from the last commit when it follows none."""
    base = _git("merge-base", "HEAD", "@{upstream}") or ["HEAD"]
    return _git("diff", "--name-only", base[0]) + _git("ls-files", "--others", "--exclude-standard")


def _of(path: PurePosixPath, domains: set[str]) -> set[str] | None:
    for place, folders in OF_ONE_PLACE.items():
        if path.is_relative_to(place):
            return set(folders)
    named = (
        path.stem
        if path.parent == PurePosixPath("infra")
        else next((path.relative_to(home).parts[0] for home in HOMES if path.is_relative_to(home)), "")
    )
    if named not in domains:
        return None
    return {f"tests/{kind}{one}" for one in (named, *STANDING_ON.get(named, ())) for kind in ("", "functions/")}


def _domains() -> list[str]:
    return [*STANDING_ON, *(folder.name for folder in (ROOT / "functions").iterdir() if folder.is_dir())]


def _git(*words: str) -> list[str]:
    said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return said.stdout.split("\n")[:-1] if said.returncode == 0 else []


if __name__ == "__main__":
    sys.exit(main())
