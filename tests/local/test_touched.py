"""`make check` runs the tests of what was touched, and all of them when it is everybody's."""

from __future__ import annotations

import pytest

from infra.local.touched import folders_of

DOMAINS = ("crowd", "wallet", "access", "loyalty", "ledger")
OF_THE_WALLET = ["tests/functions/wallet", "tests/house", "tests/wallet"]


@pytest.mark.parametrize(
    "path",
    [
        "functions/wallet/take_payment.py",
        "layers/cercano/python/cercano/wallet/moving.py",
        "infra/wallet.yaml",
        "events/wallet/take_payment.json",
        "tests/wallet/test_topups.py",
        "tests/functions/wallet/conftest.py",
    ],
)
def test_a_file_of_a_domain_touches_that_domain(path: str) -> None:
    assert folders_of([path, "README.md"], DOMAINS) == OF_THE_WALLET


def test_the_ledger_touches_whoever_stands_on_it() -> None:
    found = folders_of(["layers/cercano/python/cercano/ledger/book.py"], DOMAINS)

    assert {"tests/ledger", "tests/access", "tests/functions/loyalty", "tests/wallet"} <= set(found)
    assert not {"tests/crowd", "tests/functions/crowd"} & set(found)


@pytest.mark.parametrize(
    "path",
    [
        "layers/cercano/python/cercano/kit/table.py",
        "layers/cercano/python/cercano/facts/wallet.py",
        "tests/support/shelf.py",
        "tests/conftest.py",
        "pyproject.toml",
        "template.yaml",
        "Makefile",
        "something/new.py",
    ],
)
def test_what_is_everybodys_touches_everything(path: str) -> None:
    assert folders_of(["functions/wallet/take_payment.py", path], DOMAINS) == ["tests"]


def test_nothing_changed_leaves_the_house_rules() -> None:
    assert folders_of([], DOMAINS) == ["tests/house"]
