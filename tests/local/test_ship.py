"""What `make deploy` puts where CloudFront reads it, and which file each address leads to."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from infra.local.expand import read
from infra.local.place import CHECKOUT
from infra.local.say import Trouble
from infra.local.ship import put_reference, put_web, sam_words


class Shelf:
    """An S3 client that notes what it is given, in order."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []

    def upload_file(self, file: str, bucket: str, key: str, *, ExtraArgs: dict[str, str]) -> None:  # noqa: N803
        """Note the key and the kind."""
        assert Path(file).is_file()
        self.kept.append((key, ExtraArgs["ContentType"]))


def test_the_contract_is_put_where_the_local_edge_serves_it() -> None:
    shelf = Shelf()

    put_reference(shelf, "web", CHECKOUT / "docs" / "reference")

    assert sorted(shelf.kept) == [
        ("api/api.css", "text/css"),
        ("api/asyncapi.json", "application/json"),
        ("api/index.html", "text/html"),
        ("api/openapi.json", "application/json"),
    ]


def test_files_with_their_content_in_their_name_go_up_before_the_page_that_names_them(tmp_path: Path) -> None:
    for name in ("index.html", "sw.js", "_/ab12/app.js", "_/ab12/app.js.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    shelf = Shelf()

    assert put_web(shelf, "web", tmp_path) == 3
    assert [key for key, _ in shelf.kept] == ["_/ab12/app.js", "index.html", "sw.js"]


@pytest.mark.parametrize("stage", ["", "Production", "1st", "a" * 13, "a;b"])
def test_a_stage_without_a_usable_name_is_refused(stage: str) -> None:
    with pytest.raises(Trouble):
        sam_words(stage, "santander", "eu-south-2", {})


def test_each_address_leads_to_its_file_at_cloudfront() -> None:
    code = read(CHECKOUT / "infra" / "edge.yaml")["Resources"]["OnePage"]["Properties"]["FunctionCode"]
    leads_to = {
        "/": "/index.html",
        "/lugares/centro-botin": "/index.html",
        "/sw.js": "/sw.js",
        "/_/ab12/app": "/_/ab12/app",
        "/api/": "/api/index.html",
        "/api/openapi.json": "/api/openapi.json",
    }
    led = f"{json.dumps(list(leads_to))}.map(uri => handler({{request: {{uri}}}}).uri)"
    ask = f"{code}\nconsole.log(JSON.stringify({led}))"

    said = subprocess.run(["node", "-e", ask], capture_output=True, text=True, check=True).stdout

    assert dict(zip(leads_to, json.loads(said), strict=True)) == leads_to
