"""Lay the web app out for serving: `python -m infra.web.build --out DIR`.

Everything goes under /_/<hash of all of it>/, so that a browser may keep it for ever; only the page, the service worker
and the manifest have fixed names. Each file that gets smaller has a .gz beside it. Fails when a sentence lacks in a
language, an import leads nowhere or a byte budget is broken.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from infra.web import imports, vendor, words

WEB = Path(__file__).parents[2] / "web"
BUDGETS_KB = {"first load": 60, "precache": 160, "heaviest view": 6, "styles": 10}
ENTRY, HOME, STYLES, LANGUAGE = "app.js", "views/home.js", "css/app.css", "i18n/es.json"
FIXED = ("index.html", "sw.js", "app.webmanifest", "config.json", "robots.txt")
KINDS = ("**/*.js", "i18n/**/*.json", "icons/*", "css/chapters/*.css", "basemap.json")
LAZY = (
    "views/console/", "views/counter/", "views/mine/", "views/money/", "views/shops/",
    "i18n/console/", "i18n/counter/", "i18n/mine/", "i18n/shops/",
    "css/chapters/console.css", "css/chapters/counter.css", "vendor/jsqr.js", "vendor/LICENSES.txt",
)  # fmt: skip
"""Not kept on a citizen's phone from the start: the desk's screens, and those that say nothing without a network."""
CSS_IMPORT = re.compile(r'@import "\./([\w.-]+)" layer\((\w+)\);')
CSS_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class TooHeavy(SystemExit):
    """A byte budget is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What the build made."""

    assets: str
    """The folder of this content, `/_/<hash>`."""
    weights_kb: dict[str, float]
    """Budget name -> compressed kB."""


def build(out: Path, web: Path = WEB) -> Built:
    """Lay out `web` in `out` (replaced as a whole).

    Raises:
        NoVendor, UnknownImport, MissingWords, TooHeavy: each with a sentence that says what to mend.
    """
    files = gathered(web)
    modules = {path: content.decode() for path, content in files.items() if path.endswith(".js")}
    own = {path: source for path, source in modules.items() if not path.startswith("vendor/")}
    words.check(words.by_language({p: files[p] for p in files if p.startswith("i18n/")}), own)
    modules = {path: imports.rewritten(path, source, set(modules)) for path, source in modules.items()}
    files |= {path: (imports.bare(source) if path in own else source).encode() for path, source in modules.items()}

    assets = f"/_/{digest(files)}"
    first = [ENTRY, *imports.reached_from(ENTRY, modules)]
    home = [path for path in [HOME, *imports.reached_from(HOME, modules)] if path not in first]
    kept = sorted(path for path in files if not path.startswith(LAZY))
    fixed = pages(web, assets, preloads=first[1:] + home, precache=kept)
    weights = weighed(files, fixed, first + home, kept)
    written(out, {f"{assets[1:]}/{path}": content for path, content in files.items()} | fixed)
    return Built(assets=assets, weights_kb=weights)


def gathered(web: Path) -> dict[str, bytes]:
    """Served path -> content of all the assets, ours and others'."""
    found = {path for kind in KINDS for path in web.glob(kind) if "node_modules" not in path.parts and path.is_file()}
    own = {path.relative_to(web).as_posix(): path.read_bytes() for path in sorted(found) if path.name != "sw.js"}
    own = {path: words.compact(content) if path.endswith(".json") else content for path, content in own.items()}
    return own | {STYLES: styles(web / STYLES)} | vendor.laid_out(vendor.install(web))


def styles(sheet: Path) -> bytes:
    """One style sheet: the layers that app.css imports, in its order."""

    def layer(match: re.Match[str]) -> str:
        return f"@layer {match[2]} {{\n{(sheet.parent / match[1]).read_text(encoding='utf-8')}}}"

    return CSS_COMMENT.sub("", CSS_IMPORT.sub(layer, sheet.read_text(encoding="utf-8"))).encode()


def digest(files: dict[str, bytes]) -> str:
    """Twelve hex characters that change when any asset does."""
    whole = hashlib.sha256()
    for path, content in sorted(files.items()):
        whole.update(path.encode() + b"\0" + content + b"\0")
    return whole.hexdigest()[:12]


def pages(web: Path, assets: str, *, preloads: list[str], precache: list[str]) -> dict[str, bytes]:
    """The files of fixed names, told where the assets are."""
    links = "\n  ".join(f'<link rel="modulepreload" href="{assets}/{path}">' for path in preloads)
    kept = json.dumps(["/", "/app.webmanifest", "/config.json", *(f"{assets}/{path}" for path in precache)])
    told = {}
    for name in FIXED:
        text = (web / name).read_text(encoding="utf-8")
        text = text.replace("{assets}", assets).replace("{preloads}", links).replace("['{precache}']", kept)
        told[name] = text.encode()
    return told


def weighed(files: dict[str, bytes], fixed: dict[str, bytes], first: list[str], kept: list[str]) -> dict[str, float]:
    """Compressed kB by budget.

    Raises:
        TooHeavy: when one is over its budget.
    """
    size = {path: len(compressed(content)) for path, content in files.items()}
    page = len(compressed(fixed["index.html"]))
    extras = [STYLES, LANGUAGE, *vendor.FONTS]
    views = [size[path] for path in files if path.startswith("views/")]
    weights = {
        "first load": page + sum(size[path] for path in first + extras),
        "precache": page + sum(size[path] for path in kept),
        "heaviest view": max(views),
        "styles": size[STYLES],
    }
    kb = {name: round(weight / 1000, 1) for name, weight in weights.items()}
    over = [f"{name}: {kb[name]} kB, budget {budget} kB" for name, budget in BUDGETS_KB.items() if kb[name] > budget]
    if over:
        raise TooHeavy("Too heavy:\n  " + "\n  ".join(over))
    return kb


def compressed(content: bytes) -> bytes:
    """Gzip, always the same bytes for the same content; the content itself when that is smaller."""
    smaller = gzip.compress(content, 9, mtime=0)
    return smaller if len(smaller) < len(content) else content


def written(out: Path, files: dict[str, bytes]) -> None:
    """Put the files in an emptied folder, with a .gz beside each that compresses."""
    shutil.rmtree(out, ignore_errors=True)
    for path, content in files.items():
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if (smaller := compressed(content)) is not content:
            place.with_name(place.name + ".gz").write_bytes(smaller)


def main() -> None:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.web.build", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="the folder to fill (emptied first)")
    built = build(parser.parse_args().out)
    print(f"{built.assets}: " + ", ".join(f"{name} {kb} kB" for name, kb in built.weights_kb.items()))


if __name__ == "__main__":
    main()
