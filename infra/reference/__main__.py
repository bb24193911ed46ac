"""python -m infra.reference openapi [--write | --check | --breaking]: makes the reference pages, or holds them.

--write     makes docs/reference anew
--check     fails when what is committed is not what the code says, or is not a proper contract
--breaking  fails when the contract would break programs written for the last release
--release   keeps the present contract as the last release
"""

from __future__ import annotations

import importlib
import sys

KINDS = ("openapi", "asyncapi")


def main(arguments: list[str]) -> int:
    """The exit code: 0 when all is as it should be."""
    if not arguments or arguments[0] not in KINDS:
        print(__doc__)
        return 2
    module = importlib.import_module(f"infra.reference.{arguments[0]}_command")
    return int(module.main(arguments[1:]))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
