"""The reader in a shop's browser: what it believes is what every reader of the city believes."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

VECTORS = Path(__file__).resolve().parents[2] / "docs" / "reader-kit" / "vectors.json"
READ = """async ([cases, keys]) => {
  const assets = document.querySelector('script[type=module]').src.replace('app.js', '')
  const { believed } = await import(assets + 'views/counter/believe.js')
  const verdict = ({ text, at }) =>
    believed(text, keys, at * 1000).then((who) => 'ok ' + who, (error) => error.why ?? String(error))
  return Promise.all(cases.map(verdict))
}"""


def test_the_shops_browser_judges_every_vector_of_the_reader_kit_as_the_kit_does(page: Page) -> None:
    said = json.loads(VECTORS.read_text())
    expected = [
        f"ok {said['phone']['credential_id']}" if one["verdict"] == "ok" else one["verdict"] for one in said["qr"]
    ]

    page.goto("/")
    assert page.evaluate(READ, [said["qr"], said["keys"]["keys"]]) == expected
