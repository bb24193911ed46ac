"""What journey planners fetch from the city: lines and fares as GTFS."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.aws import Domain
from tests.support.http import Answer, call
from tests.support.templates import ROOT

SEED = ROOT / "infra" / "seed" / "santander"
Ask = Callable[..., Answer]


@pytest.fixture
def ask(access: Domain) -> Ask:
    """Asks a use case, as staff unless said."""

    def asked(use_case: str, method: str, path: str, **about: Any) -> Answer:
        function = access.function(use_case)
        with function.running():
            return call(function.module.app, method, path, **{"roles": ("staff",), **about})

    return asked


def test_planners_fetch_the_feed_as_one_file_and_it_holds_the_councils_price(ask: Ask):
    network = json.loads((SEED / "network.json").read_text())
    ask("edit_network", "PUT", "/network", body=network, headers={"If-Match": "*"})

    answer = ask("read_gtfs", "GET", "/gtfs.zip", roles=None)

    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"].endswith("max-age=3600")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as feed:
        assert b"2026:single,Autob\xc3\xbas,standard,card,0.66,EUR" in feed.read("fare_products.txt")
        assert feed.read("agency.txt").splitlines()[1].startswith(b'tus,"TUS, Transportes')


def test_without_lines_there_is_no_feed(ask: Ask):
    assert ask("read_gtfs", "GET", "/gtfs.zip", roles=None).status == 404
