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
from typing import Any

from infra.web import areas, imports, typeface, vendor, words

WEB = Path(__file__).parents[2] / "web"
BUDGETS_KB = {"first load": 47, "kept offline": 110, "heaviest area": 38, "heaviest view": 6, "styles": 6}
"""Compressed. An area's weight is what it adds to the frame, in Spanish."""
ENTRY, HOME, STYLES, LANGUAGE = "app.js", "views/home.js", "css/app.css", "i18n/es.json"
TYPEFACE = "fonts/figtree.woff2"
FIXED = ("index.html", "sw.js", "app.webmanifest", "config.json", "robots.txt")
KINDS = ("**/*.js", "i18n/**/*.json", "icons/*", "css/chapters/*.css", "basemap.json")
FIRST_KEPT = (STYLES, TYPEFACE, LANGUAGE, "i18n/en.json", "icons/icon.svg")
"""What the frame needs without a network besides its modules."""
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
    areas_kb: dict[str, float]
    """Part of the app -> compressed kB that it adds to the frame, in Spanish."""


def build(out: Path, web: Path = WEB) -> Built:
    """Lay out `web` in `out` (replaced as a whole).

    Raises:
        NoVendor, UnknownImport, MissingWords, WordsOutOfReach, Unreached, TooHeavy: each says what to mend.
    """
    files = gathered(web)
    modules = {path: content.decode() for path, content in files.items() if path.endswith(".js")}
    own = {path: source for path, source in modules.items() if not path.startswith("vendor/")}
    words.check(words.by_language({p: files[p] for p in files if p.startswith("i18n/")}), own)
    modules = {path: imports.rewritten(path, source, set(modules)) for path, source in modules.items()}
    modules = {path: imports.bare(source) if path in own else source for path, source in modules.items()}
    files |= {path: source.encode() for path, source in modules.items()}
    parts = areas.found(modules)
    areas.check(parts, modules, {path: content for path, content in files.items() if path.startswith("i18n/")})

    assets = f"/_/{digest(files)}"
    first = [ENTRY, *imports.reached_from(ENTRY, modules)]
    first += [path for path in [HOME, *imports.reached_from(HOME, modules)] if path not in first]
    fixed = pages(web, assets, preloads=first[1:], **kept(parts, modules))
    written(out, {f"{assets[1:]}/{path}": content for path, content in files.items()} | fixed)
    weights, by_area = weighed(files, fixed, first, parts)
    return Built(assets=assets, weights_kb=weights, areas_kb=by_area)


def kept(parts: list[areas.Area], modules: dict[str, str]) -> dict[str, Any]:
    """What a phone keeps from the start, and what it keeps of each other area once somebody opened it.

    Of the latter only the language in use stays, as it is fetched.
    """
    first = areas.frame(modules).union(FIRST_KEPT, *(area.files for area in parts if area.is_kept))
    later = {
        area.name: sorted(path for path in area.files - first if not path.startswith("i18n/"))
        for area in parts
        if not area.is_kept
    }
    return {"precache": sorted(first), "later": later}


def gathered(web: Path) -> dict[str, bytes]:
    """Served path -> content of all the assets, ours and others'."""
    found = {path for kind in KINDS for path in web.glob(kind) if "node_modules" not in path.parts and path.is_file()}
    own = {path.relative_to(web).as_posix(): path.read_bytes() for path in sorted(found) if path.name != "sw.js"}
    own = {path: words.compact(content) if path.endswith(".json") else content for path, content in own.items()}
    modules, sheet = vendor.install(web), styles(web / STYLES)
    letters = typeface.cut(sheet.decode(), (modules / vendor.TYPEFACE).read_bytes(), modules / ".cache")
    return own | {STYLES: sheet} | letters | vendor.laid_out(modules)


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


def pages(
    web: Path, assets: str, *, preloads: list[str], precache: list[str], later: dict[str, list[str]]
) -> dict[str, bytes]:
    """The files of fixed names, told where the assets are."""
    links = "\n  ".join(f'<link rel="modulepreload" href="{assets}/{path}">' for path in preloads)
    told_once = json.dumps(["/", "/app.webmanifest", "/config.json", *(f"{assets}/{path}" for path in precache)])
    told_later = json.dumps({name: [f"{assets}/{path}" for path in paths] for name, paths in later.items()})
    told = {}
    for name in FIXED:
        text = (web / name).read_text(encoding="utf-8")
        text = text.replace("{assets}", assets).replace("{preloads}", links)
        text = text.replace("['{precache}']", told_once).replace("['{later}']", told_later)
        told[name] = text.encode()
    return told


def weighed(
    files: dict[str, bytes], fixed: dict[str, bytes], first: list[str], parts: list[areas.Area]
) -> tuple[dict[str, float], dict[str, float]]:
    """Compressed kB by budget, and by area.

    Raises:
        TooHeavy: when one is over its budget.
    """
    size = {path: len(compressed(content)) for path, content in files.items()}
    page = len(compressed(fixed["index.html"]))
    shared = set(first) | set(FIRST_KEPT)
    in_spanish = {
        area.name: sum(size[path] for path in area.files - shared if not path.endswith("/en.json")) for area in parts
    }
    precache = re.findall(r'"/_/\w+/([^"]+)"', fixed["sw.js"].decode().split("const LATER")[0])
    weights = {
        "first load": page + sum(size[path] for path in [*first, STYLES, LANGUAGE, TYPEFACE]),
        "kept offline": page + sum(size[path] for path in precache),
        "heaviest area": max(in_spanish.values()),
        "heaviest view": max(size[path] for path in files if path.startswith("views/")),
        "styles": max(size[path] for path in files if path.endswith(".css")),
    }
    kb = {name: round(weight / 1000, 1) for name, weight in weights.items()}
    over = [f"{name}: {kb[name]} kB, budget {budget} kB" for name, budget in BUDGETS_KB.items() if kb[name] > budget]
    if over:
        raise TooHeavy("Too heavy:\n  " + "\n  ".join(over))
    return kb, {name: round(weight / 1000, 1) for name, weight in in_spanish.items()}


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
    for weights in (built.weights_kb, built.areas_kb):
        print(", ".join(f"{name} {kb} kB" for name, kb in weights.items()))


if __name__ == "__main__":
    main()
