"""Runs the quick tests on the Python that AWS runs (3.13) when this machine has it and CI asks; elsewhere says so.

The packages come from the same lock file, into an environment of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys

from infra.local import python_of_aws
from infra.local.place import CHECKOUT
from infra.local.python_of_aws import DEPLOYED

QUICK = "not cloud and not web and not slow"


def main() -> int:
    """0 when the tests passed, or there was no reason or no Python to run them on."""
    if sys.version_info[:2] == (3, 13) or not os.environ.get("CI"):
        return 0
    python = python_of_aws.find()
    if python is None:
        print(f"Python {DEPLOYED}, which AWS runs, is not on this machine: its tests are left out", flush=True)
        return 0
    uv = str(CHECKOUT / ".local" / "boot" / "bin" / "uv")
    home = CHECKOUT / ".local" / f"python-{DEPLOYED}"
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(home)}
    sync = [uv, "sync", "--quiet", "--frozen", "--all-groups", "--python", python]
    subprocess.run(sync, cwd=CHECKOUT, env=env, check=True)
    tests = [str(home / "bin" / "pytest"), "-m", QUICK, "-n", "auto", "-p", "no:cacheprovider"]
    print(f"Quick tests on Python {DEPLOYED}", flush=True)
    return subprocess.run(tests, cwd=CHECKOUT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
