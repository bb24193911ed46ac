"""What each part of the web app brings with it: screens, sentences, styles; and what comes before any of them.

An area is one file of web/areas/: its `words`, its `styles` and the screens of its addresses. A screen may ask only for
sentences that the frame or its own area brings, and every module must be reached from somewhere.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from infra.web import imports, words

FRAME = ("app.js", "views/home.js", "views/not_found.js", "views/away.js")
"""The page that everybody gets first, and the two screens for when there is none."""
ON_DEMAND = ("vendor/jsqr.js",)
"""Too heavy to come with the screens that may need it: fetched when somebody scans without the browser's own reader."""
LISTED = re.compile(r"^export const (words|styles) = \[([^\]]*)\];$", re.MULTILINE)
KEPT = "export const isKept = true;"
DATA = re.compile(r"new URL\('([^'$]+)', import\.meta\.url\)")


class WordsOutOfReach(SystemExit):
    """A screen asks for a sentence that its area does not bring."""


class Unreached(SystemExit):
    """A module that no screen needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One part of the app."""

    name: str
    modules: frozenset[str]
    """Served paths of all the code it runs, the frame's not counted."""
    words: tuple[str, ...]
    styles: tuple[str, ...]
    data: frozenset[str]
    is_kept: bool
    """Whether a phone keeps it from the start, to work without a network."""

    @property
    def files(self) -> frozenset[str]:
        """Everything it is made of, in both languages."""
        spoken = {f"i18n/{chapter}/{code}.json" for chapter in self.words for code in ("es", "en")}
        return self.modules | self.data | spoken | {f"css/chapters/{sheet}.css" for sheet in self.styles}


def frame(modules: dict[str, str]) -> frozenset[str]:
    """The modules of the frame itself. `modules` have their imports rewritten."""
    return frozenset(FRAME).union(*(imports.reached_from(path, modules) for path in FRAME))


def found(modules: dict[str, str]) -> list[Area]:
    """Every area, by name."""
    paths = sorted(path for path in modules if path.startswith("areas/"))
    return [one(path, modules, frame(modules)) for path in paths]


def one(path: str, modules: dict[str, str], shared: frozenset[str]) -> Area:
    """The area whose file this is."""
    listed = {kind: tuple(re.findall(r"'([\w-]+)'", names)) for kind, names in LISTED.findall(modules[path])}
    reached = imports.reached_from(path, modules, lazily=True)
    own = frozenset({path, *reached}) - shared - set(ON_DEMAND)
    return Area(
        name=path.removeprefix("areas/").removesuffix(".js"),
        modules=own,
        words=listed.get("words", ()),
        styles=listed.get("styles", ()),
        data=frozenset(imports.target(module, name) for module in own for name in DATA.findall(modules[module])),
        is_kept=KEPT in modules[path],
    )


def check(areas: list[Area], modules: dict[str, str], spoken: dict[str, bytes]) -> None:
    """Refuse a screen that asks for what its area does not bring, and a module that nobody needs.

    Args:
        spoken: path of i18n/ -> its JSON.

    Raises:
        WordsOutOfReach, Unreached
    """
    own = {path for path in modules if not path.startswith("vendor/")}
    if lost := own - frame(modules) - {path for area in areas for path in area.modules}:
        raise Unreached(f"No screen needs {', '.join(sorted(lost))}.")
    everybodys = set(json.loads(spoken["i18n/es.json"]))
    missing = out_of_reach("the frame", frame(modules) & own, modules, everybodys)
    for area in areas:
        known = everybodys.union(*(json.loads(spoken[f"i18n/{chapter}/es.json"]) for chapter in area.words))
        missing += out_of_reach(area.name, area.modules & own, modules, known)
    if missing:
        raise WordsOutOfReach("Sentences are out of reach:\n  " + "\n  ".join(missing))


def out_of_reach(name: str, paths: frozenset[str] | set[str], modules: dict[str, str], known: set[str]) -> list[str]:
    """What these modules ask for and `known` does not have, one line each."""
    lines = []
    for path in sorted(paths):
        keys, prefixes = words.asked(modules[path])
        lacking = sorted(keys - known) + sorted(p for p in prefixes if not any(key.startswith(p) for key in known))
        lines += [f"{name}: {path} asks for {key}" for key in lacking]
    return lines
