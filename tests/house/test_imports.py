"""A function starts quickly, and with nothing but what its layer holds.

Each one is imported in a fresh interpreter that has only the declared dependencies (chalice without those it needs to
deploy), with the settings its template gives, and where slow modules refuse to load.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib

import pytest

from tests.support.aws import BASE_ENVIRONMENT, Domain
from tests.support.templates import ROOT, domains

SLOW = [
    *("boto3", "requests", "numpy", "pandas", "pyarrow", "duckdb", "holidays"),
    "aws_lambda_powertools.event_handler",
    *(f"aws_lambda_powertools.utilities.{part}" for part in ("batch", "data_classes", "idempotency", "parameters")),
]
"""Each costs more than 30 ms of a cold start; who needs one imports it where it is used."""
WITHOUT_DEPENDENCIES = {"chalice"}

IMPORTER = """
import importlib, importlib.abc, json, os, sys

told = json.load(sys.stdin)

class Guard(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == slow or name.startswith(slow + ".") for slow in told["slow"]):
            raise ImportError(f"{name} is too slow for a cold start")
        top = name.partition(".")[0]
        if top not in told["allowed"] and top not in sys.stdlib_module_names and not top.startswith("_sysconfig"):
            raise ModuleNotFoundError(f"{name} is not in the layer", name=name)

sys.meta_path.insert(0, Guard())
for function, settings in told["functions"].items():
    os.environ.clear()
    os.environ.update(settings)
    try:
        importlib.import_module(function)
    except Exception as trouble:
        print(f"{function}: {type(trouble).__name__}: {trouble}")
"""


def distributions(names: list[str]) -> set[str]:
    """What is installed when these are: they and all they require, extras and other platforms aside."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = re.split(r"[^\w.-]", todo.pop(), maxsplit=1)[0].lower().replace("_", "-")
        if name not in found:
            found.add(name)
            required = importlib.metadata.requires(name) if name not in WITHOUT_DEPENDENCIES else []
            todo += [line for line in required or [] if ";" not in line]
    return found


def importable(installed: set[str]) -> set[str]:
    """Top-level modules of these distributions, and the city's own."""
    homes = importlib.metadata.packages_distributions().items()
    named = {module for module, owners in homes if {owner.lower().replace("_", "-") for owner in owners} & installed}
    return named | {"cercano", "functions", "_cffi_backend", "sitecustomize", "usercustomize"}


def troubles(functions: dict[str, dict[str, str]], slow: list[str] = SLOW) -> list[str]:
    """What each import said that did not work."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    told = {"slow": slow, "allowed": sorted(importable(distributions(declared))), "functions": functions}
    said = subprocess.run(
        [sys.executable, "-c", IMPORTER],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}/layers/cercano/python{os.pathsep}{ROOT}"},
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()


@pytest.mark.parametrize("template", list(domains()), ids=lambda template: template.domain)
def test_every_function_starts_with_its_layer_and_its_settings_alone(template):
    domain = Domain(template, furnish=False)
    functions = {
        f"functions.{domain.name}.{use_case}": BASE_ENVIRONMENT | domain.settings(use_case)
        for use_case in template.functions
        if (ROOT / "functions" / domain.name / f"{use_case}.py").exists()
    }

    trouble = troubles(functions)

    assert not trouble, "\n" + "\n".join(trouble)


NOT_FOR_READERS = ["cercano.crowd.payloads", "cercano.crowd.heard", "cercano.crowd.counting", "cercano.facts"]
"""What reads and counts the counters' messages, and what is told."""
PUBLIC_ONLY = ["cercano.kit.auth", "cryptography"]
"""What proves who asks."""
READERS = ["read_venue", "read_venues", "read_history", "read_week", "read_forecast", "read_ngsi", "read_alerts"]


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_a_function_that_shows_the_public_a_number_does_not_load_what_made_it(reader):
    assert not troubles(started("crowd", reader), SLOW + NOT_FOR_READERS + PUBLIC_ONLY)


def test_a_change_by_staff_does_not_load_the_decoders():
    assert not troubles(started("crowd", "edit_venue"), [*SLOW, "cercano.crowd.payloads", "cercano.crowd.heard"])


def test_the_ingest_loads_neither_what_it_seldom_tells_nor_what_answers_people():
    assert not troubles(started("crowd", "ingest_counts"), [*SLOW, "cercano.facts", "pydantic", "chalice"])


def test_registering_one_device_does_not_load_the_reports_of_many():
    assert not troubles(started("devices", "register_device"), [*SLOW, "cercano.devices.import_views"])


def started(domain: str, use_case: str) -> dict[str, dict[str, str]]:
    """One function with the settings of its template."""
    (template,) = (one for one in domains() if one.domain == domain)
    return {f"functions.{domain}.{use_case}": BASE_ENVIRONMENT | Domain(template, furnish=False).settings(use_case)}


def test_a_slow_import_an_undeclared_one_and_a_missing_setting_are_each_heard_of(tmp_path):
    assert troubles({"moto": BASE_ENVIRONMENT}) == ["moto: ModuleNotFoundError: moto is not in the layer"]
    assert troubles({"boto3": BASE_ENVIRONMENT}) == ["boto3: ImportError: boto3 is too slow for a cold start"]
    (missing,) = troubles({"functions.devices.publish_facts": BASE_ENVIRONMENT})
    assert "MissingSettings" in missing
