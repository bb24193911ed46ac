"""Finds a Chromium for the tests of the web app, and installs one where that is possible.

The tests use the same search: $CHROMIUM, then what the system has, then what Playwright installed for itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OF_PLAYWRIGHT = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")


def find() -> str | None:
    """The path of a browser, or None."""
    said = os.environ.get("CHROMIUM")
    if said:
        return said if Path(said).exists() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for pattern in OF_PLAYWRIGHT for path in sorted(kept.glob(pattern))), None)


def install() -> str | None:
    """Tries to install one: Debian's as root, else Playwright's own. The path, or None when neither worked."""
    attempts = []
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    attempts.append([sys.executable, "-m", "playwright", "install", "chromium"])
    for words in attempts:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if words[0] != "apt-get" or "install" in words:
            found = find()
            if found:
                return found
    return None


def main() -> int:
    """Makes sure there is a browser. In CI a missing one is a fault; elsewhere the web tests are left out, loudly."""
    if find():
        return 0
    print("No browser for the tests of the web app: installing one", flush=True)
    if install():
        return 0
    print("!!! NO BROWSER: THE TESTS OF THE WEB APP ARE LEFT OUT (make doctor says how to get one) !!!", flush=True)
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
