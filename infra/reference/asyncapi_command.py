"""python -m infra.reference asyncapi --write | --check: makes docs/reference/asyncapi.json, or holds it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from infra.reference.asyncapi import ROOT, document

PAGE = ROOT / "docs" / "reference" / "asyncapi.json"


def main(argv: Sequence[str]) -> int:
    """`--write` the page, or `--check` it: 1 when it differs from the code."""
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if "--write" in argv:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text)
        return 0
    if not PAGE.exists() or PAGE.read_text() != text:
        print("docs/reference/asyncapi.json is not what the code says: run `make docs` and commit it", file=sys.stderr)
        return 1
    return 0
