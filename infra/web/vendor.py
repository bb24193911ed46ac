"""Bring what others wrote for the web app: npm's packages, exactly as web/package-lock.json names them.

Nothing of them is committed. `laid_out` says which of their files the app serves and under what name.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

MODULES = {
    "preact": "preact/dist/preact.mjs",
    "preact/hooks": "preact/hooks/dist/hooks.mjs",
    "@preact/signals": "@preact/signals/dist/signals.mjs",
    "@preact/signals-core": "@preact/signals-core/dist/signals-core.mjs",
    "htm": "htm/dist/htm.mjs",
    "jsqr": "jsqr/dist/jsQR.js",
    "lean-qr": "lean-qr/index.mjs",
}
"""Import name -> its own ES module in node_modules."""
TYPEFACE = "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2"


class NoVendor(SystemExit):
    """The packages are not there and cannot be brought."""


def install(web: Path) -> Path:
    """web/node_modules, brought by `npm ci` when it is missing or older than the lock file."""
    modules, lock = web / "node_modules", web / "package-lock.json"
    stamp = modules / ".package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
        return modules
    npm = shutil.which("npm")
    if npm is None:
        raise NoVendor(
            "The web app needs Node's npm once, to bring its libraries: install nodejs and npm, then try again."
        )
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=web, capture_output=True, text=True
    )
    if done.returncode:
        raise NoVendor(f"npm ci failed in {web.name}/:\n{done.stderr.strip()}")
    stamp.touch()
    return modules


def served_name(module: str) -> str:
    """Where a bare import is served from: `@preact/signals` -> `vendor/preact-signals.js`."""
    return f"vendor/{module.removeprefix('@').replace('/', '-')}.js"


def laid_out(modules: Path) -> dict[str, bytes]:
    """Served path -> content, of every third-party file, with the licences they ask to be shown."""
    files = {served_name(name): (modules / path).read_bytes() for name, path in MODULES.items()}
    licences = sorted(path for path in modules.glob("**/LICENSE*") if path.is_file())
    shown = [
        f"== {path.parent.relative_to(modules).as_posix()}\n\n{path.read_text(encoding='utf-8')}" for path in licences
    ]
    return files | {"vendor/LICENSES.txt": "\n\n".join(shown).encode()}
