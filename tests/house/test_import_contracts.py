"""Each import contract of pyproject.toml is able to fail: a forbidden import in a small copy of the tree breaks it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.templates import ROOT

pytestmark = pytest.mark.slow

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
MEETING = next(contract["modules"] for contract in CONTRACTS if contract["name"].startswith("Domains meet"))
DOMAINS = [module.removeprefix("cercano.") for module in MEETING]
ALONE = {c["source_modules"][0].removeprefix("functions."): c["name"] for c in CONTRACTS if "alone" in c["name"]}
LINT = "import sys; from importlinter.cli import lint_imports_command as run; run()"

BREAKS = [
    ("cercano/kit/web.py", "from cercano.crowd import model", "The kit knows no domain"),
    ("cercano/crowd/store.py", "from cercano.devices import model", "Domains meet through facts, never by import"),
    ("cercano/facts/crowd.py", "from cercano.crowd import model", "Facts know nobody who tells them"),
    ("functions/crowd/one.py", "import functions.crowd.two", "A function never imports another function of any domain"),
    (
        "functions/crowd/one.py",
        "import functions.devices.one",
        "A function never imports another function of any domain",
    ),
    (
        "cercano/ledger/book.py",
        "from cercano.crowd import model",
        "The ledger knows no domain: whoever moves money, points or vouchers stands on it",
    ),
    (
        "cercano/credential/qr.py",
        "from cercano.card import model",
        "The credential knows no domain: whoever shows or believes a card's code stands on it",
    ),
    (
        "cercano/calendar/working_days.py",
        "from cercano.crowd import model",
        "The calendar knows no domain: whoever counts days stands on it",
    ),
    *(
        (
            f"functions/{domain}/one.py",
            f"from cercano.{'crowd' if domain != 'crowd' else 'card'} import model",
            contract,
        )
        for domain, contract in ALONE.items()
    ),
    *(
        (place, words, "Nouns, refusals and facts are pure: no AWS, no pydantic, no environment")
        for place, words in [
            ("cercano/crowd/model.py", "from os import environ"),
            ("cercano/devices/errors.py", "import pydantic"),
            ("cercano/facts/crowd.py", "import pynamodb"),
            ("cercano/identity/model.py", "from cercano.identity import store"),
        ]
    ),
]


@pytest.fixture
def small_tree(tmp_path) -> Path:
    """The same packages with almost nothing in them."""
    files = [f"cercano/{package}/__init__.py" for package in (".", "kit", "facts", "credential", "ledger", "calendar")]
    files += ["cercano/kit/web.py", "cercano/ledger/book.py", "cercano/calendar/working_days.py"]
    for domain in DOMAINS:
        files += [f"cercano/{domain}/{name}.py" for name in ("__init__", "model", "errors", "store")]
        files += [f"functions/{domain}/{name}.py" for name in ("one", "two")]
        files += [f"cercano/facts/{domain}.py"]
    for file in files:
        place = tmp_path / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("import boto3\n" if place.name == "store.py" else "")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def lint(root: Path) -> dict[str, str]:
    """Each contract, KEPT or BROKEN."""
    said = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    lines = [line.rpartition(" ") for line in said.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert lines, said.stdout + said.stderr
    return {name: verdict for name, _, verdict in lines}


def test_a_sound_tree_keeps_every_contract(small_tree):
    assert lint(small_tree) == {contract["name"]: "KEPT" for contract in CONTRACTS}


@pytest.mark.parametrize(("place", "words", "contract"), BREAKS)
def test_a_forbidden_import_breaks_its_contract(small_tree, place, words, contract):
    (small_tree / place).write_text(words + "\n")

    assert lint(small_tree)[contract] == "BROKEN"


def test_every_contract_was_seen_to_fail():
    assert {contract for _, _, contract in BREAKS} == {contract["name"] for contract in CONTRACTS}


def test_every_domain_with_functions_has_a_contract_of_its_own():
    assert set(ALONE) == {folder.name for folder in (ROOT / "functions").iterdir() if list(folder.glob("*.py"))}


def test_this_tree_keeps_every_contract():
    assert set(lint(ROOT).values()) == {"KEPT"}
