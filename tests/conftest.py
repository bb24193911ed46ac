"""What every test may ask for: a small AWS furnished from the templates, sample events, the shared recordings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import events as sample_events
from tests.support.templates import ROOT

settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, max_examples=200, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def clients_of_moto() -> None:
    """moto answers clients made after it was loaded; these live for the whole run, as making one takes time."""
    import moto.core  # noqa: F401

    from cercano.kit import aws

    aws.forget()


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch, clients_of_moto: None) -> Iterator[Callable[[str], Any]]:
    """`city("crowd")` makes all that infra/crowd.yaml says inside moto, and answers the tests.support.aws.Domain.

    The environment holds that domain's Globals; a function runs with its own: `city("crowd").function("read_venues")`.
    """
    from moto import mock_aws

    from tests.support import aws

    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in aws.BASE_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    made: dict[str, aws.Domain] = {}

    def domain(name: str) -> aws.Domain:
        if name not in made:
            made[name] = aws.domain(name)
        for setting, value in made[name].settings().items():
            monkeypatch.setenv(setting, value)
        return made[name]

    with mock_aws():
        aws.make_bus()
        yield domain


@pytest.fixture
def events() -> Callable[[str, str], dict[str, Any]]:
    """`events("crowd", "ingest_counts")` is a fresh copy of events/crowd/ingest_counts.json."""
    return sample_events.event


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recordings and vendors' samples: CERCANO_DATA, else ../shared/data. Without it: skipped."""
    folder = Path(os.environ.get("CERCANO_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no recordings here: set CERCANO_DATA (looked in {folder})")
    return folder
